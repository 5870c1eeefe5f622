import { describe, expect, test } from 'vitest';
import type { Decision } from '../../src/fleet/fleet.ts';
import {
  cluster,
  decisionOn,
  fleetOfObjects,
  propagation,
  release,
  releases,
  type Written,
} from '../support/fleet.ts';

/** What becomes of a HelmRelease under a placement, on some clusters. */
function placing(placement: Written, ...clusters: readonly Written[]): Decision {
  const fleet = fleetOfObjects([
    release('podinfo/podinfo'),
    propagation('podinfo/podinfo', [releases()], { placement }),
    ...clusters,
  ]);
  return decisionOn(fleet, 'HelmRelease podinfo/podinfo');
}

const taint = { key: 'dedicated', value: 'tests', effect: 'NoSchedule' };
const compass = ['west', 'north', 'east'].map((name) => cluster(name));

describe('rule 17: the filters of a cluster', () => {
  test('it must serve the very version and kind, where that is recorded', () => {
    const serving = (groupVersion: string) => ({
      status: { apiEnablements: [{ groupVersion, resources: [{ kind: 'HelmRelease' }] }] },
    });
    const decision = placing(
      {},
      cluster('new', {}, serving('helm.toolkit.fluxcd.io/v2')),
      cluster('old', {}, serving('helm.toolkit.fluxcd.io/v2beta2')),
      cluster('unrecorded'),
    );
    expect(decision.placed).toEqual(['new', 'unrecorded']);
    expect(decision.refusal('old')).toEqual({
      filter: 'api',
      why: 'it does not serve helm.toolkit.fluxcd.io/v2 HelmRelease',
    });
  });

  test('its taints must be tolerated, unless they only prefer', () => {
    const tainted = cluster('tests', { taints: [taint] });
    const hinted = cluster('hinted', { taints: [{ ...taint, effect: 'PreferNoSchedule' }] });
    expect(placing({}, tainted, hinted).placed).toEqual(['hinted']);
    expect(placing({}, tainted).refusal('tests')?.why).toBe(
      'its taint dedicated=tests:NoSchedule is not tolerated',
    );
  });

  test.each<[Written, boolean]>([
    [{ key: 'dedicated', operator: 'Equal', value: 'tests', effect: 'NoSchedule' }, true],
    [{ key: 'dedicated', value: 'tests' }, true],
    [{ key: 'dedicated', operator: 'Exists' }, true],
    [{ operator: 'Exists' }, true],
    [{ key: 'dedicated', value: 'others' }, false],
    [{ key: 'dedicated', operator: 'Exists', effect: 'NoExecute' }, false],
    [{ value: 'tests' }, false],
  ])('the toleration %o', (toleration, tolerates) => {
    const { placed } = placing({ clusterTolerations: [toleration] }, cluster('tests', { taints: [taint] }));
    expect(placed.length === 1).toBe(tolerates);
  });

  test('it must have what is spread by, even where spreading is not looked at', () => {
    const constraint = { spreadByField: 'provider', minGroups: 1, maxGroups: 2 };
    const decision = placing(
      { spreadConstraints: [constraint], replicaScheduling: {} },
      cluster('somewhere', { provider: 'aws' }),
      cluster('nowhere'),
    );
    expect(decision.placed).toEqual(['somewhere']);
    expect(decision.refusal('nowhere')?.why).toBe('it has no provider to spread by');
  });

  test('it must not be on its way out', () => {
    const going = { metadata: { name: 'going', deletionTimestamp: '2026-01-01T00:00:00Z' } };
    expect(placing({}, { ...cluster('going'), ...going }).refusal('going')?.filter).toBe('deleting');
  });

  test('one that nobody knows gets nothing', () => {
    const decision = placing({ clusterAffinity: { clusterNames: ['esat'] } }, cluster('east'));
    expect(decision.refusal('esat')?.filter).toBe('unknown-cluster');
  });
});

test('rule 19: without an affinity every cluster is meant', () => {
  expect(placing({}).placed).toEqual(['member1', 'member2', 'member3']);
  expect(placing({ clusterAffinity: {} }).placed).toHaveLength(3);
});

test('rule 19: of several affinities the first that finds clusters is used alone', () => {
  const clusterAffinities = [
    { affinityName: 'primary', labelSelector: { matchLabels: { site: 'none' } } },
    { affinityName: 'backup', clusterNames: ['member2', 'member3'], exclude: ['member3'] },
    { affinityName: 'last', clusterNames: ['member1'] },
  ];
  const decision = placing({ clusterAffinities });
  expect(decision.placed).toEqual(['member2']);
  expect(decision.refusal('member1')?.why).toBe('of affinity backup: it is not among the cluster names');
});

