import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The text of a file that comes with the program: `templates/…`, `schemas/…`, `docs/…`. A missing one is a bug. */
export function packagedText(path: string): string {
  return readFileSync(join(packageFolder(), path), 'utf8');
}

/** The version in the program's own package.json. */
export function packageVersion(): string {
  return manifest(packageFolder())?.version ?? 'unknown';
}

/** The folder above `dist/` or `src/`: the nearest one whose package.json is ours. */
function packageFolder(): string {
  let folder = dirname(fileURLToPath(import.meta.url));
  while (manifest(folder)?.name !== 'gitops-kit') {
    const parent = dirname(folder);
    if (parent === folder) throw new Error('package.json of gitops-kit is missing');
    folder = parent;
  }
  return folder;
}

function manifest(folder: string): { readonly name?: string; readonly version?: string } | undefined {
  const file = join(folder, 'package.json');
  return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : undefined;
}
