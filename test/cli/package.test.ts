import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { describe, expect, test } from 'vitest';
import { environment, goldenRepository, type Ran, run, scratch } from '../support/cli.ts';
import { packInto, projectRoot } from '../support/packed.ts';

const lock: { packages: Record<string, { hasInstallScript?: boolean; resolved?: string }> } = JSON.parse(
  readFileSync(join(projectRoot, 'package-lock.json'), 'utf8'),
);
const manifest: { dependencies?: object; files: string[]; bin: Record<string, string> } = JSON.parse(
  readFileSync(join(projectRoot, 'package.json'), 'utf8'),
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

const own =
  /^(dist\/[\w.-]+\.c?js|dist\/schemas\/[\w./-]+\.cjs|templates\/.+\.hbs|schemas\/.+\.(json|md)|docs\/.+\.md|README\.md|LICENSE|CHANGELOG\.md|package\.json)$/;

/** The files of some folders of the project. */
function filesIn(...folders: readonly string[]): string[] {
  return folders.flatMap((folder) =>
    readdirSync(join(projectRoot, folder), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => relative(projectRoot, join(entry.parentPath, entry.name))),
  );
}

test('the package holds the program, its templates, schemas and pages, and nothing else', async () => {
  const packed = await run(
    'npm',
    ['pack', '--dry-run', '--json', '--ignore-scripts'],
    projectRoot,
    environment({ HOME: scratch() }),
  );
  const [{ files }]: [{ files: { path: string }[] }] = JSON.parse(packed.out);
  const paths = files.map(({ path }) => path);
  expect(paths.filter((path) => !own.test(path))).toEqual([]);
  const needed = [
    'dist/main.js',
    'dist/second-opinion.cjs',
    'dist/schemas/flux/helm.toolkit.fluxcd.io/helmrelease_v2.cjs',
    ...filesIn('templates', 'schemas', 'docs/rules'),
  ];
  expect(needed.filter((path) => !paths.includes(path))).toEqual([]);
});

describe('the packed program', () => {
  test('runs from any folder', async () => {
    const folder = scratch();
    const env = environment({ HOME: folder });
    await run('tar', ['-xzf', await packInto(folder)], folder, env);
    const program = join(folder, 'package', manifest.bin['gitops-kit'] ?? '');
    const init = await run(process.execPath, [program, 'init', '--dry-run'], scratch(), env);
    expect(init.err).not.toContain('internal error');
    expect(init.code).toBe(0);
    expect(
      (await run(process.execPath, [program, 'explain', 'layout/file-name'], folder, env)).out,
    ).toContain('layout/file-name');
  });

  test('runs through npx, without a registry, in a repository that has no node_modules', async () => {
    const repository = goldenRepository();
    const home = scratch();
    const env = environment({ HOME: home, npm_config_offline: 'true' });
    const archive = await packInto(home);
    const npx = (...args: readonly string[]): Promise<Ran> =>
      run('npx', ['--yes', '--package', archive, 'gitops-kit', ...args], repository.folder, env);
    const before = repository.state();
    const clean = await npx('lint');
    expect(clean.code).toBe(0);
    expect(clean.err).toContain('2 apps in 10 files, no problems (charts: 2 not in the cache)\n');
    expect(repository.state()).toBe(before);
    repository.git('rm', '--quiet', 'flux-system/helmrepositories/helmrepository-podinfo.yaml');
    const faulty = await npx('lint', '--format', 'json');
    expect(faulty.code).toBe(1);
    expect(JSON.parse(faulty.out)).toMatchObject({ findings: [{ rule: 'helmrelease/source-missing' }] });
  });
});
