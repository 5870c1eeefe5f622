import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { SchemaSource } from '../schema/api-schemas.ts';

/** The text of a file that comes with the program: `templates/…`, `schemas/…`, `docs/…`. A missing one is a bug. */
export function packagedText(path: string): string {
  return readFileSync(join(packageFolder(), path), 'utf8');
}

/** The API schemas that come with the program, and their validators, which `npm run build` compiles. */
export const packagedSchemas: SchemaSource = {
  validator: (place) => builtModule(place.replace(/\.json$/, '.cjs')),
  schema: (place) => JSON.parse(packagedText(`schemas/${place}`)),
  compiler: () => builtModule('compiler.cjs'),
  cel: () => builtModule('cel.cjs').compileRule,
};

/** A module of `dist/schemas`. CommonJS: it is wanted in the middle of a lint, which waits for nothing. */
function builtModule(name: string) {
  const path = join(packageFolder(), 'dist/schemas', name);
  if (!existsSync(path)) throw new Error(`${path} is missing: run npm run build`);
  return createRequire(path)(path);
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
