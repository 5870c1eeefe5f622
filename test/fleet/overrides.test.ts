import { expect, test } from 'vitest';
import type { AppliedRule, Fleet } from '../../src/fleet/fleet.ts';
import {
  arriving,
  cluster,
  clusterOverride,
  clusterPropagation,
  configMap,
  configMaps,
  delivered,
  fleetOfFiles,
  fleetOfObjects,
  labelling,
  on,
  override,
  propagation,
  release,
  releases,
  templateOf,
  type Written,
} from '../support/fleet.ts';

const name = 'ConfigMap podinfo/settings';

/** A ConfigMap that goes everywhere, under some override policies. */
function overridden(...policies: readonly Written[]): Fleet {
  return fleetOfObjects([
    configMap('podinfo/settings', { metadata: { labels: { app: 'podinfo' } } }),
    propagation('podinfo/all', [configMaps()]),
    ...policies,
  ]);
}

function labels(fleet: Fleet, to = 'member1'): unknown {
  return (arriving(fleet, name, to)['metadata'] as Written)['labels'];
}

function rules(fleet: Fleet, to = 'member1'): string[] {
  return fleet.overridesFor(templateOf(fleet, name), to).map(shown);
}

function shown({ policy, rule }: AppliedRule): string {
  return `${policy.name} ${rule}`;
}

/** An override policy of all ConfigMaps of the namespace. */
const maps = (policy: string, ...overrideRules: readonly Written[]): Written =>
  override(`podinfo/${policy}`, { resourceSelectors: [configMaps()], overrideRules });

const adding = (pointer: string): Written => ({
  overriders: { plaintext: [{ path: pointer, operator: 'add', value: 'x' }] },
});

test('rule 30: an object that a policy took has labels and annotations to add to, and keeps only what was added', () => {
  const fleet = fleetOfObjects([
    release('podinfo/podinfo'),
    propagation('podinfo/all', [releases()]),
    override('podinfo/all', {
      overrideRules: [adding('/metadata/labels/team'), adding('/metadata/annotations/note')],
    }),
  ]);
  expect(arriving(fleet, 'HelmRelease podinfo/podinfo', 'member1')['metadata']).toEqual({
    name: 'podinfo',
    namespace: 'podinfo',
    labels: { team: 'x' },
    annotations: { note: 'x' },
  });
});

test('rule 30: a Namespace has labels, and, without a policy of its own, no annotations', () => {
  const patched = (pointer: string): Fleet =>
    fleetOfObjects([
      { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'podinfo' } },
      clusterOverride('all', { overrideRules: [adding(pointer)] }),
    ]);
  expect(arriving(patched('/metadata/labels/team'), 'Namespace podinfo', 'member1')['metadata']).toEqual({
    name: 'podinfo',
    labels: { team: 'x' },
  });
  expect(delivered(patched('/metadata/annotations/a'), 'Namespace podinfo', 'member1').outcome).toBe(
    'override-error',
  );
});

test('rule 31: cluster-wide policies are applied first, so those of the namespace have the last word', () => {
  const wide = clusterOverride('zzz', { overrideRules: [labelling('team', 'wide')] });
  const fleet = overridden(wide, maps('aaa', labelling('team', 'narrow')));
  expect(rules(fleet)).toEqual(['zzz 0', 'aaa 0']);
  expect(labels(fleet)).toEqual({ app: 'podinfo', team: 'narrow' });
});

test('rule 31: policies of the namespace apply whoever propagates; those of other namespaces do not', () => {
  const fleet = fleetOfObjects([
    configMap('podinfo/settings'),
    clusterPropagation('wide', [configMaps()]),
    override('podinfo/own', { overrideRules: [labelling('team', 'web')] }),
    override('redis/other', { overrideRules: [labelling('team', 'db')] }),
  ]);
  expect(labels(fleet)).toEqual({ team: 'web' });
});

test('rule 32: the least precise policy first, then by name; within one, rules in their order', () => {
  const by = (policy: string, selector?: Written): Written =>
    override(`podinfo/${policy}`, {
      ...(selector === undefined ? {} : { resourceSelectors: [configMaps(selector)] }),
      overrideRules: [labelling('a', policy), labelling('b', policy)],
    });
  const fleet = overridden(
    by('a-name', { name: 'settings' }),
    by('b-labels', { labelSelector: { matchLabels: { app: 'podinfo' } } }),
    by('d-all', {}),
    by('c-any'),
  );
  expect(rules(fleet)).toEqual(
    ['c-any', 'd-all', 'b-labels', 'a-name'].flatMap((each) => [`${each} 0`, `${each} 1`]),
  );
});

test('rule 32: a rule applies where its target matches, or everywhere without one', () => {
  const fleet = overridden(
    maps(
      'two',
      labelling('everywhere', 'yes'),
      labelling('only', 'member2', { clusterNames: ['member2'] }),
      labelling('not', 'member2', { exclude: ['member2'] }),
      labelling('also', 'everywhere', {}),
    ),
  );
  expect(rules(fleet, 'member1')).toEqual(['two 0', 'two 2', 'two 3']);
  expect(rules(fleet, 'member2')).toEqual(['two 0', 'two 1', 'two 3']);
});

test('rule 32: the old fields count only where there are no rules', () => {
  const overriders = labelling('old', 'yes')['overriders'];
  const old = { targetCluster: { clusterNames: ['member1'] }, overriders };
  const alone = overridden(override('podinfo/old', old));
  expect([rules(alone, 'member1'), rules(alone, 'member2')]).toEqual([['old 0'], []]);
  const both = overridden(override('podinfo/old', { ...old, overrideRules: [labelling('new', 'yes')] }));
  expect(labels(both)).toEqual({ app: 'podinfo', new: 'yes' });
});

