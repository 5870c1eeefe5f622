import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Fleet } from '../../src/fleet/fleet.ts';
import {
  cluster,
  clustersFor,
  configMap,
  configMaps,
  decisionOn,
  delivered,
  fleetOfFiles,
  fleetOfObjects,
  labelling,
  namespace,
  object,
  on,
  override,
  propagation,
  release,
  releases,
  templateOf,
  type Written,
} from '../support/fleet.ts';

/** Everything that can be asked of a fleet. */
function asked(fleet: Fleet): number {
  let cells = 0;
  for (const template of fleet.templates) {
    const { considered, clusters, notes, refusal, isSuspended } = fleet.decide(template);
    cells += considered.length + notes.length;
    for (const { name } of fleet.clusters) {
      cells += Number(refusal(name) === undefined) + Number(isSuspended(name));
      cells += fleet.overridesFor(template, name).length;
    }
    for (const name of clusters) cells += fleet.deliver(template, name).writes.length;
  }
  return cells;
}

const kinds = ['PropagationPolicy', 'ClusterPropagationPolicy', 'OverridePolicy', 'ClusterOverridePolicy'];

/** The names of all fields that are looked at, so that random data comes through to every corner. */
const fields = fc.constantFrom(
  ...[
    'resourceSelectors',
    'apiVersion',
    'kind',
    'namespace',
    'name',
    'labelSelector',
    'matchLabels',
    'matchExpressions',
  ],
  ...[
    'key',
    'operator',
    'values',
    'placement',
    'clusterAffinity',
    'clusterAffinities',
    'affinityName',
    'clusterNames',
  ],
  ...[
    'exclude',
    'fieldSelector',
    'clusterTolerations',
    'spreadConstraints',
    'spreadByField',
    'minGroups',
    'maxGroups',
  ],
  ...[
    'replicaScheduling',
    'weightPreference',
    'staticWeightList',
    'priority',
    'propagateDeps',
    'dependentOverrides',
  ],
  ...[
    'suspension',
    'dispatching',
    'dispatchingOnClusters',
    'overrideRules',
    'targetCluster',
    'overriders',
    'plaintext',
  ],
  ...[
    'fieldOverrider',
    'fieldPath',
    'yaml',
    'json',
    'subPath',
    'path',
    'value',
    'labelsOverrider',
    '__proto__',
  ],
  ...[
    'imageOverrider',
    'component',
    'commandOverrider',
    'containerName',
    'predicate',
    'schedulerName',
    'conflictResolution',
  ],
);

const { data } = fc.letrec<{ data: unknown; leaf: unknown }>((tie) => ({
  leaf: fc.oneof(
    fc.constantFrom(
      'v1',
      'ConfigMap',
      'podinfo',
      'settings',
      'member1',
      'add',
      'remove',
      'In',
      'NotIn',
      'cluster',
      'region',
    ),
    fc.constantFrom('/data', '/data/values.yaml', '/metadata/labels', '', '/', '-1', '{{', 'a: [', '\u0000'),
    fc.constantFrom(null, true, false, 0, 1, -1, 1e308, 1e20),
  ),
  data: fc.oneof(
    { depthSize: 'medium', maxDepth: 6 },
    tie('leaf'),
    fc.array(tie('data'), { maxLength: 3 }),
    fc.dictionary(fields, tie('data'), { maxKeys: 8 }),
  ),
}));

test('policies of any data make no crash', () => {
  fc.assert(
    fc.property(
      fc.array(fc.tuple(fc.constantFrom(...kinds), data), { minLength: 1, maxLength: 4 }),
      (specs) => {
        const policies = specs.map(([kind, spec], at) =>
          object(
            'policy.karmada.io/v1alpha1',
            kind,
            kind.startsWith('Cluster') ? `p${at}` : `podinfo/p${at}`,
            { spec },
          ),
        );
        const sound = [
          configMap('podinfo/settings', { data: { 'values.yaml': 'a: 1\n' } }),
          namespace('podinfo'),
        ];
        expect(
          asked(fleetOfObjects([...sound, propagation('podinfo/sound', [configMaps()]), ...policies])),
        ).toBeGreaterThan(0);
      },
    ),
    { numRuns: 120 },
  );
});

