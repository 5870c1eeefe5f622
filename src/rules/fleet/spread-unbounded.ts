import type { Fix } from '../../core/finding.ts';
import type { KnownClusters } from '../../model/cluster.ts';
import type { Repo } from '../../model/repo.ts';
import type { Resource } from '../../model/resource.ts';
import type { Path } from '../../yaml/node.ts';
import { offerFix } from '../fixes.ts';
import { mapsIn, propagationPolicies } from '../fleet-policies.ts';
import { isSpreadIgnored } from '../fleet-replicas.ts';
import { named, problemOf } from '../named.ts';
import type { Rule } from '../rule.ts';

const redis = 'redis/propagationpolicy-redis.yaml';
const spread = (constraint: string): readonly [string, string, string] => [
  redis,
  '  placement:\n',
  `  placement:\n    spreadConstraints:\n${constraint}`,
];

export const spreadUnbounded: Rule = {
  id: 'fleet/spread-unbounded',
  severity: 'error',
  preset: 'recommended',
  since: '0.1.0',
  summary: 'A spread constraint without maxGroups chooses no cluster at all.',
  why: `A \`maxGroups\` that is left out is 0, and 0 is taken at its word: the scheduler chooses no more clusters than that, or
finds no choice of so few regions (rule 21 of the fleet model), and says \`no clusters available to schedule\`. On a running
plane it removes the copies that are there. Where regions are counted, the number of clusters may be left out: each
region that is chosen brings one. Only a division of replicas by fixed weights passes over the constraint.`,
  repair: {
    unsafe: 'The objects go to clusters that do not have them now: look which, and how many there shall be.',
  },
  examples: [
    {
      title: 'at least one cluster',
      base: 'fleet',
      replace: [spread('      - spreadByField: cluster\n        minGroups: 1\n')],
      finds: [
        'PropagationPolicy redis spreads by cluster without maxGroups, which chooses none; expected the most that shall be chosen',
      ],
    },
    {
      title: 'regions, and a cluster of each',
      base: 'fleet',
      replace: [spread('      - spreadByField: region\n      - spreadByField: cluster\n')],
      finds: [
        'PropagationPolicy redis spreads by region without maxGroups, which chooses none; expected the most that shall be chosen',
      ],
    },
    {
      title: 'one or two clusters',
      base: 'fleet',
      replace: [spread('      - spreadByField: cluster\n        minGroups: 1\n        maxGroups: 3\n')],
      finds: [],
    },
  ],
  *check({ repo, fleet }) {
    for (const resource of propagationPolicies(repo)) {
      if (isSpreadIgnored(resource)) continue;
      const constraints = mapsIn(resource, ['spec', 'placement', 'spreadConstraints']).map((path) => ({
        path,
        field: fieldOf(resource, path),
      }));
      // With regions, their number decides, and each that is chosen brings a cluster.
      const counted = constraints.some(({ field }) => field === 'region') ? 'region' : 'cluster';
      for (const { path, field } of constraints) {
        if (field !== counted || (resource.get(...path, 'maxGroups') ?? 0) !== 0) continue;
        yield problemOf(resource, [...path, 'maxGroups'], {
          message: `${named(resource)} spreads by ${field} without maxGroups, which chooses none; expected the most that shall be chosen`,
          help: `write maxGroups, the number of ${field}s that shall be chosen at most`,
          ...fixOf(repo, fleet().known, { policy: resource, path, field }),
        });
      }
    }
  },
};

/** By what a constraint spreads after admission: by clusters where it does not say. */
function fieldOf(policy: Resource, path: Path): string {
  const field = policy.text(...path, 'spreadByField') ?? '';
  const label = policy.text(...path, 'spreadByLabel') ?? '';
  return field === '' && label === '' ? 'cluster' : field;
}

/** As many as there are: whoever left it out meant no limit. */
function fixOf(
  repo: Repo,
  { from, clusters }: KnownClusters,
  { policy, path, field }: { readonly policy: Resource; readonly path: Path; readonly field: string },
): { readonly fix?: Fix } {
  const groups = clusters.map(({ name, region }) => (field === 'region' ? region : name));
  const value = new Set(groups.filter((group) => group !== undefined)).size;
  const least = policy.get(...path, 'minGroups') ?? 1;
  if (from === 'names' || typeof least !== 'number' || value < Math.max(least, 1)) return {};
  const title = `write maxGroups: ${value}, as many as there are ${field}s`;
  return offerFix(repo, policy, { title, safety: 'unsafe' }, [
    { kind: 'set', path: [...path, 'maxGroups'], value, below: ['minGroups', 'spreadByField'] },
  ]);
}
