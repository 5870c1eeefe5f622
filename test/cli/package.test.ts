import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { environment, run, scratch } from '../support/cli.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const lock: { packages: Record<string, { hasInstallScript?: boolean; resolved?: string }> } = JSON.parse(
  readFileSync(join(root, 'package-lock.json'), 'utf8'),
);
const manifest: { dependencies?: object; files: string[]; bin: Record<string, string> } = JSON.parse(
  readFileSync(join(root, 'package.json'), 'utf8'),
);

test('no package of the tree has an install script or comes from git', () => {
  const wrong = Object.entries(lock.packages).filter(
    ([name, entry]) =>
      (entry.hasInstallScript === true && name !== 'node_modules/fsevents') ||
      entry.resolved?.startsWith('git'),
  );
  expect(wrong.map(([name]) => name)).toEqual([]);
});

test('an installation brings no other package: the program is one bundle', () => {
  expect(manifest.dependencies).toBeUndefined();
});

test('the package holds the program, its templates, schemas and pages, and nothing else', async () => {
  const packed = await run(
    'npm',
    ['pack', '--dry-run', '--json', '--ignore-scripts'],
    root,
    environment({ HOME: scratch() }),
  );
  const [{ files }]: [{ files: { path: string }[] }] = JSON.parse(packed.out);
  const others = files
    .map(({ path }) => path)
    .filter(
      (path) =>
        !/^(dist\/[\w.-]+\.js|dist\/schemas\/[\w./-]+\.cjs|templates\/.+|schemas\/.+|docs\/.+\.md|README\.md|LICENSE|CHANGELOG\.md|package\.json)$/.test(
          path,
        ),
    );
  expect(others).toEqual([]);
  for (const needed of [
    'dist/main.js',
    'templates/helmrelease.yaml.hbs',
    'schemas/config.schema.json',
    'schemas/flux/helm.toolkit.fluxcd.io/helmrelease_v2.json',
    'dist/schemas/flux/helm.toolkit.fluxcd.io/helmrelease_v2.cjs',
    'docs/rules/layout/file-name.md',
  ]) {
    expect(files.map(({ path }) => path)).toContain(needed);
  }
});

test('the packed program runs from any folder', async () => {
  const folder = scratch();
  const env = environment({ HOME: folder });
  const packed = await run(
    'npm',
    ['pack', '--json', '--ignore-scripts', '--pack-destination', folder],
    root,
    env,
  );
  const [{ filename }]: [{ filename: string }] = JSON.parse(packed.out);
  await run('tar', ['-xzf', filename], folder, env);
  const program = join(folder, 'package', manifest.bin['gitops-kit'] ?? '');
  const init = await run(process.execPath, [program, 'init', '--dry-run'], scratch(), env);
  expect(init.err).not.toContain('internal error');
  expect(init.code).toBe(0);
  expect((await run(process.execPath, [program, 'explain', 'layout/file-name'], folder, env)).out).toContain(
    'layout/file-name',
  );
});