test('clusters and objects of any data make no crash', () => {
  fc.assert(
    fc.property(data, data, (spec, metadata) => {
      const odd = { ...cluster('member1'), spec, status: spec };
      const objects = [
        {
          ...configMap('podinfo/settings'),
          metadata: { name: 'settings', labels: metadata, annotations: metadata },
        },
        object('apiextensions.k8s.io/v1', 'CustomResourceDefinition', 'odd', { spec }),
        object('config.karmada.io/v1alpha1', 'ResourceInterpreterCustomization', 'odd', { spec }),
        release('podinfo/odd', { spec: metadata }),
      ];
      asked(
        fleetOfObjects([
          ...objects,
          propagation('podinfo/all', [configMaps(), releases()], { propagateDeps: true }),
          odd,
        ]),
      );
    }),
    { numRuns: 80 },
  );
});

describe('names that JavaScript knows', () => {
  test('`__proto__` is a label, a namespace and a name like any other', () => {
    const labels = JSON.parse('{"__proto__": "web", "constructor": "db"}') as Written;
    const selector = configMaps({ labelSelector: { matchLabels: labels } });
    const plain = configMaps({
      labelSelector: { matchExpressions: [{ key: 'toString', operator: 'Exists' }] },
    });
    const files = (selected: Written) => ({
      'a.yaml': JSON.stringify({
        apiVersion: 'v1',
        kind: 'ConfigMap',
        metadata: { name: 'settings', namespace: 'podinfo', labels },
      }),
      'b.yaml': JSON.stringify(propagation('podinfo/all', [selected], on('__proto__'))),
    });
    // A key may not begin with `_`, so the API server refuses the first selector.
    expect(clustersFor(fleetOfFiles(files(selector)), 'ConfigMap podinfo/settings')).toEqual([]);
    expect(clustersFor(fleetOfFiles(files(plain)), 'ConfigMap podinfo/settings')).toEqual([]);
    expect(clustersFor(fleetOfFiles(files(configMaps())), 'ConfigMap podinfo/settings')).toEqual([
      '__proto__',
    ]);
  });

  test('a patch of `__proto__` changes the object and nothing else', () => {
    const operation = { path: '/data/__proto__', operator: 'add', value: { polluted: 'yes' } };
    const fleet = fleetOfObjects([
      configMap('podinfo/settings', { data: {} }),
      propagation('podinfo/all', [configMaps()]),
      override('podinfo/all', { overrideRules: [{ overriders: { plaintext: [operation] } }] }),
    ]);
    const { object: arrived } = delivered(fleet, 'ConfigMap podinfo/settings', 'member1');
    expect(JSON.stringify(arrived?.['data'])).toBe('{"__proto__":{"polluted":"yes"}}');
    expect(Object.hasOwn(Object.prototype, 'polluted')).toBe(false);
  });
});

