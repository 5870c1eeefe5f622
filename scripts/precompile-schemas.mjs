// Compiles the JSON Schemas of schemas/ into validators: ajv itself, and its 0.2 s of compiling, stay out of the program.
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Ajv } from 'ajv';
import standalone from 'ajv/dist/standalone/index.js';
import { rolldown } from 'rolldown';

const root = fileURLToPath(new URL('..', import.meta.url));

/** The generated files, by their paths in the repository. */
export async function precompiledFiles() {
  const files = {};
  for (const name of ['baseline', 'clusters', 'config']) {
    const schema = `schemas/${name}.schema.json`;
    files[`src/schema/generated/${name}.js`] = await validator(schema);
    files[`src/schema/generated/${name}.d.ts`] = declaration(schema);
  }
  return files;
}

/** One self-contained ES module: ajv's own code asks for its helpers with `require`, so they are bundled in. */
async function validator(path) {
  const schema = JSON.parse(readFileSync(`${root}${path}`, 'utf8'));
  const ajv = new Ajv({
    code: { source: true, esm: true },
    allErrors: true,
    ownProperties: true,
    strict: true,
    verbose: true,
  });
  const code = standalone.default(ajv, ajv.compile(schema));
  const entry = '\0validator';
  const bundle = await rolldown({
    cwd: root,
    input: entry,
    platform: 'node',
    plugins: [
      {
        name: 'validator',
        resolveId: (id) => (id === entry ? entry : undefined),
        load: (id) => (id === entry ? { code, moduleType: 'js' } : undefined),
      },
    ],
  });
  const { output } = await bundle.generate({ format: 'esm', comments: false });
  await bundle.close();
  const [chunk, ...others] = output;
  if (others.length > 0 || /\brequire\b\(/.test(chunk.code))
    throw new Error(`${path} needs more than one file`);
  return `${banner(path)}\n${chunk.code}`;
}

function declaration(path) {
  return `${banner(path)}

/** One fault, as ajv describes it (https://ajv.js.org/api.html#error-objects). */
export interface Fault {
  readonly instancePath: string;
  readonly keyword: string;
  readonly params: Readonly<Record<string, unknown>>;
  readonly message?: string;
  readonly parentSchema?: Readonly<Record<string, unknown>>;
  readonly data?: unknown;
}

export declare const validate: {
  (data: unknown): boolean;
  readonly errors?: readonly Fault[] | null;
};
`;
}

function banner(path) {
  return `// Generated from ${path} by scripts/precompile-schemas.mjs; npm run generate makes it anew.`;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  for (const [path, text] of Object.entries(await precompiledFiles())) writeFileSync(`${root}${path}`, text);
}
