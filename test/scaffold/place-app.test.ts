import { describe, expect, test } from 'vitest';
import { filesOf } from '../../src/core/change.ts';
import { defaultSettings } from '../../src/model/config.ts';
import { readRepo } from '../../src/model/read-repo.ts';
import { goldenFiles, lint, messages } from '../support/golden.ts';
import { refusal } from '../support/refusal.ts';
import { removed } from './app-changes.ts';
import { fleetWith, placed, unplaced } from './placed.ts';
import { simulate } from './simulate.ts';

const release = 'podinfo/propagationpolicy-podinfo.yaml';
const source = 'flux-system/propagationpolicies/propagationpolicy-podinfo.yaml';
const kustomization = 'flux-system/kustomizations/kustomization-podinfo.yaml';
const fleet = fleetWith();

describe('place', () => {
  test('writes the policies of the fleet, byte for byte', () => {
    const { texts, touched, title, notes } = placed(
      {
        ...unplaced(),
        'podinfo/overridepolicy-podinfo.yaml': fleet['podinfo/overridepolicy-podinfo.yaml'] ?? '',
      },
      'podinfo',
      'member1,member2',
    );
    expect(touched).toEqual([source, release]);
    expect(texts[source]).toBe(fleet[source]);
    expect(texts[release]).toBe(fleet[release]);
    expect([title, notes]).toEqual(['place podinfo on member1, member2', []]);
    const byLabels = placed(unplaced(), 'redis', 'env=production').texts;
    for (const path of ['redis/propagationpolicy-redis.yaml', source.replaceAll('podinfo', 'redis')])
      expect(byLabels[path]).toBe(fleet[path]);
  });

  test('takes out of the Kustomization what never becomes ready on a control plane', () => {
    const golden = goldenFiles.text(kustomization) ?? '';
    expect(golden).toContain('healthChecks:');
    const { texts } = placed({ ...unplaced(), [kustomization]: golden }, 'podinfo', 'member1');
    expect(texts[kustomization]).toBe(fleet[kustomization]);
    const waiting = golden.replace('  prune: true', '  wait: true # all of it\n  prune: true');
    expect(
      placed({ ...unplaced(), [kustomization]: waiting }, 'podinfo', 'member1').texts[kustomization],
    ).toBe(fleet[kustomization]);
  });

  test('again changes nothing', () => {
    expect(placed(fleet, 'podinfo', 'member2,member1').touched).toEqual([]);
    expect(placed(fleet, 'redis', 'env=production').touched).toEqual([]);
    const listing = 'podinfo/kustomization.yaml';
    const own = Object.keys(fleet).flatMap((path) => /^podinfo\/(.*)$/.exec(path)?.[1] ?? []);
    const listed = { ...fleet, [listing]: `resources: [${own}]\n` };
    expect(placed(listed, 'podinfo', 'member1,member2').files).toEqual([
      kustomization,
      source,
      listing,
      release,
    ]);
  });

  test('other clusters: names come and go in place, with their comments', () => {
    const commented = (fleet[release] ?? '').replace('- member2', '- member2 # the big one');
    const { texts, touched, notes } = placed(
      { ...fleet, [release]: commented },
      'podinfo',
      'member2,member3',
      { force: true },
    );
    expect(touched).toEqual([source, release]);
    expect(texts[release]).toBe(
      commented.replace('        - member1\n', '').replace(/$(?![\s\S])/, '        - member3\n'),
    );
    expect(notes).toEqual([
      'HelmRelease podinfo does not reach member3: its taint dedicated=tests:NoSchedule is not tolerated',
      'Karmada removes from member1: HelmRelease podinfo, ConfigMap podinfo-helm-chart-value-overrides, HelmRepository podinfo, and Flux uninstalls the release',
    ]);
  });

  test('on one cluster that refuses, with what it refuses', () => {
    const why = 'its taint dedicated=tests:NoSchedule is not tolerated';
    expect(refusal(() => placed(fleet, 'podinfo', 'member1,member3'))).toEqual([
      'out-of-reach',
      `HelmRelease podinfo would not reach member3: ${why}`,
      'leave it out: --clusters member1',
      'do it all the same: --force',
    ]);
    const { texts, notes } = placed(fleet, 'podinfo', 'member1,member2,member3', { force: true });
    expect(notes).toEqual([`HelmRelease podinfo does not reach member3: ${why}`]);
    expect(placed(texts, 'podinfo', 'member1,member3').notes).toContain(notes[0]);
    expect(placed(texts, 'podinfo', 'member1,member2,member3').touched).toEqual([]);
    expect(refusal(() => placed(unplaced(), 'podinfo', 'member3', { isNew: true })).at(-1)).toBe(
      'nothing was written',
    );
  });

  test.each([
    [
      fleet,
      'member3',
      ', and would leave member1, member2: member3 does not take it: its taint dedicated=tests:NoSchedule is not tolerated',
      [],
    ],
    [
      fleet,
      'env=prod',
      ', and would leave member1, member2: no cluster has env=prod; did you mean env=production?',
      ['the clusters have env=production, env=staging'],
    ],
    [
      fleet,
      'env=staging',
      ', and would leave member1, member2: member3 does not take it: its taint dedicated=tests:NoSchedule is not tolerated',
      ['the clusters have env=production, env=staging'],
    ],
    [
      unplaced(),
      'member3',
      ': member3 does not take it: its taint dedicated=tests:NoSchedule is not tolerated',
      [],
    ],
  ])('that leaves no cluster is refused unless it is forced: %#', (texts, where, why, help) => {
    const refused = refusal(() => placed(texts, 'podinfo', where));
    expect(refused).toEqual([
      'no-cluster-left',
      `HelmRelease podinfo would run on no cluster${why}`,
      ...help,
      'do it all the same: --force',
    ]);
    expect(placed(texts, 'podinfo', where, { force: true }).touched).toContain(release);
  });

  test('by labels that no cluster has yet is said, where the app was nowhere, and not judged by names alone', () => {
    expect(placed(unplaced(), 'podinfo', 'env=edge').notes).toEqual([
      'no cluster that is known has env=edge',
    ]);
    const { notes } = placed(fleetWith({ 'fleet/clusters.jsonc': undefined }), 'podinfo', 'env=edge');
    expect(notes).toEqual([
      'which clusters have env=edge nobody can tell without an inventory; the others lose the app',
    ]);
  });

  test('names every object that leaves, and the health checks that go', () => {
    const golden = goldenFiles.text(kustomization) ?? '';
    const { notes } = placed({ ...fleet, [kustomization]: golden }, 'podinfo', 'member1');
    expect(notes).toEqual([
      `${kustomization} loses its health checks of Flux's objects: a control plane of Karmada gets no status of them back, so they would never pass; --interpreter keeps them`,
      'Karmada removes from member2: HelmRelease podinfo, ConfigMap podinfo-helm-chart-value-overrides, HelmRepository podinfo, and Flux uninstalls the release',
    ]);
    expect(
      placed({ ...fleet, [kustomization]: golden }, 'podinfo', 'member1', { isNew: true }).notes,
    ).toHaveLength(1);
  });

  test('a label with two values is refused', () => {
    expect(() => placed(fleet, 'podinfo', 'env=production,env=staging')).toThrow(
      '--labels: env is given twice, as production and as staging',
    );
    expect(placed(fleet, 'redis', 'env=production,env=production').touched).toEqual([]);
  });

  test('names become labels, and labels names', () => {
    const labels = placed(fleet, 'podinfo', 'env=production').texts;
    expect(labels[source]).toBe(
      fleet['flux-system/propagationpolicies/propagationpolicy-redis.yaml']?.replaceAll('redis', 'podinfo'),
    );
    const names = placed(labels, 'podinfo', 'member1,member2').texts;
    expect(names).toEqual(fleet);
    expect(
      placed(fleet, 'redis', 'env=staging', { force: true }).texts['redis/propagationpolicy-redis.yaml'],
    ).toBe(fleet['redis/propagationpolicy-redis.yaml']?.replace('env: production', 'env: staging'));
  });

  test('one policy for all namespaces, and it stays one', () => {
    const path = 'flux-system/clusterpropagationpolicies/clusterpropagationpolicy-podinfo.yaml';
    const { texts, touched } = placed(unplaced(), 'podinfo', 'member1', { scope: 'cluster' });
    expect(touched).toEqual([path]);
    expect(texts[path]).toBe(`apiVersion: policy.karmada.io/v1alpha1
kind: ClusterPropagationPolicy
metadata:
  name: podinfo
spec:
  resourceSelectors:
    - apiVersion: helm.toolkit.fluxcd.io/v2
      kind: HelmRelease
      name: podinfo
      namespace: podinfo
    - apiVersion: v1
      kind: ConfigMap
      name: podinfo-helm-chart-value-overrides
      namespace: podinfo
    - apiVersion: source.toolkit.fluxcd.io/v1
      kind: HelmRepository
      name: podinfo
      namespace: flux-system
  placement:
    clusterAffinity:
      clusterNames:
        - member1
`);
    expect(placed(texts, 'podinfo', 'member1,member2').touched).toEqual([path]);
    expect(refusal(() => placed(fleet, 'podinfo', 'member1', { scope: 'cluster' }))).toEqual([
      'other-scope',
      `app podinfo is placed by PropagationPolicy podinfo in ${source} and PropagationPolicy podinfo in ${release}`,
      'change where it runs without --scope',
      `or remove these first: ${source} ${release}`,
    ]);
  });

  test('what it writes is clean at strict', () => {
    const alone = (fleet[kustomization] ?? '').replace('  dependsOn:\n    - name: redis\n', '');
    for (const where of ['member1,member2', 'env=production', 'member1']) {
      const { texts } = placed(
        fleetWith({ [kustomization]: alone, [source]: undefined, [release]: undefined }),
        'podinfo',
        where,
      );
      expect(messages(lint(filesOf(texts), { extends: 'strict' }))).toEqual([]);
    }
  });
});