describe('sheer numbers: none of these ends in a time-out', () => {
  const many = Array.from({ length: 10_000 }, (_, at) => at);

  test('10,000 rules of one policy', () => {
    const overrideRules = many.map((at) =>
      labelling('team', `t${at}`, { clusterNames: [`member${1 + (at % 3)}`] }),
    );
    const fleet = fleetOfObjects([
      configMap('podinfo/settings'),
      propagation('podinfo/all', [configMaps()]),
      override('podinfo/all', { overrideRules }),
    ]);
    const { applied, object: arrived } = delivered(fleet, 'ConfigMap podinfo/settings', 'member2');
    expect(applied).toHaveLength(3333);
    expect(arrived?.['metadata']).toMatchObject({ labels: { team: 't9997' } });
  });

  test('10,000 operations of one patch', () => {
    const plaintext = many.map((at) => ({ path: `/data/k${at}`, operator: 'add', value: 'x' }));
    const fleet = fleetOfObjects([
      configMap('podinfo/settings', { data: {} }),
      propagation('podinfo/all', [configMaps()]),
      override('podinfo/all', { overrideRules: [{ overriders: { plaintext } }] }),
    ]);
    expect(delivered(fleet, 'ConfigMap podinfo/settings', 'member1').writes).toHaveLength(10_000);
  });

  test.each<[string, (at: number) => Written]>([
    ['names', (at) => configMaps({ name: `settings-${at}` })],
    ['labels', (at) => configMaps({ labelSelector: { matchLabels: { number: `n${at}` } } })],
    ['nothing', () => configMaps()],
  ])('10,000 selectors of %s in one policy, and 2,000 objects', (_, selector) => {
    const objects = many
      .slice(0, 2000)
      .map((at) => configMap(`podinfo/settings-${at}`, { metadata: { labels: { number: `n${at}` } } }));
    const fleet = fleetOfFiles({
      'objects.yaml': objects.map((each) => JSON.stringify(each)).join('\n---\n'),
      'policy.yaml': JSON.stringify(propagation('podinfo/all', many.map(selector), on('member1'))),
    });
    expect(fleet.templates.filter((each) => fleet.decide(each).clusters.length === 1)).toHaveLength(2000);
  });

  test('1,500 policies of each kind in one namespace, of which each object meets one', () => {
    const some = many.slice(0, 1500);
    const file = (make: (at: number) => Written): string =>
      some.map((at) => JSON.stringify(make(at))).join('\n---\n');
    const fleet = fleetOfFiles({
      'objects.yaml': file((at) => configMap(`podinfo/settings-${at}`)),
      'overrides.yaml': file((at) =>
        override(`podinfo/o${at}`, {
          resourceSelectors: [configMaps({ name: `settings-${at}` })],
          overrideRules: [labelling('team', 'web')],
        }),
      ),
      'policies.yaml': file((at) =>
        propagation(`podinfo/p${at}`, [configMaps({ name: `settings-${at}` })], on('member1')),
      ),
    });
    const cells = fleet.templates.map((each) => fleet.overridesFor(each, 'member1').length);
    expect(cells.filter((count) => count === 1)).toHaveLength(1500);
  });

  test('a pointer of 100,000 steps is an error of the patch', () => {
    const operation = { path: '/a'.repeat(100_000), operator: 'replace', value: 1 };
    const fleet = fleetOfObjects([
      configMap('podinfo/settings'),
      propagation('podinfo/all', [configMaps()]),
      override('podinfo/all', { overrideRules: [{ overriders: { plaintext: [operation] } }] }),
    ]);
    expect(delivered(fleet, 'ConfigMap podinfo/settings', 'member1').outcome).toBe('override-error');
  });

  test('a policy whose aliases would fill the memory is not read', () => {
    const lines = many.slice(0, 30).map((at) => `  l${at + 1}: &a${at + 1} [*a${at}, *a${at}, *a${at}]`);
    const bomb = `apiVersion: policy.karmada.io/v1alpha1\nkind: PropagationPolicy\nmetadata:\n  name: bomb\n  namespace: podinfo\nspec:\n  l0: &a0 x\n${lines.join('\n')}\n`;
    const fleet = fleetOfFiles({
      'bomb.yaml': bomb,
      'settings.yaml': JSON.stringify(configMap('podinfo/settings')),
      'policy.yaml': JSON.stringify(propagation('podinfo/all', [configMaps()], on('member1'))),
    });
    expect(clustersFor(fleet, 'ConfigMap podinfo/settings')).toEqual(['member1']);
  });

  test('a namespace expression that others search for ever', () => {
    const fleet = fleetOfObjects(
      [configMap(`${'a'.repeat(60)}/settings`), propagation(`${'a'.repeat(60)}/all`, [configMaps()])],
      {
        options: { skippedNamespaces: ['^(a+)+$', '(a|aa)+!'] },
      },
    );
    expect(decisionOn(fleet, `ConfigMap ${'a'.repeat(60)}/settings`).passedOver?.reason).toBe(
      'skipped-namespace',
    );
  });
});

test('releases that need each other go where they are placed, and no further', () => {
  const needing = (own: string, other: string) =>
    object('helm.toolkit.fluxcd.io/v2beta1', 'HelmRelease', `podinfo/${own}`, {
      spec: { dependsOn: [{ name: other }], valuesFrom: [{ kind: 'ConfigMap', name: 'settings' }] },
    });
  const fleet = fleetOfObjects(
    [
      needing('one', 'two'),
      needing('two', 'one'),
      configMap('podinfo/settings'),
      propagation('podinfo/all', [{ apiVersion: 'helm.toolkit.fluxcd.io/v2beta1', kind: 'HelmRelease' }], {
        ...on('member1'),
        propagateDeps: true,
      }),
    ],
    { options: { preferred: 'as-written' } },
  );
  expect(fleet.decide(templateOf(fleet, 'ConfigMap podinfo/settings')).followed.get('member1')).toHaveLength(
    2,
  );
});
