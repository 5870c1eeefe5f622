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
    expect((await kit({}, 'place', 'podinfo')).err).toContain('--clusters');
    expect(await kit({}, 'place', 'podinfo', '--clusters', 'member1', '--labels', 'env=x')).toMatchObject({
      code: 2,
      err: expect.stringContaining('--clusters and --labels do not go together'),
    });
    expect((await kit({}, 'place', 'podinf', '--clusters', 'member1')).err).toContain(
      'did you mean podinfo?',
    );
  });
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
