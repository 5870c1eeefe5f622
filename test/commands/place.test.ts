import { describe, expect, test } from 'vitest';
import { runCli } from '../../src/commands/cli.ts';
import { filesOf } from '../../src/core/change.ts';
import { type FakeWorld, fakeHost } from '../../src/io/fake.ts';
import { fleetWith, unplaced } from '../scaffold/placed.ts';
import { lint, messages } from '../support/golden.ts';

async function kit(world: FakeWorld, ...args: readonly string[]) {
  const host = fakeHost({ files: fleetWith(), ...world });
  const code = await runCli(args, host);
  return { code, out: host.stdout(), err: host.stderr(), written: host.written, files: host.files() };
}

const git = [
  'new-app',
  'frontend',
  '--git',
  'https://github.com/stefanprodan/podinfo',
  '--path',
  'kustomize',
];

describe('place', () => {
  test('says which clusters lose what, on the screen and in the commit', async () => {
    const { code, out, err, written } = await kit({}, 'place', 'podinfo', '--clusters', 'member1');
    const loss =
      'Karmada removes from member2: HelmRelease podinfo, ConfigMap podinfo-helm-chart-value-overrides, HelmRepository podinfo, and Flux uninstalls the release';
    expect(code).toBe(0);
    expect(out).toBe(
      'changed flux-system/propagationpolicies/propagationpolicy-podinfo.yaml\nchanged podinfo/propagationpolicy-podinfo.yaml\n',
    );
    expect(err).toBe(`note: ${loss}\nnext: git push\n`);
    expect(written[0]?.message).toBe(`place podinfo on member1\n\n${loss}`);
  });

  test('again writes nothing', async () => {
    const { code, err, written } = await kit({}, 'place', 'redis', '--labels', 'env=production');
    expect([code, err, written]).toEqual([0, 'nothing to write: all of it is there\n', []]);
  });

  test('again, what is not committed yet is said, with how to commit it', async () => {
    const policy = 'redis/propagationpolicy-redis.yaml';
    const world = { uncommitted: ['notes.txt', policy] };
    const args = ['place', 'redis', '--labels', 'env=production'];
    expect(await kit(world, ...args)).toMatchObject({
      code: 0,
      err: `nothing to write: all of it is there\nnote: ${policy} is not committed\nnext: git add ${policy} && git commit\n`,
    });
    expect((await kit(world, ...args, '--no-commit')).err).toBe('nothing to write: all of it is there\n');
    const override = 'podinfo/overridepolicy-podinfo.yaml';
    const set = ['override', 'podinfo', '--cluster', 'member1', '--set', 'replicaCount=3'];
    expect((await kit({ uncommitted: [override] }, ...set)).err).toContain(
      `note: ${override} is not committed\n`,
    );
  });

  test('no cluster that would be left is refused, shown and forced', async () => {
    const nowhere = ['place', 'podinfo', '--clusters', 'member3'];
    expect(await kit({}, ...nowhere)).toMatchObject({
      code: 2,
      written: [],
      err: expect.stringContaining('do it all the same: --force\n'),
    });
    const shown = await kit({}, ...nowhere, '--diff');
    expect([shown.code, shown.err]).toEqual([
      1,
      expect.stringContaining(
        'note: to write this, --force is needed: HelmRelease podinfo would run on no cluster, and would leave member1, member2: member3 does not take it',
      ),
    ]);
    const forced = await kit({}, ...nowhere, '--force');
    expect([forced.code, forced.written.length]).toEqual([0, 1]);
    expect(forced.err).not.toContain('--force');
  });

  test('the configuration may say how the commit is called', async () => {
    const configured = fleetWith({
      '.gitops-kit.jsonc': '{ "commit": { "place": "{app} -> {clusters}" } }\n',
    });
    const { written } = await kit({ files: configured }, 'place', 'podinfo', '--clusters', 'member2');
    expect(written[0]?.message).toBe('podinfo -> member2');
  });

  test('a cluster on which something is missing that the app waits for is refused', async () => {
    const release = 'podinfo/helmrelease-podinfo.yaml';
    const waits = (fleetWith()[release] ?? '').replace(
      '  interval: 15m\n',
      '  dependsOn:\n    - name: redis\n      namespace: redis\n  interval: 15m\n',
    );
    const files = { ...unplaced(), [release]: waits };
    const { code, err, written } = await kit({ files }, 'place', 'podinfo', '--clusters', 'member1');
    expect([code, written]).toEqual([2, []]);
    expect(err).toContain('that would bring a fault: podinfo/');
    expect(err).toContain('HelmRelease redis');
  });

  test('an inventory that cannot be used is no leave for any name', async () => {
    const files = fleetWith({ 'fleet/clusters.jsonc': '{ "clusters": { "member1": { "lables": {} } } }\n' });
    const { code, err } = await kit({ files }, 'place', 'podinfo', '--clusters', 'member9');
    expect(code).toBe(2);
    expect(err).toContain('fleet/clusters.jsonc:1:30: unknown key lables');
  });

  test('is refused without a place, with two, and for what is no app', async () => {
    expect(await kit({}, 'place', 'podinfo')).toMatchObject({
      code: 2,
      err: 'error: on which clusters? expected --clusters NAME,… or --labels KEY=VALUE\n  = help: as in --clusters member1,member2\n',
    });
    expect(await kit({}, 'place', 'podinfo', '--clusters', 'member1', '--labels', 'env=x')).toMatchObject({
      code: 2,
      err: expect.stringContaining('--clusters and --labels do not go together'),
    });
    expect((await kit({}, 'place', 'podinf', '--clusters', 'member1')).err).toContain(
      'did you mean podinfo?',
    );
  });
});

