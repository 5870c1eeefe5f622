import { fieldOf, listOf, mapOf, textsOf } from '../../fleet/fields.ts';
import type { Decision, Fleet, Template } from '../../fleet/fleet.ts';
import type { PropagationPolicy } from '../../fleet/policy.ts';
import { writtenConstraints } from '../../fleet/spread.ts';
import type { Path } from '../../yaml/node.ts';
import { declaredHere, named, problemOf } from '../named.ts';
import { fleetIn, isPlaceKnown } from '../placed.ts';
import type { Rule } from '../rule.ts';

const policy = 'redis/propagationpolicy-redis.yaml';
const affinity = '    clusterAffinity:\n';

export const unschedulable: Rule = {
  id: 'fleet/unschedulable',
  severity: 'warning',
  preset: 'recommended',
  since: '0.1.0',
  summary: 'A policy takes an object and finds no cluster for it.',
  why: `Clusters that a policy selects may all be kept away by a taint or under \`exclude\`, or be fewer than its \`spreadConstraints\` want
(rules 17 and 21 of the fleet model). Then nothing is scheduled, not even to the clusters that would do, and only a
condition of the binding says so.`,
  examples: [
    {
      title: 'more clusters wanted than there are',
      base: 'fleet',
      replace: [
        [
          policy,
          affinity,
          `    spreadConstraints:\n      - spreadByField: cluster\n        minGroups: 3\n        maxGroups: 3\n${affinity}`,
        ],
      ],
      finds: [
        'PropagationPolicy redis takes ConfigMap redis-helm-chart-value-overrides and finds no cluster for it: the number of feasible clusters is less than spreadConstraint.MinGroups',
      ],
    },
    {
      title: 'labels that only a cluster with a taint has',
      base: 'fleet',
      replace: [
        [policy, 'env: production', 'env: staging'],
        ['flux-system/propagationpolicies/propagationpolicy-redis.yaml', 'env: production', 'env: staging'],
      ],
      finds: [
        'PropagationPolicy redis takes HelmRepository redis and finds no cluster for it: on member3 its taint dedicated=tests:NoSchedule is not tolerated',
        'PropagationPolicy redis takes ConfigMap redis-helm-chart-value-overrides and finds no cluster for it: on member3 its taint dedicated=tests:NoSchedule is not tolerated',
      ],
    },
    {
      title: 'two zones, where one cluster has none',
      base: 'fleet',
      replace: [
        [
          policy,
          affinity,
          `    spreadConstraints:\n      - spreadByField: zone\n        minGroups: 1\n        maxGroups: 2\n      - spreadByField: cluster\n        minGroups: 2\n        maxGroups: 3\n${affinity}`,
        ],
      ],
      finds: [
        'PropagationPolicy redis takes ConfigMap redis-helm-chart-value-overrides and finds no cluster for it: the number of feasible clusters is less than spreadConstraint.MinGroups; on member2 it has no zone to spread by',
      ],
    },
    {
      title: 'three of two clusters that are named, without an inventory',
      base: 'fleet',
      replace: [
        [
          'podinfo/propagationpolicy-podinfo.yaml',
          affinity,
          `    spreadConstraints:\n      - minGroups: 3\n        maxGroups: 3\n${affinity}`,
        ],
      ],
      remove: ['fleet/clusters.jsonc'],
      finds: [
        'PropagationPolicy podinfo takes ConfigMap podinfo-helm-chart-value-overrides and finds no cluster for it: the number of feasible clusters is less than spreadConstraint.MinGroups',
      ],
    },
    {
      title: 'a cluster that is named and excluded',
      base: 'fleet',
      replace: [
        [
          'podinfo/propagationpolicy-podinfo.yaml',
          affinity,
          `${affinity}      exclude:\n        - member1\n        - member2\n`,
        ],
      ],
      finds: [
        'PropagationPolicy podinfo takes ConfigMap podinfo-helm-chart-value-overrides and finds no cluster for it: every cluster that it names is excluded',
      ],
    },
    {
      title: 'as many clusters as there are',
      base: 'fleet',
      replace: [
        [
          policy,
          affinity,
          `    spreadConstraints:\n      - spreadByField: cluster\n        minGroups: 2\n        maxGroups: 2\n${affinity}`,
        ],
      ],
      finds: [],
    },
  ],
  *check(context) {
    const fleet = fleetIn(context);
    if (fleet === undefined) return;
    const seen = new Set<PropagationPolicy>();
    for (const template of fleet.templates) {
      const decision = fleet.decide(template);
      const { policy: taker, unscheduled } = decision;
      if (taker === undefined || unscheduled === undefined || seen.has(taker)) continue;
      const isSure = isPlaceKnown(fleet, decision) || isCounted(taker);
      const lack = isSure ? lackOf(fleet, decision, taker) : undefined;
      if (lack === undefined) continue;
      seen.add(taker);
      yield problemFor(template, taker, lack);
    }
  },
};

