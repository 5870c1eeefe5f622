import { fileURLToPath } from 'node:url';
import { rolldown } from 'rolldown';

export const root = fileURLToPath(new URL('..', import.meta.url));

/** Bundles an entry of the project and everything it imports into a folder of ES modules. */
export async function bundleTo(dir, input) {
  const bundle = await rolldown({
    cwd: root,
    input,
    platform: 'node',
    // jsonc-parser's main is UMD with requires that no bundler can follow; its module is ESM
    resolve: { mainFields: ['module', 'main'] },
  });
  await bundle.write({
    dir,
    format: 'esm',
    entryFileNames: '[name].js',
    chunkFileNames: '[name]-[hash].js',
    minify: { compress: true, mangle: false, codegen: { removeWhitespace: false } },
  });
  await bundle.close();
}
