import { mkdirSync, rmSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { ownCharts, startChartServer } from '../support/chart-server.ts';
import { goldenRepository, type Scratch } from '../support/cli.ts';

let server: Awaited<ReturnType<typeof startChartServer>>;
beforeAll(async () => {
  server = await startChartServer(ownCharts());
});
afterAll(() => server.close());

const namespace = 'flux-system/namespaces/namespace-podinfo.yaml';
const release = 'podinfo/helmrelease-podinfo.yaml';

function remove(repository: Scratch, ...paths: readonly string[]): void {
  for (const path of paths) rmSync(join(repository.folder, path));
}

test('what is missing is written, and committed only with --commit, whatever else is under way', async () => {
  const repository = goldenRepository();
  repository.write('.gitops-kit.jsonc', `{ "charts": { "podinfo": "${server.url}" } }\n`);
  repository.git('add', '--all');
  repository.git('rm', '--quiet', namespace, release);
  remove(repository, 'flux-system/helmrepositories/helmrepository-podinfo.yaml');
  repository.git('add', '--all');
  repository.git('commit', '--quiet', '--message', 'Lose three files');
  repository.write('notes.md', 'mine\n');
  repository.git('add', 'notes.md');

  const before = repository.state();
  expect(await repository.kit('new-app', '--repair', 'podinfo', '--dry-run')).toMatchObject({ code: 0 });
  expect(repository.state()).toBe(before);

  const written = await repository.kit('new-app', '--repair', 'podinfo');
  expect(written).toMatchObject({ code: 0 });
  expect(written.out.trim().split('\n')).toEqual([
    'created flux-system/helmrepositories/helmrepository-podinfo.yaml',
    `created ${namespace}`,
    `created ${release}`,
  ]);
  expect(repository.git('log', '--format=%s')).toBe('Lose three files\nStart\n');
  expect(repository.git('show', `HEAD~:${namespace}`)).toBe(repository.read(namespace));
  expect(await repository.kit('lint')).toMatchObject({ code: 0 });
  expect(await repository.kit('new-app', '--repair', 'podinfo')).toMatchObject({
    code: 0,
    out: '',
    err: 'app podinfo has all of its files: nothing to repair\n',
  });

  remove(repository, namespace, release, 'flux-system/helmrepositories/helmrepository-podinfo.yaml');
  expect(await repository.kit('new-app', '--repair', 'podinfo', '--commit')).toMatchObject({ code: 0 });
  expect(repository.git('show', '--format=%s', '--name-only', 'HEAD').trim().split('\n')).toEqual([
    'complete podinfo: HelmRepository, Namespace, HelmRelease',
    '',
    'flux-system/helmrepositories/helmrepository-podinfo.yaml',
    namespace,
    release,
  ]);
  expect(repository.git('status', '--porcelain')).toBe('A  notes.md\n');
});

test('a folder of templates that leads out of the repository is not followed', async () => {
  const repository = goldenRepository();
  repository.write('.gitops-kit.jsonc', '{ "templates": "house" }\n');
  const outside = join(repository.folder, '..', 'outside');
  mkdirSync(outside);
  symlinkSync(outside, join(repository.folder, 'house'));
  remove(repository, namespace);
  const before = repository.state();
  const ran = await repository.kit('new-app', '--repair', 'podinfo');
  expect(ran).toMatchObject({ code: 2, out: '' });
  expect(ran.err).toContain(
    'error: .gitops-kit.jsonc:1:16: the folder of templates house is a symbolic link',
  );
  repository.write('.gitops-kit.jsonc', '{ "templates": "../outside" }\n');
  expect((await repository.kit('new-app', '--repair', 'podinfo')).code).toBe(2);
  repository.write('.gitops-kit.jsonc', '{ "templates": "house" }\n');
  expect(repository.state()).toBe(before);
});