interface Lack {
  readonly why: string;
  readonly at: Path;
}

/** Why no cluster is chosen; undefined where a rule on names, labels, served versions or the constraints themselves says it. */
function lackOf(
  fleet: Fleet,
  { refusal, unscheduled }: Decision,
  { placement }: PropagationPolicy,
): Lack | undefined {
  const refused = fleet.clusters.map(({ name }) => ({ name, why: refusal(name) }));
  const unspread = refused.filter(({ why }) => why?.filter === 'spread');
  if (unspread.length > 0) {
    if (isAtFault(placement)) return undefined;
    // Of a field that a cluster lacks, the scheduler's own words say nothing.
    const lacking = unspread.find(({ why }) => why?.why !== unscheduled);
    const own = lacking === undefined ? [] : [`on ${lacking.name} ${lacking.why?.why}`];
    return { why: [unscheduled, ...own].join('; '), at: ['spec', 'placement', 'spreadConstraints'] };
  }
  const listed = namesIn(placement);
  const tainted = refused.find(({ name, why }) => why?.filter === 'taint' && !listed.has(name));
  if (tainted !== undefined)
    return { why: `on ${tainted.name} ${tainted.why?.why}`, at: ['spec', 'placement'] };
  const affinity = mapOf(fieldOf(placement, 'clusterAffinity'));
  const excluded = new Set(textsOf(fieldOf(affinity, 'exclude')));
  if (listed.size === 0 || ![...listed].every((name) => excluded.has(name))) return undefined;
  return {
    why: 'every cluster that it names is excluded',
    at: ['spec', 'placement', 'clusterAffinity', 'exclude'],
  };
}

/** Whether the clusters are named and only counted: then their names are all that is asked. */
function isCounted({ placement }: PropagationPolicy): boolean {
  const affinity = mapOf(fieldOf(placement, 'clusterAffinity'));
  const isNamed = textsOf(fieldOf(affinity, 'clusterNames')).length > 0;
  const isDescribed = ['labelSelector', 'fieldSelector'].some(
    (field) => fieldOf(affinity, field) !== undefined,
  );
  return isNamed && !isDescribed && writtenConstraints(placement).every(({ field }) => field === 'cluster');
}

/** Whether the constraints can be met by no clusters at all: other rules speak of these. */
function isAtFault(placement: PropagationPolicy['placement']): boolean {
  const constraints = writtenConstraints(placement);
  const fields = constraints.map(({ field }) => field);
  const counted = fields.includes('region') ? 'region' : 'cluster';
  return (
    new Set(fields).size < fields.length ||
    !fields.includes('cluster') ||
    constraints.some(
      ({ field, minGroups, maxGroups }) =>
        field === '' || (field === counted && maxGroups === 0) || (maxGroups !== 0 && maxGroups < minGroups),
    )
  );
}

/** The clusters that a placement names: of their taints fleet/taint-not-tolerated speaks. */
function namesIn(placement: PropagationPolicy['placement']): ReadonlySet<string> {
  const groups = [fieldOf(placement, 'clusterAffinity'), ...listOf(fieldOf(placement, 'clusterAffinities'))];
  return new Set(groups.flatMap((group) => textsOf(fieldOf(group, 'clusterNames'))));
}

function problemFor(
  template: Template,
  { resource }: PropagationPolicy,
  { why, at }: Lack,
): ReturnType<typeof problemOf> {
  return {
    ...problemOf(resource, at, {
      message: `${named(resource)} takes ${template.kind} ${template.name} and finds no cluster for it: ${why}`,
      help: 'ask for no more clusters than the policy selects, or tolerate their taints under clusterTolerations',
      related: [declaredHere(template.resource)],
    }),
    at: resource.keyAt(...at),
  };
}
