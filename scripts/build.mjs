// Bundles src/ and everything it imports into dist/: the published program has no dependencies to install.
import { chmodSync, rmSync } from 'node:fs';
import { bundleTo, root } from './bundle.mjs';

rmSync(`${root}dist`, { recursive: true, force: true });
await bundleTo('dist', { main: 'src/main.ts' });
chmodSync(`${root}dist/main.js`, 0o755);
