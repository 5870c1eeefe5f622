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

const minify = { compress: true, mangle: false, codegen: { removeWhitespace: false } };

async function bundleModules(dir, input) {
  const bundle = await rolldown({
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
  });
  await bundle.write({
    dir,
    format: 'esm',
    entryFileNames: '[name].js',
    chunkFileNames: '[name]-[hash].js',
    minify,
  });
  await bundle.close();
}
