import { fileURLToPath } from 'node:url';
import { rolldown } from 'rolldown';

export const root = fileURLToPath(new URL('..', import.meta.url));

/** Bundles an entry of the project and everything it imports into a folder of ES modules. */
export async function bundleTo(dir, input) {
  await Promise.all([bundleModules(dir, input), bundleOnDemand(dir)]);
}

/**
 * The package that words the refusals of a text is a sixth of the program and rarely asked: it is a module of its own,
 * in CommonJS, which is loaded in the middle of a lint.
 */
const onDemand = 'second-opinion';
const loader = `import { createRequire } from 'node:module';
const load = createRequire(import.meta.url);
export const secondOpinion = (...args) => load('./${onDemand}.cjs').secondOpinion(...args);
`;

async function bundleOnDemand(dir) {
  const bundle = await rolldown({ cwd: root, input: `src/yaml/${onDemand}.ts`, platform: 'node' });
  await bundle.write({ dir, format: 'cjs', entryFileNames: '[name].cjs', minify });
  await bundle.close();
}

/** What is smaller is loaded sooner. Names stay, so that the stack of a reported fault says where it happened. */
const minify = { compress: true, mangle: false, codegen: { removeWhitespace: true } };

async function bundleModules(dir, input) {
  const options = {
    cwd: root,
    input,
    platform: 'node',
    plugins: [
      {
        name: 'on-demand',
        resolveId: (source) => (source.endsWith(`/${onDemand}.ts`) ? `\0${onDemand}` : null),
        load: (id) => (id === `\0${onDemand}` ? loader : null),
      },
    ],
    // jsonc-parser's main is UMD with requires that no bundler can follow; its module is ESM
    resolve: { mainFields: ['module', 'main'] },
  };
  const form = { format: 'esm', entryFileNames: '[name].js', chunkFileNames: '[name]-[hash].js', minify };
  const trial = await rolldown(options);
  const { output } = await trial.generate(form);
  await trial.close();
  const bundle = await rolldown(options);
  await bundle.write({ dir, ...form, codeSplitting: { groups: groupsOf(output) } });
  await bundle.close();
}

/**
 * What a run of lint loads, in three files: left alone, the bundler makes a file of every set of commands that share a
 * module, and Node takes its time for each. `base` is what every command loads, `repository` what reads one and what
 * its clusters run, `lint` the rules.
 * @param output of a trial without groups
 */
function groupsOf(output) {
  const chunks = new Map(
    output.filter(({ type }) => type === 'chunk').map((chunk) => [chunk.fileName, chunk]),
  );
  const loaded = (file, found = new Set()) => {
    const chunk = chunks.get(file);
    if (chunk === undefined || found.has(file)) return found;
    found.add(file);
    for (const each of chunk.imports) loaded(each, found);
    return found;
  };
  const modulesOf = (pattern) => {
    const files = [...chunks.keys()].filter((file) => pattern.test(file));
    return files.flatMap((file) => [...loaded(file)]).flatMap((file) => chunks.get(file).moduleIds);
  };
  // The entry waits for the commands, which must not wait for it.
  const entries = new Set(
    [...chunks.values()].flatMap(({ isEntry, facadeModuleId }) => (isEntry ? [facadeModuleId] : [])),
  );
  const base = new Set(modulesOf(/^main\.js$/).filter((id) => !entries.has(id)));
  const isOther = (id) => !base.has(id) && !entries.has(id);
  const repository = new Set(modulesOf(/^render-/).filter(isOther));
  const lint = new Set(modulesOf(/^lint-/).filter((id) => isOther(id) && !repository.has(id)));
  return [
    { name: 'base', test: (id) => base.has(id) },
    { name: 'repository', test: (id) => repository.has(id) },
    { name: 'lint', test: (id) => lint.has(id) },
  ];
}
