import { chmodSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ownCharts, startChartServer } from '../support/chart-server.ts';
import { goldenRepository, plainFolder, repositoryWith, run } from '../support/cli.ts';

let server: Awaited<ReturnType<typeof startChartServer>>;
beforeAll(async () => {
  server = await startChartServer(ownCharts());
});
afterAll(() => server.close());

const five = [
  'flux-system/helmrepositories/helmrepository-podinfo.yaml',
  'flux-system/kustomizations/kustomization-podinfo.yaml',
  'flux-system/namespaces/namespace-podinfo.yaml',
  'podinfo/configmap-podinfo-helm-chart-value-overrides.yaml',
  'podinfo/helmrelease-podinfo.yaml',
];

async function freshRepository() {
  const repository = plainFolder();
  repository.git('init', '--quiet', '--initial-branch=main');
  await repository.kit('init');
  repository.git('add', '--all');
  repository.git('commit', '--quiet', '--message', 'Start');
  return repository;
}

const committed = (repository: { git(...args: string[]): string }): string[] =>
  repository.git('show', '--format=', '--name-only', 'HEAD').trim().split('\n').sort();

describe('the main job', () => {
  test('five files, committed, and lint is clean', async () => {
    const repository = await freshRepository();
    const made = await repository.kit('new-app', 'podinfo', '--repo-url', server.url);
    expect(made.code).toBe(0);
    expect(committed(repository)).toEqual(five);
    expect(repository.git('status', '--porcelain')).toBe('');
    const lint = await repository.kit('lint', '--fail-on', 'info');
    expect(lint).toMatchObject({ code: 0, out: '' });
    expect(lint.err).toMatch(/^1 app in \d+ files, no problems \(charts: 1 judged\)\n$/);
    const list = await repository.kit('list');
    expect(list.out).toMatch(/^podinfo +podinfo +podinfo +6\.x +6\.14\.1 +0 +clean$/m);
  });

  test('works from a sub-folder', async () => {
    const repository = await freshRepository();
    const made = await repository.kitWith(
      { cwd: `${repository.folder}/flux-system` },
      'new-app',
      'podinfo',
      '--repo-url',
      server.url,
    );
    expect(made.code).toBe(0);
    expect(committed(repository)).toEqual(five);
  });

  test('--dry-run and --diff write nothing, and the diff applies', async () => {
    const repository = await freshRepository();
    const before = repository.state();
    const args = ['new-app', 'podinfo', '--repo-url', server.url];
    const [dry, diff] = [await repository.kit(...args, '--dry-run'), await repository.kit(...args, '--diff')];
    expect([dry.code, diff.code]).toEqual([0, 1]);
    for (const path of five) expect(dry.out).toContain(path);
    expect(repository.state()).toBe(before);
    repository.write('../change.diff', diff.out);
    repository.git('apply', '../change.diff');
    const applied = five.map((path) => repository.read(path));
    repository.git('clean', '-fdq');
    await repository.kit(...args);
    expect(five.map((path) => repository.read(path))).toEqual(applied);
  });

  test('the same command on the same tree writes the same bytes, whatever clock, locale and folder', async () => {
    const texts = [];
    for (const env of [
      { LANG: 'C', TZ: 'UTC' },
      { LANG: 'tr_TR.UTF-8', LC_ALL: 'tr_TR.UTF-8', TZ: 'Pacific/Apia' },
    ]) {
      const repository = await freshRepository();
      await repository.kitWith({ env }, 'new-app', 'podinfo', '--repo-url', server.url);
      texts.push(five.map((path) => repository.read(path)).join('---'));
    }
    expect(texts[0]).toBe(texts[1]);
  });

  test('a second run says that the app exists and changes nothing', async () => {
    const repository = await freshRepository();
    await repository.kit('new-app', 'podinfo', '--repo-url', server.url);
    const before = repository.state();
    expect(await repository.kit('new-app', 'podinfo', '--repo-url', server.url)).toMatchObject({ code: 2 });
    expect(repository.state()).toBe(before);
  });
});