test('rule 33: labels are looked at once for each round, before any of its rules', () => {
  const relabel = maps('a-first', labelling('app', 'other'));
  const byLabel = override('podinfo/b-second', {
    resourceSelectors: [configMaps({ labelSelector: { matchLabels: { app: 'podinfo' } } })],
    overrideRules: [labelling('seen', 'yes')],
  });
  expect(labels(overridden(relabel, byLabel))).toEqual({ app: 'other', seen: 'yes' });
});

test('rule 33: the policies of the namespace see what the cluster-wide ones made of the object', () => {
  const relabel = clusterOverride('wide', {
    overrideRules: [labelling('app', 'other', { clusterNames: ['member1'] })],
  });
  const byLabel = override('podinfo/narrow', {
    resourceSelectors: [configMaps({ labelSelector: { matchLabels: { app: 'podinfo' } } })],
    overrideRules: [labelling('seen', 'yes')],
  });
  const fleet = overridden(relabel, byLabel);
  expect(rules(fleet, 'member1')).toEqual(['wide 0']);
  expect(labels(fleet, 'member1')).toEqual({ app: 'other' });
  expect(rules(fleet, 'member2')).toEqual(['narrow 0']);
  expect(labels(fleet, 'member2')).toEqual({ app: 'podinfo', seen: 'yes' });
});

test('rule 35: one error keeps the object from one cluster; others get it', () => {
  const fleet = overridden(
    maps('a-good', labelling('team', 'web')),
    maps('b-bad', { targetCluster: { clusterNames: ['member1'] }, ...adding('/spec/values/x') }),
    maps('c-never', labelling('late', 'yes')),
  );
  const { outcome, object, applied, error } = delivered(fleet, name, 'member1');
  expect({ outcome, object, applied: applied.map(shown) }).toEqual({
    outcome: 'override-error',
    object: undefined,
    applied: ['a-good 0', 'b-bad 0'],
  });
  expect(error).toMatchObject({
    message: 'add operation does not apply: doc is missing path: "/spec/values/x": missing value',
    pointer: '/spec/values/x',
  });
  expect(labels(fleet, 'member2')).toEqual({ app: 'podinfo', team: 'web', late: 'yes' });
});

test('every write says who made it, and where', () => {
  const fleet = overridden(maps('own', labelling('team', 'web')));
  const [write] = delivered(fleet, name, 'member1').writes;
  expect(write).toMatchObject({ pointer: '/metadata/labels/team', operation: 'add', inner: undefined });
  expect(write?.policy.name).toBe('own');
  expect(write?.at.file).toBe(fleet.overridePolicies[0]?.resource.file);
  expect(write?.at.range).toEqual(
    fleet.overridePolicies[0]?.resource.at(
      'spec',
      'overrideRules',
      0,
      'overriders',
      'labelsOverrider',
      0,
      'value',
      'team',
    ).range,
  );
});

test('rules of clusters by label', () => {
  const eu = labelling('region', 'eu', { labelSelector: { matchLabels: { region: 'eu' } } });
  const fleet = fleetOfObjects([
    cluster('berlin', { labels: { region: 'eu' } }),
    cluster('boston', { labels: { region: 'us' } }),
    configMap('podinfo/settings'),
    propagation('podinfo/all', [configMaps()]),
    maps('eu', eu),
  ]);
  expect([rules(fleet, 'berlin'), rules(fleet, 'boston')]).toEqual([['eu 0'], []]);
});

test.each([
  ['1.11', 'a: 1\n'],
  ['1.12', 'a: 2\n'],
  ['2.0', 'a: 2\n'],
  [undefined, 'a: 2\n'],
])('rule 38: Karmada %s, and what it knows of fieldOverrider', (karmadaVersion, text) => {
  const field = { fieldPath: '/data/values.yaml', yaml: [{ subPath: '/a', operator: 'replace', value: 2 }] };
  const fleet = fleetOfObjects(
    [
      configMap('podinfo/settings', { data: { 'values.yaml': 'a: 1\n' } }),
      propagation('podinfo/all', [configMaps()]),
      maps('own', { overriders: { fieldOverrider: [field] } }),
    ],
    { options: { karmadaVersion } },
  );
  expect(arriving(fleet, name, 'member1')['data']).toEqual({ 'values.yaml': text });
});

const selecting = 'resourceSelectors: [{apiVersion: v1, kind: ConfigMap, name: settings}]';
const writing = 'overrideRules: [{overriders: {labelsOverrider: [{operator: add, value: {team: web}}]}}]';

test.each([
  ['as it is', `spec: {${selecting}, ${writing}}`],
  ['as an alias', `shared: &spec {${selecting}, ${writing}}\nspec: *spec`],
  ['with a merge key', `shared: &rules {${writing}}\nspec: {<<: *rules, ${selecting}}`],
  ['by a merge key', `shared: &whole {spec: {${selecting}, ${writing}}}\n<<: *whole`],
])('a policy whose spec is written %s means the same', (_, spec) => {
  const fleet = fleetOfFiles({
    'configmap.yaml': JSON.stringify(configMap('podinfo/settings')),
    'cluster.yaml': JSON.stringify(cluster('member1')),
    'propagation.yaml': JSON.stringify(propagation('podinfo/podinfo', [configMaps()], on('member1'))),
    'override.yaml': `apiVersion: policy.karmada.io/v1alpha1\nkind: OverridePolicy\nmetadata: {name: web, namespace: podinfo}\n${spec}\n`,
  });
  expect(labels(fleet)).toEqual({ team: 'web' });
});