/** Both apps take their charts from one HelmRepository, which redis brought. */
const sharing = (texts: ReturnType<typeof fleetWith>): ReturnType<typeof fleetWith> => {
  const { 'flux-system/helmrepositories/helmrepository-podinfo.yaml': _, [source]: __, ...rest } = texts;
  const old = rest['podinfo/helmrelease-podinfo.yaml'] ?? '';
  return {
    ...rest,
    'podinfo/helmrelease-podinfo.yaml': old.replace('        name: podinfo', '        name: redis'),
  };
};
const redisPolicy = source.replaceAll('podinfo', 'redis');

describe('a source that apps share', () => {
  const byNames = (names: string) =>
    placed(sharing(unplaced()), 'redis', names, { force: names === 'env=staging' }).texts;

  test('reaches the clusters of all of them', () => {
    const { texts, touched, notes } = placed(byNames('member1'), 'podinfo', 'member2');
    expect(touched).toEqual([redisPolicy, release]);
    expect(texts[redisPolicy]).toContain('      clusterNames:\n        - member1\n        - member2\n');
    expect(notes).toEqual([
      'HelmRepository redis goes to more clusters than the app: HelmRelease redis uses it on member1',
    ]);
    expect(placed(texts, 'podinfo', 'member2').touched).toEqual([]);
  });

  test('stays where the other app is, when this one leaves', () => {
    const both = placed(byNames('member1,member2'), 'podinfo', 'member1,member2').texts;
    const { texts, notes } = placed(both, 'redis', 'member2');
    expect(texts[redisPolicy]).toBe(both[redisPolicy]);
    expect(notes).toEqual([
      'HelmRepository redis goes to more clusters than the app: HelmRelease podinfo uses it on member1',
      'Karmada removes from member1: HelmRelease redis, ConfigMap redis-helm-chart-value-overrides, and Flux uninstalls the release',
    ]);
  });

  test('placed by labels that reach far enough, it is left alone', () => {
    const labelled = byNames('env=production');
    expect(placed(labelled, 'podinfo', 'member1').touched).toEqual([release]);
  });

  test.each(['member1', 'env=production'])(
    'placed by labels that do not reach %s, it goes everywhere',
    (where) => {
      const before = byNames('region=north');
      const { texts, notes } = placed(before, 'podinfo', where);
      expect(texts[redisPolicy]).toBe(before[redisPolicy]?.replace(/ {2}placement:\n[\s\S]*$/, ''));
      expect(notes).toContain(
        'HelmRepository redis goes to every cluster: HelmRelease redis uses it, too, and is placed otherwise',
      );
      expect(placed(texts, 'podinfo', where).touched).toEqual([]);
      expect(placed(texts, 'redis', 'region=north').touched).toEqual([]);
      const said = messages(lint(filesOf(texts), { extends: 'strict' }));
      expect(said.filter((message) => !message.includes('region=north'))).toEqual([]);
    },
  );

  test('two apps move to other labels one after the other, and their source stays with both', () => {
    const both = placed(byNames('env=production'), 'podinfo', 'env=production').texts;
    const first = placed(both, 'podinfo', 'env=staging', { force: true });
    expect(first.notes).toContain(
      'HelmRepository redis goes to every cluster: HelmRelease redis uses it on member1, member2',
    );
    const second = placed(first.texts, 'redis', 'env=staging', { force: true });
    expect(second.touched).toEqual(['redis/propagationpolicy-redis.yaml']);
    expect(placed(second.texts, 'podinfo', 'env=staging').touched).toEqual([]);
  });
});