describe('what is shared', () => {
  test('a second copy of a chart in another namespace uses the same HelmRepository', async () => {
    const repository = await freshRepository();
    await repository.kit('new-app', 'podinfo', '--repo-url', server.url);
    const made = await repository.kit(
      'new-app',
      'podinfo-blue',
      '--chart',
      'podinfo',
      '--namespace',
      'blue',
      '--depends-on',
      'podinfo',
    );
    expect(made.code).toBe(0);
    expect(committed(repository)).toEqual([
      'flux-system/kustomizations/kustomization-podinfo-blue.yaml',
      'flux-system/namespaces/namespace-blue.yaml',
      'podinfo-blue/configmap-podinfo-blue-helm-chart-value-overrides.yaml',
      'podinfo-blue/helmrelease-podinfo-blue.yaml',
    ]);
    expect(repository.read('flux-system/kustomizations/kustomization-podinfo-blue.yaml')).toContain(
      'dependsOn:\n    - name: podinfo\n',
    );
    expect(await repository.kit('lint')).toMatchObject({ code: 0 });
  });

  test('a Secret that the shared HelmRepository does not name is not dropped but refused', async () => {
    const repository = await freshRepository();
    await repository.kit('new-app', 'podinfo', '--repo-url', server.url);
    const before = repository.state();
    const blue = ['new-app', 'blue', '--chart', 'podinfo', '--secret-ref', 'creds'];
    const ran = await repository.kit(...blue);
    expect(ran).toMatchObject({ code: 2, out: '' });
    expect(ran.err).toContain('error: --secret-ref creds has no place: HelmRepository podinfo exists in ');
    expect(repository.state()).toBe(before);
  });

  test('a dependency that does not exist is refused with the nearest', async () => {
    const ran = await goldenRepository().kit(
      'new-app',
      'web',
      '--chart',
      'podinfo',
      '--repo-url',
      server.url,
      '--depends-on',
      'reids',
    );
    expect(ran.code).toBe(2);
    expect(ran.err).toContain('did you mean redis?');
  });

  test('staged and changed files of others stay as they are', async () => {
    const repository = await freshRepository();
    repository.write('notes.md', 'staged\n');
    repository.git('add', 'notes.md');
    repository.write('notes.md', 'changed after staging\n');
    repository.write('untracked.md', 'mine\n');
    const before = repository.git('status', '--porcelain');
    expect(await repository.kit('new-app', 'podinfo', '--repo-url', server.url)).toMatchObject({ code: 0 });
    expect(committed(repository)).toEqual(five);
    expect(repository.git('status', '--porcelain')).toBe(before);
    expect(repository.git('show', ':notes.md')).toBe('staged\n');
  });
});

describe('values', () => {
  test('--set and --values change the pasted values in place, comments kept', async () => {
    const repository = await freshRepository();
    await repository.kit('new-app', 'podinfo', '--repo-url', server.url);
    const plain = repository.read(five[3] ?? '');
    const changed = await freshRepository();
    changed.write('my-values.yaml', 'replicaCount: 3\n');
    const made = await changed.kit(
      'new-app',
      'podinfo',
      '--repo-url',
      server.url,
      '--values',
      'my-values.yaml',
      '--set',
      'ui.color=#ff0000',
    );
    expect(made.code).toBe(0);
    const now = changed.read(five[3] ?? '');
    const lines = (text: string): string[] => text.split('\n');
    expect(lines(now).length).toBe(lines(plain).length);
    expect(lines(now).filter((line, at) => line !== lines(plain)[at]).length).toBe(2);
    expect(now).toContain('replicaCount: 3');
  });

  test('a chart with crds/ upgrades them, a pin is exact when asked', async () => {
    const repository = await freshRepository();
    await repository.kit(
      'new-app',
      'redis',
      '--repo-url',
      server.url,
      '--pin',
      'exact',
      '--secret-ref',
      'chart-login',
    );
    const release = repository.read('redis/helmrelease-redis.yaml');
    expect(release).toContain('version: 1.2.0');
    expect(release).toContain('crds: CreateReplace');
    expect(repository.read('flux-system/helmrepositories/helmrepository-redis.yaml')).toMatch(
      /secretRef:.*\n {4}name: chart-login\n/,
    );
  });
});

describe('which version', () => {
  test.each([
    [['--chart-version', '6.13.0'], '6.13.0 # pinned to this version', '6.13.0'],
    [['--chart-version', '~6.13'], '"~6.13" # pinned to the minor version', '6.13.0'],
    [['--chart-version', '~6.13', '--pin', 'major'], '6.x # pinned to the major version', '6.13.0'],
    [[], '6.x # pinned to the major version', '6.14.1'],
  ])('%j', async (args, version, base) => {
    const repository = await freshRepository();
    await repository.kit('new-app', 'podinfo', '--repo-url', server.url, ...args);
    expect(repository.read('podinfo/helmrelease-podinfo.yaml')).toContain(`version: ${version}\n`);
    expect(repository.read(five[3] ?? '')).toContain(`gitops-kit/chart-version: ${base}\n`);
  });
});

