import { existsSync } from 'node:fs';

/** The `cli` project tests the built program: say so when it was not built. */
export default function setup(): void {
  if (!existsSync(new URL('../dist/main.js', import.meta.url)))
    throw new Error('dist/main.js is missing: run npm run build');
}
