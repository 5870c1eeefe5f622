import { fieldOf, isList, isMap } from '../../fleet/fields.ts';
import type { Decision, Fleet, Template } from '../../fleet/fleet.ts';
import type { PropagationPolicy } from '../../fleet/policy.ts';
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
  why: `Clusters that a policy selects may all be kept away by a taint, or be fewer than its \`spreadConstraints\` want
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
    if (fleet === undefined || fleet.known.from === 'names') return;
    const seen = new Set<PropagationPolicy>();
    for (const template of fleet.templates) {
      const decision = fleet.decide(template);
      const { policy: taker, unscheduled } = decision;
      if (taker === undefined || unscheduled === undefined || seen.has(taker)) continue;
      const lack = isPlaceKnown(fleet, decision) ? lackOf(fleet, decision, taker) : undefined;
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

/** Why no cluster is chosen; undefined where a rule on names, labels or served versions says it. */
function lackOf(
  fleet: Fleet,
  { refusal, unscheduled }: Decision,
  { placement }: PropagationPolicy,
): Lack | undefined {
  const refused = fleet.clusters.map(({ name }) => ({ name, why: refusal(name) }));
  // Of constraints that are themselves at fault, and of clusters without such a field, the rules on spreading speak.
  const { spreadConstraints = null } = placement;
  const isPlain =
    isList(spreadConstraints) &&
    spreadConstraints.every(
      (each) =>
        fieldOf(each, 'spreadByField') === 'cluster' &&
        Number(fieldOf(each, 'maxGroups')) >= Number(fieldOf(each, 'minGroups')),
    );
  if (refused.some(({ why }) => why?.filter === 'spread') && !isPlain) return undefined;
  if (refused.some(({ why }) => why?.filter === 'spread'))
    return { why: unscheduled ?? '', at: ['spec', 'placement', 'spreadConstraints'] };
  const listed = namesIn(placement);
  const tainted = refused.find(({ name, why }) => why?.filter === 'taint' && !listed.has(name));
  if (tainted === undefined) return undefined;
  return { why: `on ${tainted.name} ${tainted.why?.why}`, at: ['spec', 'placement'] };
}

/** The clusters that a placement names: of their taints fleet/taint-not-tolerated speaks. */
function namesIn(placement: PropagationPolicy['placement']): ReadonlySet<unknown> {
  const { clusterAffinity = null, clusterAffinities = null } = placement;
  const groups = [clusterAffinity, ...(isList(clusterAffinities) ? clusterAffinities : [])];
  return new Set(
    groups.filter(isMap).flatMap((group) => {
      const names = fieldOf(group, 'clusterNames');
      return isList(names) ? [...names] : [];
    }),
  );
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
