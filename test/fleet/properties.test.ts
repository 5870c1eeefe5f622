import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Fleet } from '../../src/fleet/fleet.ts';
import { cluster, configMap, fleetOfObjects, object, release, type Written } from '../support/fleet.ts';

// Small worlds: few names, so that policies meet objects and each other.
const some = (...values: readonly string[]) => fc.constantFrom(...values);
const namespaces = some('podinfo', 'redis');
const labels = fc.dictionary(some('team', 'env'), some('web', 'db'), { maxKeys: 2, noNullPrototype: true });
const label = fc.record({ matchLabels: labels }, { requiredKeys: [] });
const member = some('member1', 'member2', 'member3', 'member9');

const selector = fc.record(
  {
    apiVersion: some('v1', 'helm.toolkit.fluxcd.io/v2', 'helm.toolkit.fluxcd.io/v2beta1'),
    kind: some('ConfigMap', 'HelmRelease'),
    namespace: namespaces,
    name: some('one', 'two'),
    labelSelector: label,
  },
  { requiredKeys: ['apiVersion', 'kind'] },
);

const affinity = fc.record(
  {
    clusterNames: fc.array(member, { maxLength: 3 }),
    exclude: fc.array(member, { maxLength: 1 }),
    labelSelector: label,
  },
  { requiredKeys: [] },
);

const placement = fc.record(
  {
    clusterAffinity: affinity,
    spreadConstraints: fc.array(
      fc.record(
        { spreadByField: some('cluster', 'region'), minGroups: fc.nat(3), maxGroups: fc.nat(3) },
        { requiredKeys: [] },
      ),
      { maxLength: 2 },
    ),
  },
  { requiredKeys: [] },
);

const overrideRules = fc.array(
  fc.record(
    {
      targetCluster: affinity,
      overriders: fc.record({
        labelsOverrider: fc.array(fc.record({ operator: some('add', 'remove'), value: labels }), {
          maxLength: 2,
        }),
      }),
    },
    { requiredKeys: ['overriders'] },
  ),
  { maxLength: 2 },
);

const templates = fc.uniqueArray(
  fc.tuple(fc.constantFrom(configMap, release), namespaces, some('one', 'two'), labels),
  { maxLength: 6, selector: ([make, namespace, name]) => `${make('x')['kind']} ${namespace}/${name}` },
);

const world = fc
  .record({
    templates,
    policies: fc.uniqueArray(
      fc.record({
        name: some('a', 'b', 'c'),
        namespace: namespaces,
        wide: fc.boolean(),
        spec: fc.record({
          resourceSelectors: fc.array(selector, { maxLength: 3 }),
          placement,
          priority: fc.nat(2),
        }),
      }),
      { maxLength: 5, selector: ({ name, namespace, wide }) => `${wide ? '' : namespace}/${name}` },
    ),
    overrides: fc.uniqueArray(
      fc.record({
        name: some('a', 'b', 'c'),
        namespace: namespaces,
        wide: fc.boolean(),
        spec: fc.record({ resourceSelectors: fc.array(selector, { maxLength: 2 }), overrideRules }),
      }),
      { maxLength: 4, selector: ({ name, namespace, wide }) => `${wide ? '' : namespace}/${name}` },
    ),
  })
  .map(({ templates: found, policies, overrides }): Written[] => {
    const policy = (
      kind: string,
      { name, namespace, wide, spec }: (typeof policies | typeof overrides)[number],
    ) =>
      object(
        'policy.karmada.io/v1alpha1',
        `${wide ? 'Cluster' : ''}${kind}`,
        wide ? name : `${namespace}/${name}`,
        { spec },
      );
    return [
      ...found.map(([make, namespace, name, own]) =>
        make(`${namespace}/${name}`, { metadata: { labels: own } }),
      ),
      ...policies.map((each) => policy('PropagationPolicy', each)),
      ...overrides.map((each) => policy('OverridePolicy', each)),
    ];
  });

const members = [
  cluster('member1', { labels: { env: 'web' }, region: 'one' }),
  cluster('member2', { labels: { env: 'db' }, region: 'two' }),
  cluster('member3', { region: 'two' }),
];

/** All that becomes of a world, as text, in an order of its own. */
function outcome(fleet: Fleet): string[] {
  return fleet.templates
    .flatMap((template) => {
      const { policy, clusters, unscheduled } = fleet.decide(template);
      const said = [
        `${template.kind} ${template.namespace}/${template.name}`,
        policy?.kind,
        policy?.name,
        unscheduled,
      ];
      const arrivals = clusters.map((name) => {
        const { object: arrived, outcome: kind, applied } = fleet.deliver(template, name);
        return [name, kind, arrived, applied.map((each) => [each.policy.name, each.rule])];
      });
      return JSON.stringify([...said, arrivals]);
    })
    .sort();
}

test('what becomes of a fresh plane does not depend on the order of its files', () => {
  fc.assert(
    fc.property(world, fc.array(fc.nat(), { minLength: 30, maxLength: 30 }), (objects, keys) => {
      const shuffled = objects
        .map((each, at) => ({ each, key: keys[at % keys.length] ?? 0 }))
        .sort((a, b) => a.key - b.key)
        .map(({ each }) => each);
      expect(outcome(fleetOfObjects([...shuffled, ...members]))).toEqual(
        outcome(fleetOfObjects([...objects, ...members])),
      );
    }),
    { numRuns: 150 },
  );
});

test('a policy at a stale version changes nothing', () => {
  fc.assert(
    fc.property(world, placement, overrideRules, (objects, where, rules) => {
      const resourceSelectors = [{ apiVersion: 'helm.toolkit.fluxcd.io/v2beta2', kind: 'HelmRelease' }];
      const stale = [
        object('policy.karmada.io/v1alpha1', 'ClusterPropagationPolicy', 'stale', {
          spec: { resourceSelectors, placement: where, priority: 9 },
        }),
        object('policy.karmada.io/v1alpha1', 'ClusterOverridePolicy', 'stale', {
          spec: { resourceSelectors, overrideRules: rules },
        }),
      ];
      expect(outcome(fleetOfObjects([...objects, ...stale, ...members]))).toEqual(
        outcome(fleetOfObjects([...objects, ...members])),
      );
    }),
    { numRuns: 100 },
  );
});

test('what overridesFor says beforehand is what deliver applies', () => {
  fc.assert(
    fc.property(world, (objects) => {
      const fleet = fleetOfObjects([...objects, ...members]);
      for (const template of fleet.templates)
        for (const name of fleet.decide(template).clusters)
          expect(fleet.overridesFor(template, name)).toEqual(fleet.deliver(template, name).applied);
    }),
    { numRuns: 150 },
  );
});

test('an object goes exactly to the clusters that nothing refuses', () => {
  fc.assert(
    fc.property(world, (objects) => {
      const fleet = fleetOfObjects([...objects, ...members]);
      for (const template of fleet.templates) {
        const { policy, placed, refusal } = fleet.decide(template);
        const open = fleet.clusters.map(({ name }) => name).filter((name) => refusal(name) === undefined);
        if (policy !== undefined) expect(open).toEqual(placed);
      }
    }),
    { numRuns: 150 },
  );
});
