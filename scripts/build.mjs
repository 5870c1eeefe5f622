// Bundles src/ and everything it imports into dist/: the published program has no dependencies to install.
import { chmodSync, existsSync, readdirSync, rmSync } from 'node:fs';
import { buildValidators } from './build-validators.mjs';
import { bundleTo, root } from './bundle.mjs';

const dist = `${root}dist`;
for (const name of existsSync(dist) ? readdirSync(dist) : []) {
  if (name !== 'schemas') rmSync(`${dist}/${name}`, { recursive: true });
}
await Promise.all([bundleTo('dist', { main: 'src/main.ts' }), buildValidators()]);
chmodSync(`${dist}/main.js`, 0o755);