test('rule 19: an affinity that cannot be spread as wanted gives way to the next', () => {
  const decision = placing({
    clusterAffinities: [
      { affinityName: 'primary', clusterNames: ['member1'] },
      { affinityName: 'backup', clusterNames: ['member2', 'member3'] },
    ],
    spreadConstraints: [{ spreadByField: 'cluster', minGroups: 2, maxGroups: 2 }],
  });
  expect(decision.placed).toEqual(['member2', 'member3']);
});

test('rule 20: a Flux object goes whole to every cluster that is feasible; it has no replicas to divide', () => {
  const weights = { staticWeightList: [{ targetCluster: { clusterNames: ['member1'] }, weight: 1 }] };
  const replicaScheduling = { replicaSchedulingType: 'Divided', weightPreference: weights };
  expect(placing({ replicaScheduling }).placed).toEqual(['member1', 'member2', 'member3']);
});

describe('rule 21: spreading', () => {
  const by = (spreadByField: string, minGroups: number, maxGroups?: number): Written => ({
    spreadByField,
    minGroups,
    ...(maxGroups === undefined ? {} : { maxGroups }),
  });
  const regional = [
    cluster('a', { region: 'one' }),
    cluster('b', { region: 'two' }),
    cluster('c', { region: 'two' }),
    cluster('d', { region: 'three' }),
  ];

  test('by clusters: the first by name, as many as maxGroups', () => {
    const decision = placing({ spreadConstraints: [by('cluster', 1, 2)] }, ...compass);
    expect(decision.placed).toEqual(['east', 'north']);
    expect(decision.refusal('west')).toEqual({
      filter: 'spread',
      why: 'the spread constraints take at most 2 by cluster: east, north',
    });
    expect(decision.notes().map(({ rule }) => rule)).toEqual([21]);
  });

  test('by clusters without maxGroups: none at all', () => {
    const decision = placing({ spreadConstraints: [by('cluster', 1)] });
    expect([decision.placed, decision.unscheduled]).toEqual([[], 'no clusters available to schedule']);
  });

  test('fewer clusters than minGroups: none at all', () => {
    const decision = placing({ spreadConstraints: [by('cluster', 4, 5)] });
    expect(decision.unscheduled).toBe(
      'the number of feasible clusters is less than spreadConstraint.MinGroups',
    );
  });

  test('by regions: one cluster of each, then others', () => {
    const { placed } = placing({ spreadConstraints: [by('region', 2, 2), by('cluster', 3, 3)] }, ...regional);
    expect(placed).toEqual(['a', 'b', 'c']);
  });

  test('by more regions than there are: none at all', () => {
    const decision = placing({ spreadConstraints: [by('region', 4, 4), by('cluster', 1, 9)] }, ...regional);
    expect(decision.unscheduled).toBe(
      'the number of feasible region is less than spreadConstraint.MinGroups',
    );
  });

  test('by providers or zones alone: the scheduler refuses', () => {
    const decision = placing(
      { spreadConstraints: [by('provider', 1, 2)] },
      cluster('a', { provider: 'aws' }),
    );
    expect(decision.unscheduled).toBe('just support cluster and region spread constraint');
  });
});

test.each<[string, Written, number]>([
  ['{}, which is divided by weights', {}, 3],
  ['Divided', { replicaSchedulingType: 'Divided' }, 3],
  ['Divided by static weights', { weightPreference: { staticWeightList: [{ weight: 1 }] } }, 3],
  ['Divided by dynamic weights', { weightPreference: { dynamicWeight: 'AvailableReplicas' } }, 1],
  ['Divided, aggregated', { replicaDivisionPreference: 'Aggregated' }, 1],
  ['Duplicated', { replicaSchedulingType: 'Duplicated' }, 1],
])('rule 22: spreading with replicaScheduling %s', (_, replicaScheduling, count) => {
  const spreadConstraints = [{ spreadByField: 'cluster', minGroups: 1, maxGroups: 1 }];
  expect(placing({ replicaScheduling, spreadConstraints }).placed).toHaveLength(count);
});

test('rule 23: where no cluster is left, the policy has the object and sends it nowhere', () => {
  const decision = placing({ clusterAffinity: { labelSelector: { matchLabels: { site: 'none' } } } });
  expect(decision.policy?.name).toBe('podinfo');
  expect([decision.clusters, decision.unscheduled]).toEqual([[], 'no cluster passes its filters']);
  expect(decision.refusal('member1')?.why).toBe('the label selector does not match a cluster without labels');
});