describe('place beside other policies', () => {
  const policy = (kind: string, name: string, selectors: string, placement: string): string =>
    `apiVersion: policy.karmada.io/v1alpha1\nkind: ${kind}\nmetadata:\n  name: ${name}\n${
      kind.startsWith('Cluster') ? '' : '  namespace: flux-system\n'
    }spec:\n  resourceSelectors:\n${selectors}  placement:\n    clusterAffinity:\n${placement}`;
  const anySource = '    - apiVersion: source.toolkit.fluxcd.io/v1\n      kind: HelmRepository\n';
  const names = (...clusters: string[]): string =>
    `      clusterNames:\n${clusters.map((name) => `        - ${name}\n`).join('')}`;
  const path = 'flux-system/propagationpolicies/propagationpolicy-sources.yaml';
  const named = (name: string): string => `${anySource}      name: ${name}\n      namespace: flux-system\n`;

  test('one that takes sources alone is made to reach the app', () => {
    const sources = policy(
      'PropagationPolicy',
      'sources',
      named('podinfo') + named('redis'),
      names('member1'),
    );
    const { texts, touched, notes } = placed({ ...unplaced(), [path]: sources }, 'podinfo', 'member2');
    expect(touched).toEqual([path, release]);
    expect(texts[path]).toBe(`${sources}        - member2\n`);
    expect(notes).toEqual([
      `HelmRepository podinfo is taken by PropagationPolicy sources in ${path}, which goes to member1, member2 now`,
    ]);
  });

  test('one that takes other things as well is left to its owner', () => {
    const mixed = policy(
      'PropagationPolicy',
      'sources',
      `${named('podinfo')}    - apiVersion: v1\n      kind: ServiceAccount\n      name: flux\n`,
      names('member1'),
    );
    expect(() => placed({ ...unplaced(), [path]: mixed }, 'podinfo', 'member2')).toThrow(
      `HelmRepository podinfo is placed by PropagationPolicy sources in ${path}, which takes other objects, too`,
    );
  });

  test('one that takes whole kinds loses to a policy by name, and that it may keep what it has is said', () => {
    const all = policy('ClusterPropagationPolicy', 'all', anySource, names('member1'));
    const { touched, notes } = placed({ ...unplaced(), 'flux-system/all.yaml': all }, 'podinfo', 'member2');
    expect(touched).toEqual([source, release]);
    expect(notes[0]).toBe(
      'ClusterPropagationPolicy all in flux-system/all.yaml took HelmRepository podinfo until now, and on a live control plane keeps it until it is deleted or no longer selects it',
    );
  });

  test('a policy of the app with a stale version, without a selector, or with more than names, is mended or refused', () => {
    const stale = (fleet[release] ?? '').replace(
      'helm.toolkit.fluxcd.io/v2',
      'helm.toolkit.fluxcd.io/v2beta1',
    );
    const lacks = (fleet[source] ?? '').replace('        - member2\n', '');
    expect(
      placed({ ...fleet, [release]: stale, [source]: lacks }, 'podinfo', 'member1,member2').texts,
    ).toEqual(fleet);
    const half = (fleet[release] ?? '').replace(/ {4}- apiVersion: v1\n(?: {6}.*\n){3}/, '');
    expect(half).not.toContain('ConfigMap');
    expect(placed({ ...fleet, [release]: half }, 'podinfo', 'member1,member2').texts).toEqual(fleet);
    const groups = (fleet[release] ?? '').replace(
      'clusterAffinity:',
      'clusterAffinity:\n      exclude: [member3]',
    );
    expect(() => placed({ ...fleet, [release]: groups }, 'podinfo', 'member1')).toThrow(
      `PropagationPolicy podinfo in ${release} chooses clusters by more than names or labels`,
    );
  });

  test('an OverridePolicy that came later is waited for', () => {
    const without = (fleet[release] ?? '').replace(/ {2}dependentOverrides:.*\n.*\n/, '');
    const { texts } = placed({ ...fleet, [release]: without }, 'podinfo', 'member1,member2');
    expect(texts[release]).toBe(
      (fleet[release] ?? '').replace(' # nothing is sent before this OverridePolicy is there', ''),
    );
  });
});

