import type { Problem } from '../../core/finding.ts';
import { clustersOf } from '../../fleet/affinity.ts';
import { selectable } from '../../fleet/choice.ts';
import type { Fleet, Template } from '../../fleet/fleet.ts';
import type { OverridePolicy } from '../../fleet/policy.ts';
import { matcher } from '../../fleet/selectors.ts';
import type { Cluster } from '../../model/cluster.ts';
import type { Repo } from '../../model/repo.ts';
import type { Path } from '../../yaml/node.ts';
import { offerFix } from '../fixes.ts';
import { overridePolicies } from '../fleet-policies.ts';
import { named, problemOf } from '../named.ts';
import type { Rule } from '../rule.ts';

const override = 'podinfo/overridepolicy-podinfo.yaml';
const names = '        clusterNames:\n          - member1\n';
const propagation = 'podinfo/propagationpolicy-podinfo.yaml';
const both = '    clusterAffinity:\n      clusterNames:\n        - member1\n        - member2\n';

export const overrideUnplaced: Rule = {
  id: 'fleet/override-unplaced',
  severity: 'warning',
  preset: 'recommended',
  since: '0.1.0',
  summary: 'An override is for a cluster to which none of its objects is sent.',
  why: `A rule of an override policy is applied to what goes to its clusters, and where nothing goes nothing happens: no
webhook and no event says so. Mostly the cluster is missing in the propagation policy, or was taken out of it and
forgotten here.`,
  repair: { safe: 'Nothing is sent to that cluster, so nothing is overridden there.' },
  examples: [
    {
      title: 'a cluster beyond the placement',
      base: 'fleet',
      replace: [[override, names, `${names}          - member3\n`]],
      finds: [
        'OverridePolicy podinfo has a rule for member3, to which ConfigMap podinfo-helm-chart-value-overrides is not sent',
      ],
    },
    {
      title: 'clusters by a label that only others have',
      base: 'fleet',
      replace: [
        [override, names, '        labelSelector:\n          matchLabels:\n            env: staging\n'],
      ],
      finds: [
        'OverridePolicy podinfo has a rule for member3, to which ConfigMap podinfo-helm-chart-value-overrides is not sent',
      ],
    },
    { title: 'a cluster of the placement', base: 'fleet', finds: [] },
    {
      title: 'a cluster that is meant for when another one fails',
      base: 'fleet',
      replace: [
        [override, names, `${names}          - member2\n`],
        [
          propagation,
          both,
          '    clusterAffinities:\n      - affinityName: primary\n        clusterNames:\n          - member1\n      - affinityName: backup\n        clusterNames:\n          - member2\n',
        ],
      ],
      finds: [],
    },
    {
      title: 'a cluster of which a spread takes one',
      base: 'fleet',
      replace: [
        [override, names, `${names}          - member2\n`],
        [
          propagation,
          both,
          `${both}    spreadConstraints:\n      - spreadByField: cluster\n        minGroups: 1\n        maxGroups: 1\n`,
        ],
      ],
      finds: [],
    },
  ],
  *check({ repo, fleet }) {
    if (overridePolicies(repo).length === 0) return;
    const simulated = fleet();
    // Of clusters that only policies name, it is not known which labels they have.
    if (simulated.known.from === 'names') return;
    const clusters = new Map(simulated.clusters.map((cluster) => [cluster.name, cluster]));
    for (const [policy, places] of placesOf(simulated))
      if (places.sent.size > 0) yield* ofPolicy(repo, policy, { ...places, clusters });
  },
};

/** Where the objects of an override policy go. */
interface Places {
  readonly sent: Set<string>;
  /** Where they may go at another time as well: to later groups of clusters, or to others of a spread. */
  readonly possible: Set<string>;
  /** One of them. */
  readonly first: Template;
  readonly isOne: boolean;
}

function placesOf(fleet: Fleet): Map<OverridePolicy, Places> {
  const places = new Map<OverridePolicy, Places>();
  const matches = matcher(fleet.overridePolicies, { withoutSelectors: true });
  for (const template of fleet.templates)
    for (const { policy } of matches(selectable(template))) {
      const known = places.get(policy);
      const { sent = new Set<string>(), possible = new Set<string>(), first = template } = known ?? {};
      const { clusters, candidates } = fleet.decide(template);
      for (const cluster of clusters) sent.add(cluster);
      for (const cluster of [...clusters, ...candidates()]) possible.add(cluster);
      places.set(policy, { sent, possible, first, isOne: first === template });
    }
  return places;
}

interface Context extends Places {
  readonly clusters: ReadonlyMap<string, Cluster>;
}

function* ofPolicy(repo: Repo, policy: OverridePolicy, context: Context): Iterable<Problem> {
  const { clusters, possible } = context;
  for (const { targetCluster, path } of policy.rules()) {
    if (targetCluster === undefined) continue;
    const at = [...path.slice(0, -1), 'targetCluster'];
    const targets = clustersOf(targetCluster, clusters).map(({ name }) => name);
    const listed = policy.resource.list(...at, 'clusterNames');
    if (listed.length > 0) {
      const reached = new Set(targets);
      for (const [index, name] of listed.entries()) {
        if (typeof name !== 'string' || !reached.has(name) || possible.has(name)) continue;
        yield found(repo, policy, {
          ...context,
          at: [...at, 'clusterNames', index],
          to: name,
          isLast: listed.length < 2,
        });
      }
    } else if (targets.length > 0 && !targets.some((name) => possible.has(name))) {
      yield found(repo, policy, { ...context, at, to: someOf(targets), isLast: true });
    }
  }
}

/** A list without names would stand for all clusters: the last one stays. */
function found(
  repo: Repo,
  { resource }: OverridePolicy,
  {
    first,
    isOne,
    at,
    to,
    isLast,
  }: Places & { readonly at: Path; readonly to: string; readonly isLast: boolean },
): Problem {
  const what = `${first.kind} ${first.name}`;
  const title = `remove ${to}`;
  const problem = problemOf(resource, at, {
    message: `${named(resource)} has a rule for ${to}, to which ${isOne ? `${what} is` : `${what} and the others are`} not sent`,
    help: 'place the object there as well, or remove the cluster from the rule',
    ...(isLast ? {} : offerFix(repo, resource, { title, safety: 'safe' }, [{ kind: 'remove', path: at }])),
  });
  return at.at(-1) === 'targetCluster' ? { ...problem, at: resource.keyAt(...at) } : problem;
}

function someOf(names: readonly string[]): string {
  return names.length > 3 ? `${names.slice(0, 2).join(', ')} and ${names.length - 2} more` : names.join(', ');
}
