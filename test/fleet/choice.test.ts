import { expect, test } from 'vitest';
import {
  clusterOverride,
  clusterPropagation,
  clustersFor,
  decisionOn,
  fleetOfObjects,
  namespace,
  noted,
  on,
  override,
  propagation,
  release,
  releases,
  type Written,
} from '../support/fleet.ts';

const podinfo = 'HelmRelease podinfo/podinfo';

/** Who takes the HelmRelease podinfo of the namespace podinfo. */
function taker(...policies: readonly Written[]): string | undefined {
  return decisionOn(fleetOfObjects([release('podinfo/podinfo'), ...policies]), podinfo).policy?.name;
}

test('rule 11: a policy of the namespace goes before a cluster-wide one, whatever their priorities', () => {
  const wide = clusterPropagation('wide', [releases({ name: 'podinfo' })], { priority: 100 });
  expect(taker(wide, propagation('podinfo/narrow', [releases()]))).toBe('narrow');
});

test('rule 11: a policy of another namespace does not take it, even where it says so', () => {
  expect(taker(propagation('redis/other', [releases({ namespace: 'podinfo' })]))).toBeUndefined();
});

test('rule 11: an object without namespace is taken by cluster-wide policies only', () => {
  const select = [{ apiVersion: 'v1', kind: 'Namespace' }];
  const fleet = fleetOfObjects([
    namespace('podinfo'),
    propagation('podinfo/narrow', select),
    clusterPropagation('wide', select, on('member1')),
  ]);
  expect(decisionOn(fleet, 'Namespace podinfo').policy?.name).toBe('wide');
});

test('rule 12: the higher priority goes first, then the more precise selector, then the name', () => {
  const priority = propagation('podinfo/z', [releases()], { priority: 1 });
  const byName = propagation('podinfo/y', [releases({ name: 'podinfo' })]);
  const byLabels = propagation('podinfo/x', [releases({ labelSelector: {} })]);
  const all = propagation('podinfo/b', [releases()]);
  const sameButLater = propagation('podinfo/c', [releases()]);
  expect(taker(all, sameButLater, byLabels, byName, priority)).toBe('z');
  expect(taker(all, sameButLater, byLabels, byName)).toBe('y');
  expect(taker(all, sameButLater, byLabels)).toBe('x');
  expect(taker(sameButLater, all)).toBe('b');
});

test('rule 12: the best of its selectors is what a policy counts', () => {
  const two = propagation('podinfo/two', [releases(), releases({ name: 'podinfo' })]);
  const fleet = fleetOfObjects([release('podinfo/podinfo'), two]);
  expect(decisionOn(fleet, podinfo).selector?.path).toEqual(['spec', 'resourceSelectors', 1]);
});

test('rule 12: one policy wins; placements are not joined', () => {
  const fleet = fleetOfObjects([
    release('podinfo/podinfo'),
    propagation('podinfo/a', [releases()], on('member1')),
    propagation('podinfo/b', [releases()], on('member2')),
  ]);
  expect(clustersFor(fleet, podinfo)).toEqual(['member1']);
});

test('rule 13: where several policies match, a plane that lives may have decided otherwise', () => {
  const a = propagation('podinfo/a', [releases()]);
  const b = propagation('podinfo/b', [releases()]);
  const fleet = fleetOfObjects([release('podinfo/podinfo'), b, a]);
  expect(decisionOn(fleet, podinfo).notes()).toEqual([
    {
      rule: 13,
      text: 'several policies match: PropagationPolicy a wins on a fresh plane, on others the one that came first; also PropagationPolicy b',
    },
  ]);
  expect(noted(fleetOfObjects([release('podinfo/podinfo'), a]), podinfo)).toEqual([]);
});

test('every policy that could have taken an object is listed, with the reason', () => {
  const fleet = fleetOfObjects([
    release('podinfo/podinfo', { metadata: { labels: { team: 'web' } } }),
    propagation('podinfo/a', [releases()]),
    propagation('podinfo/b', [releases({ name: 'podinfo' })]),
    propagation('podinfo/c', [releases({ name: 'redis' })]),
    propagation('podinfo/d', [releases({ labelSelector: { matchLabels: { team: 'db' } } })]),
    propagation('podinfo/e', [{ apiVersion: 'v1', kind: 'ConfigMap' }]),
    propagation('redis/f', [releases()]),
    clusterPropagation('g', [releases({ namespace: 'redis' })]),
    clusterPropagation('h', [releases()], { priority: 9 }),
  ]);
  const { considered } = decisionOn(fleet, podinfo);
  expect(considered().map(({ policy, verdict, why }) => `${policy.name} ${verdict}: ${why}`)).toEqual([
    'b wins: it selects by the name, PropagationPolicy a by all of the kind',
    'a loses: it selects by all of the kind, PropagationPolicy b by the name',
    'h loses: PropagationPolicy b matches, and a policy of the namespace goes before any cluster-wide one',
    'c no match: it selects name redis',
    'd no match: its label selector does not match',
    'g no match: it selects namespace redis',
  ]);
});

test('rule 14: nothing goes anywhere before the override policies that are waited for are there', () => {
  const waiting = propagation('podinfo/all', [releases()], { dependentOverrides: ['first', 'second'] });
  const first = override('podinfo/first', { overrideRules: [] });
  const fleet = fleetOfObjects([release('podinfo/podinfo'), waiting, first, override('redis/second', {})]);
  expect(decisionOn(fleet, podinfo)).toMatchObject({
    waitsFor: ['second'],
    placed: ['member1', 'member2', 'member3'],
  });
  expect(clustersFor(fleet, podinfo)).toEqual([]);
});

test('rule 14: a cluster-wide policy waits for cluster-wide override policies', () => {
  const waiting = clusterPropagation('all', [releases()], { dependentOverrides: ['first'] });
  const objects = [release('podinfo/podinfo'), waiting];
  expect(clustersFor(fleetOfObjects([...objects, override('podinfo/first', {})]), podinfo)).toEqual([]);
  expect(clustersFor(fleetOfObjects([...objects, clusterOverride('first', {})]), podinfo)).toHaveLength(3);
});

test('rule 15: a lazy policy is simulated as any other, and said', () => {
  const lazy = propagation('podinfo/all', [releases()], { activationPreference: 'Lazy' });
  const fleet = fleetOfObjects([release('podinfo/podinfo'), lazy]);
  expect(clustersFor(fleet, podinfo)).toHaveLength(3);
  expect(noted(fleet, podinfo)).toEqual([15]);
});

test('rule 16: what another scheduler does is not known; priorities and failover change nothing', () => {
  const other = propagation('podinfo/all', [releases()], { schedulerName: 'volcano' });
  expect(noted(fleetOfObjects([release('podinfo/podinfo'), other]), podinfo)).toEqual([16]);
  const same = propagation('podinfo/all', [releases()], {
    schedulerName: 'default-scheduler',
    schedulePriority: { priorityClassSource: 'PodPriorityClass', priorityClassName: 'high' },
    failover: { application: { decisionConditions: { tolerationSeconds: 30 } } },
  });
  const fleet = fleetOfObjects([release('podinfo/podinfo'), same]);
  expect([clustersFor(fleet, podinfo).length, noted(fleet, podinfo)]).toEqual([3, []]);
});