describe('place refuses', () => {
  test('clusters that are not there, and words that are none', () => {
    const where = (words: string) => () => placed(fleet, 'podinfo', words);
    expect(where('membr1')).toThrow('cluster membr1 is not in fleet/clusters.jsonc; did you mean member1?');
    expect(where(' , ')).toThrow('--clusters names no cluster');
    expect(where('env=a b')).toThrow('--labels env=a b is no label; expected KEY=VALUE, as env=production');
    const bare = fleetWith({ 'fleet/clusters.jsonc': undefined });
    expect(() => placed(bare, 'podinfo', 'Member_1')).toThrow(
      'cluster name Member_1 is none that Karmada takes',
    );
    expect(placed(bare, 'podinfo', 'member9').notes).toEqual([
      expect.stringContaining('Karmada removes from member1: HelmRelease podinfo'),
      expect.stringContaining('Karmada removes from member2: HelmRelease podinfo'),
    ]);
  });

  test('an app in a namespace that Karmada passes over', () => {
    const rest = (text: string) =>
      text
        .replaceAll('namespace: podinfo', 'namespace: kube-podinfo')
        .replace('name: podinfo\n$', 'name: kube-podinfo');
    const texts = Object.fromEntries(
      Object.entries(unplaced()).map(([path, text]) => [
        path,
        path.startsWith('podinfo/') ? rest(text) : text,
      ]),
    );
    const made = 'apiVersion: v1\nkind: Namespace\nmetadata:\n  name: kube-podinfo\n';
    const app = { ...texts, 'flux-system/namespaces/namespace-kube-podinfo.yaml': made };
    expect(() => placed(app, 'podinfo', 'member1')).toThrow(
      'HelmRelease podinfo is never propagated: namespace kube-podinfo matches kube-.*',
    );
    expect(
      placed(app, 'podinfo', 'member1', { settings: { karmada: { skippedNamespaces: [] } } }).touched,
    ).toContain(release);
  });
});