test('on a detached HEAD the commit is made, and it is said that no branch holds it', async () => {
  const repository = await freshRepository();
  repository.git('checkout', '--quiet', '--detach');
  const made = await repository.kit('new-app', 'podinfo', '--repo-url', server.url);
  expect(made.code).toBe(0);
  const head = repository.git('rev-parse', '--short', 'HEAD').trim();
  expect(made.err).toContain(`note: HEAD is detached: no branch holds the commit ${head}\n`);
  expect(made.err).toContain('next: git switch --create BRANCH\n');
});

test('what a hook made of the files is in commit, index and work tree, and is said', async () => {
  const repository = await freshRepository();
  repository.write(
    '.git/hooks/pre-commit',
    '#!/bin/sh\necho "# formatted" >> podinfo/helmrelease-podinfo.yaml\ngit add podinfo\n',
  );
  chmodSync(`${repository.folder}/.git/hooks/pre-commit`, 0o755);
  const made = await repository.kit('new-app', 'podinfo', '--repo-url', server.url);
  expect(made.code).toBe(0);
  expect(made.err).toContain(
    'note: a hook changed podinfo/helmrelease-podinfo.yaml; the commit holds its version\n',
  );
  expect(repository.git('status', '--porcelain')).toBe('');
  expect(repository.git('show', 'HEAD:podinfo/helmrelease-podinfo.yaml')).toMatch(/# formatted\n$/);
});

describe('existing repositories', () => {
  test('entries of a kustomization.yaml are added, its comments stay', async () => {
    const kustomization =
      '# ours\nresources:\n  - namespaces # first\n  - helmrepositories\n  - kustomizations\n';
    const lists = {
      'bootstrap/kustomization.yaml': kustomization,
      'bootstrap/namespaces/kustomization.yaml': 'resources: []\n',
      'bootstrap/helmrepositories/kustomization.yaml': 'resources: []\n',
      'bootstrap/kustomizations/kustomization.yaml': 'resources: []\n',
    };
    const repository = repositoryWith(lists);
    const made = await repository.kit('new-app', 'podinfo', '--repo-url', server.url);
    expect(made.err).not.toContain('error');
    expect(made.code).toBe(0);
    expect(repository.read('bootstrap/kustomization.yaml')).toBe(kustomization);
    for (const [folder, kind] of [
      ['namespaces', 'namespace'],
      ['helmrepositories', 'helmrepository'],
      ['kustomizations', 'kustomization'],
    ]) {
      expect(repository.read(`bootstrap/${folder}/kustomization.yaml`)).toContain(`${kind}-podinfo.yaml`);
    }
    expect(await repository.kit('lint')).toMatchObject({ code: 0 });
  });

  test('init in the golden repository recognises it and changes none of its files', async () => {
    const repository = goldenRepository();
    const tracked = repository.git('ls-files', '-s');
    const ran = await repository.kit('init');
    expect(ran.code).toBe(0);
    expect(ran.out + ran.err).toContain('2 apps: 2 complete, 0 incomplete');
    expect(repository.git('ls-files', '-s')).toBe(tracked);
    expect(repository.git('diff', '--name-only')).toBe('');
    expect(await repository.kit('lint')).toMatchObject({ code: 0 });
  });

  test('no colour where stdout is no terminal, colour when asked', async () => {
    const repository = goldenRepository();
    repository.write(
      'podinfo/helmrelease-podinfo.yaml',
      repository
        .read('podinfo/helmrelease-podinfo.yaml')
        .replace('valuesKey: values.yaml', 'valuesKey: value.yaml'),
    );
    const [plain, coloured] = [await repository.kit('lint'), await repository.kit('lint', '--color=always')];
    expect(plain.code).toBe(1);
    expect(plain.out).not.toContain('\u001b');
    expect(plain.out).toMatch(
      /^podinfo\/helmrelease-podinfo\.yaml:\d+:\d+: error: .*value\.yaml.* \[helmrelease\/values-key\]$/m,
    );
    expect(coloured.out).toContain('\u001b[');
  });

  test('| head ends quietly', async () => {
    const repository = goldenRepository();
    const { code, err } = await run(
      'sh',
      ['-c', `node "${process.cwd()}/dist/main.js" list --format json | head -c 10`],
      repository.folder,
      { PATH: process.env['PATH'] ?? '' },
    );
    expect({ code, err }).toEqual({ code: 0, err: '' });
  });
});
