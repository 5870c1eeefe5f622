import { expect, test } from 'vitest';
import { goldenRepository } from '../support/cli.ts';

const renamedFiles = [
  'flux-system/helmrepositories/helmrepository-frontend.yaml',
  'flux-system/helmrepositories/helmrepository-podinfo.yaml',
  'flux-system/kustomizations/kustomization-frontend.yaml',
  'flux-system/kustomizations/kustomization-podinfo.yaml',
  'flux-system/namespaces/namespace-frontend.yaml',
  'flux-system/namespaces/namespace-podinfo.yaml',
  'frontend/configmap-frontend-helm-chart-value-overrides.yaml',
  'frontend/helmrelease-frontend.yaml',
  'podinfo/configmap-podinfo-helm-chart-value-overrides.yaml',
  'podinfo/helmrelease-podinfo.yaml',
];

const committed = (repository: { git(...args: string[]): string }): string[] =>
  repository.git('show', '--format=', '--name-only', '--no-renames', 'HEAD').trim().split('\n').sort();

test('rename-app refuses to lose data, shows it, does it with --force, and back again', async () => {
  const repository = goldenRepository();
  const before = repository.state();
  const start = repository.git('rev-parse', 'HEAD^{tree}');
  expect(await repository.kit('rename-app', 'podinfo', 'frontend')).toMatchObject({
    code: 2,
    out: '',
    err: expect.stringMatching(
      /^error: renaming podinfo to frontend would lose data: Flux will delete Namespace podinfo .*\n( {2}= help: .*\n)+$/,
    ),
  });
  const shown = await repository.kit('rename-app', 'podinfo', 'frontend', '--dry-run');
  expect(shown.code).toBe(0);
  expect(shown.out.match(/\S+\.yaml(?= |$)/gm)?.sort()).toEqual(renamedFiles);
  expect(shown.err).toContain(
    'note: Flux will uninstall the release podinfo in podinfo, and install it anew',
  );
  expect(repository.state()).toBe(before);

  repository.write('mine.txt', 'staged\n');
  repository.git('add', 'mine.txt');
  expect(await repository.kit('rename-app', 'podinfo', 'frontend', '--force')).toMatchObject({ code: 0 });
  expect(committed(repository)).toEqual(renamedFiles);
  expect(repository.git('log', '-1', '--format=%s').trim()).toBe('rename podinfo to frontend');
  expect(repository.git('status', '--porcelain')).toBe('A  mine.txt\n');
  expect(await repository.kit('lint', '--fail-on', 'info')).toMatchObject({ code: 0, out: '' });

  repository.write(
    '.gitops-kit.jsonc',
    '{ "commit": { "rename-app": "{old} is {app} again, chart {chart}" } }',
  );
  expect(await repository.kit('rename-app', 'frontend', 'podinfo', '--force')).toMatchObject({ code: 0 });
  expect(repository.git('rev-parse', 'HEAD^{tree}')).toBe(start);
  expect(repository.git('log', '-1', '--format=%s').trim()).toBe('frontend is podinfo again, chart podinfo');
});

test('remove-app wants --keep-namespace or --force, and --force where others wait', async () => {
  const repository = goldenRepository();
  repository.write('podinfo/logo.png', new Uint8Array([0x89, 0x50, 0xff, 0x00]));
  repository.git('add', '--all');
  repository.git('commit', '--quiet', '--message', 'Add a logo');
  const before = repository.state();
  const refused = await repository.kit('remove-app', 'redis');
  expect(refused).toMatchObject({ code: 2, out: '' });
  expect(refused.err).toContain(
    'error: others wait for app redis: Kustomization podinfo (spec.dependsOn[0] in flux-system/kustomizations/kustomization-podinfo.yaml)',
  );
  expect((await repository.kit('remove-app', 'podinfo')).err).toContain('removing podinfo would lose data');
  expect(repository.state()).toBe(before);
  expect(await repository.kit('remove-app', 'podinfo', '--keep-namespace')).toMatchObject({ code: 0 });
  expect(committed(repository)).toEqual(
    [...renamedFiles, 'podinfo/logo.png'].filter(
      (path) => path.includes('podinfo') && !path.includes('namespaces'),
    ),
  );
  expect(await repository.kit('remove-app', 'redis', '--force', '--no-commit')).toMatchObject({
    code: 0,
    err: expect.stringContaining('next: gitops-kit lint'),
  });
  expect(repository.git('ls-files', '--deleted').split('\n').filter(Boolean)).toHaveLength(5);
  expect(repository.exists('redis')).toBe(false);
});

test('remove-app --no-commit deletes nothing of which git has no copy', async () => {
  const repository = goldenRepository();
  repository.write('podinfo/notes.md', 'mine\n');
  const before = repository.state();
  expect(await repository.kit('remove-app', 'podinfo', '--force', '--no-commit')).toMatchObject({
    code: 2,
    out: '',
    err: expect.stringContaining('error: podinfo/notes.md would be deleted, and git has no copy of it\n'),
  });
  expect(repository.state()).toBe(before);
  repository.git('add', 'podinfo/notes.md');
  expect(await repository.kit('remove-app', 'podinfo', '--force', '--no-commit')).toMatchObject({ code: 0 });
  repository.git('restore', 'podinfo/notes.md');
  expect(repository.read('podinfo/notes.md')).toBe('mine\n');
});

test('rename-app --no-commit moves nothing to where git overlooks it', async () => {
  const repository = goldenRepository();
  repository.write('.gitignore', 'frontend/\n');
  const before = repository.state();
  expect(await repository.kit('rename-app', 'podinfo', 'frontend', '--force', '--no-commit')).toMatchObject({
    code: 2,
    out: '',
    err: expect.stringContaining(
      'error: frontend/configmap-frontend-helm-chart-value-overrides.yaml is ignored by git',
    ),
  });
  expect(repository.state()).toBe(before);
});