describe('remove-app takes along', () => {
  test('the policies that select nothing else', () => {
    const done = removed(fleet, 'podinfo');
    expect(Object.keys(done.texts).filter((path) => path.includes('podinfo'))).toEqual([]);
    expect(done.notes).toEqual([]);
    expect(messages(lint(filesOf(done.texts), { extends: 'strict' }))).toEqual([]);
  });

  test('not one that an app shares', () => {
    const both = placed(sharing(unplaced()), 'redis', 'member1').texts;
    const { texts } = placed(both, 'podinfo', 'member2');
    expect(removed(texts, 'podinfo').texts[redisPolicy]).toBe(texts[redisPolicy]);
  });
});

describe('place --interpreter', () => {
  const path =
    'flux-system/resourceinterpretercustomizations/resourceinterpretercustomization-helmrelease.yaml';
  const golden = goldenFiles.text(kustomization) ?? '';

  test('tells Karmada how to read a HelmRelease, and keeps the health checks', () => {
    const before = { ...unplaced(), [kustomization]: golden };
    const { texts, touched, title } = placed(before, 'podinfo', 'member1', { interpreter: true });
    expect(title).toBe('place podinfo on member1, with an interpreter for HelmRelease');
    expect(touched).toEqual([source, path, release]);
    expect(texts[kustomization]).toBe(golden);
    expect(texts[release]).toContain('  propagateDeps: true # what the objects need follows them\n');
    expect(texts[source]).not.toContain('propagateDeps');
    expect(texts[path]?.split('\n').slice(0, 12).join('\n')).toBe(`apiVersion: config.karmada.io/v1alpha1
kind: ResourceInterpreterCustomization
metadata:
  name: helmrelease
spec:
  target:
    apiVersion: helm.toolkit.fluxcd.io/v2
    kind: HelmRelease
  customizations:
    retention: # what a member suspended stays so
      luaScript: |
        function Retain(desiredObj, observedObj)`);
    expect(placed(texts, 'podinfo', 'member1', { interpreter: true }).touched).toEqual([]);
    expect(placed(texts, 'podinfo', 'member1').touched).toEqual([]);
  });

  test('for an app that is placed already, and once for all apps', () => {
    const { texts, touched } = placed(fleet, 'podinfo', 'member1,member2', { interpreter: true });
    expect(touched).toEqual([path, release]);
    expect(texts[release]).toContain(
      '      namespace: podinfo\n  propagateDeps: true\n  dependentOverrides:',
    );
    expect(placed(texts, 'redis', 'env=production', { interpreter: true }).touched).toEqual([
      'redis/propagationpolicy-redis.yaml',
    ]);
  });

  test('is clean at strict, and the simulation follows what the script does', () => {
    const redisKustomization = kustomization.replaceAll('podinfo', 'redis');
    const before = {
      ...unplaced(),
      [kustomization]: golden,
      [redisKustomization]: goldenFiles.text(redisKustomization) ?? '',
    };
    const { texts } = placed(before, 'podinfo', 'member1', { interpreter: true });
    expect(messages(lint(filesOf(texts), { extends: 'strict' }))).toEqual([]);
    const half = (texts[release] ?? '').replace(/ {4}- apiVersion: v1\n(?: {6}.*\n){3}/, '');
    const simulated = simulate(readRepo(filesOf({ ...texts, [release]: half }), defaultSettings));
    const values = simulated.find('ConfigMap', 'podinfo', 'podinfo-helm-chart-value-overrides');
    expect(values === undefined ? [] : [...simulated.decide(values).followed.keys()]).toEqual(['member1']);
  });
});