describe('a file that cannot be read', () => {
  const broken = 'podinfo/overridepolicy-podinfo.yaml';
  const text = (fleetWith()[broken] ?? '').replace(/overrideRules:[\s\S]*$/, 'overrideRules: {\n');
  const commands: readonly (readonly string[])[] = [
    ['place', 'podinfo', '--clusters', 'member1'],
    ['override', 'podinfo', '--cluster', 'member1', '--set', 'replicaCount=4'],
    [...git, '--tag', '6.14.1', '--clusters', 'member1'],
  ];

  test.each(commands)('may hold a policy: %s is refused', async (...args) => {
    const { code, err, written } = await kit({ files: fleetWith({ [broken]: text }) }, ...args);
    expect([code, written]).toEqual([2, []]);
    expect(err).toMatch(
      /^error: podinfo\/overridepolicy-podinfo\.yaml:\d+:\d+ cannot be read, and may hold a policy or a part of the app\n/,
    );
    expect(err).toContain(`gitops-kit lint ${broken}\n`);
  });

  test('may be the app that does not exist without it', async () => {
    const release = 'podinfo/helmrelease-podinfo.yaml';
    const files = fleetWith({ [release]: `${fleetWith()[release]}  values: {\n` });
    for (const args of commands.slice(0, 2))
      expect((await kit({ files }, ...args)).err).toMatch(
        /^error: podinfo\/helmrelease-podinfo\.yaml:\d+:\d+ /,
      );
  });

  test('of many the first three are named', async () => {
    const more = Object.fromEntries(
      ['a', 'b', 'c', 'd', 'e'].map((name) => [`podinfo/${name}.yaml`, 'a: [\n']),
    );
    expect((await kit({ files: fleetWith(more) }, ...(commands[0] ?? []))).err).toMatch(
      /^error: podinfo\/a\.yaml:\S+, podinfo\/b\.yaml:\S+, podinfo\/c\.yaml:\S+ and 2 more cannot be read/,
    );
  });
});

describe('where Flux delivers to the control plane', () => {
  test.each([
    [['place', 'podinfo', '--clusters', 'member1'], 'HelmRelease podinfo'],
    [['override', 'podinfo', '--cluster', 'member1', '--set', 'a=b'], 'HelmRelease podinfo'],
  ])('%j says what keeps the app from it', async (args, what) => {
    const files = fleetWith({ '.gitops-kit.jsonc': '{ "fleet": { "delivery": "flux" } }\n' });
    const { code, err } = await kit({ files }, ...args);
    expect(code).toBe(2);
    expect(err).toContain(
      `error: ${what} does not reach the control plane: fleet.delivery is flux, and no Kustomization with spec.kubeConfig applies it\n`,
    );
    expect(err).not.toContain('--repair');
  });
});

test('without an inventory, each says that names are all that is known', async () => {
  const note =
    'note: there is no inventory: only the clusters that policies name are known; gitops-kit import-clusters FILE\n';
  const files = fleetWith({ 'fleet/clusters.jsonc': undefined });
  for (const args of [
    ['place', 'podinfo', '--clusters', 'member1'],
    ['override', 'podinfo', '--cluster', 'member1', '--set', 'replicaCount=4'],
    [...git, '--tag', '6.14.1', '--clusters', 'member1'],
  ]) {
    const { code, err } = await kit({ files }, ...args);
    expect([code, err.startsWith(note)]).toEqual([0, true]);
  }
});

describe('new-app --git', () => {
  test('writes three files, and with --clusters the policy, clean at strict', async () => {
    const { code, out, written, files } = await kit({}, ...git, '--tag', '6.14.1', '--clusters', 'member1');
    expect(code).toBe(0);
    expect(out.trim().split('\n')).toEqual([
      'created flux-system/gitrepositories/gitrepository-frontend.yaml',
      'created flux-system/kustomizations/kustomization-frontend.yaml',
      'created flux-system/namespaces/namespace-frontend.yaml',
      'created flux-system/propagationpolicies/propagationpolicy-frontend.yaml',
    ]);
    expect(written[0]?.message).toBe(
      'add frontend (github.com/stefanprodan/podinfo, ./kustomize) on member1',
    );
    const added = messages(lint(files, { extends: 'strict' }));
    expect(added).toEqual(messages(lint(filesOf(fleetWith()), { extends: 'strict' })));
  });

  test.each([
    [[...git, '--tag', '1.0', '--set', 'a=b'], '--set and --git do not go together: the app has no chart'],
    [['new-app', 'podinfo', '--branch', 'main'], '--branch goes with --git: a chart has none'],
  ])('%j is refused', async (args, message) => {
    expect(await kit({}, ...args)).toMatchObject({ code: 2, err: expect.stringContaining(message) });
  });

  test('the other commands say that such an app has no release', async () => {
    const { files } = await kit({}, ...git, '--branch', 'main');
    const texts = Object.fromEntries([...files.paths()].map((path) => [path, files.text(path) ?? '']));
    const list = await kit({ files: texts }, 'list');
    expect(list.out).toMatch(/^frontend +frontend +- +- +- +- +- +clean$/m);
    const said = async (...args: readonly string[]): Promise<string> =>
      (await kit({ files: texts }, ...args)).err;
    expect(await said('values', 'frontend')).toContain('error: app frontend has no HelmRelease\n');
    expect(await said('upgrade', 'frontend')).toContain('app frontend has no HelmRelease');
    expect(await said('new-app', '--repair', 'frontend')).toContain(
      'app frontend is made from GitRepository frontend and has no chart',
    );
  });
});
