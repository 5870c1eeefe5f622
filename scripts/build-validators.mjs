// Compiles the API schemas of schemas/ into dist/schemas: one module for each kind, loaded only where that kind is found.
// CommonJS, since only that can be loaded in the middle of a synchronous lint.
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import standalone from 'ajv/dist/standalone/index.js';
import { rolldown } from 'rolldown';
import { schemaCompiler } from './schema-compiler.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const dir = `${root}dist/schemas`;
const stamp = `${dir}/stamp.txt`;

/** Writes the validators unless those that are there were made from the same schemas by the same program. */
export async function buildValidators() {
  const schemas = apiSchemas();
  const state = stateOf(schemas);
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === state) return;
  rmSync(dir, { recursive: true, force: true });
  const ajv = schemaCompiler({ code: { source: true }, messages: false, inlineRefs: false });
  for (const schema of schemas.values()) ajv.addSchema(schema);
  const index = JSON.parse(readFileSync(`${root}schemas/index.json`, 'utf8'));
  const code = new Map(
    [...new Set(Object.values(index).map(({ schema }) => schema))].map((place) => [
      place.replace(/\.json$/, ''),
      standalone.default(ajv, ajv.getSchema(schemas.get(place).$id)),
    ]),
  );
  await bundle(code);
  mkdirSync(dir, { recursive: true });
  writeFileSync(stamp, state);
}

/** ajv's code asks for its helpers with `require`: they are bundled in, in one file that all kinds share. */
async function bundle(code) {
  const mark = '\0';
  const build = await rolldown({
    cwd: root,
    input: {
      ...Object.fromEntries([...code.keys()].map((name) => [name, mark + name])),
      cel: 'src/schema/cel-compiler.ts',
      compiler: 'src/schema/schema-compiler.ts',
    },
    platform: 'node',
    plugins: [
      {
        name: 'validators',
        resolveId: (id) => (id.startsWith(mark) ? id : undefined),
        load: (id) => (id.startsWith(mark) ? { code: code.get(id.slice(1)), moduleType: 'js' } : undefined),
      },
    ],
  });
  await build.write({
    dir,
    format: 'cjs',
    comments: false,
    entryFileNames: '[name].cjs',
    chunkFileNames: 'shared-[hash].cjs',
    minify: true,
  });
  await build.close();
}

/** Place below schemas/ -> schema. */
function apiSchemas() {
  const found = new Map();
  for (const folder of ['flux', 'karmada', 'kubernetes', 'kustomize']) {
    for (const entry of readdirSync(`${root}schemas/${folder}`, { recursive: true }).map(String).sort()) {
      if (!entry.endsWith('.json')) continue;
      const place = `${folder}/${entry.replaceAll('\\', '/')}`;
      found.set(place, JSON.parse(readFileSync(`${root}schemas/${place}`, 'utf8')));
    }
  }
  return found;
}

function stateOf(schemas) {
  const hash = createHash('sha256').update(JSON.stringify([...schemas]));
  const sources = [
    'src/schema/cel-compiler.ts',
    'src/schema/schema-compiler.ts',
    'scripts/build-validators.mjs',
    'scripts/schema-compiler.mjs',
    'schemas/index.json',
    'package-lock.json',
  ];
  for (const path of sources) hash.update(readFileSync(`${root}${path}`));
  return hash.digest('hex');
}
