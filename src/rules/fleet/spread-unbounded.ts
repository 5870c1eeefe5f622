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
  why: `A \`maxGroups\` that is left out is 0, and 0 is taken at its word: the scheduler chooses the smaller of it and the
clusters there are (rule 21 of the fleet model), finds none, and says \`no clusters available to schedule\`. On a running plane it
removes the copies that are there. Only a division of replicas by fixed weights passes over the constraint.`,
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
      title: 'one or two clusters',
      base: 'fleet',
      replace: [spread('      - spreadByField: cluster\n        minGroups: 1\n        maxGroups: 3\n')],
      finds: [],
    },
  ],
  *check({ repo, fleet }) {
    for (const resource of propagationPolicies(repo)) {
      if (isSpreadIgnored(resource)) continue;
      for (const path of mapsIn(resource, ['spec', 'placement', 'spreadConstraints'])) {
        const field = resource.text(...path, 'spreadByField') ?? '';
        const label = resource.text(...path, 'spreadByLabel') ?? '';
        const by = field === '' && label === '' ? 'cluster' : field;
        if (by !== 'cluster' || (resource.get(...path, 'maxGroups') ?? 0) !== 0) continue;
        yield problemOf(resource, [...path, 'maxGroups'], {
          message: `${named(resource)} spreads by cluster without maxGroups, which chooses none; expected the most that shall be chosen`,
          help: 'write maxGroups, the number of clusters that shall be chosen at most',
          ...fixOf(repo, fleet().known, { policy: resource, path }),
        });
      }
    }
  },
};

/** As many as there are: whoever left it out meant no limit. */
function fixOf(
  repo: Repo,
  { from, clusters }: KnownClusters,
  { policy, path }: { readonly policy: Resource; readonly path: Path },
): { readonly fix?: Fix } {
  const least = policy.get(...path, 'minGroups') ?? 1;
  if (from === 'names' || typeof least !== 'number' || clusters.length < least) return {};
  const value = clusters.length;
  const title = `write maxGroups: ${value}, as many as there are clusters`;
  return offerFix(repo, policy, { title, safety: 'unsafe' }, [
    { kind: 'set', path: [...path, 'maxGroups'], value, below: ['minGroups', 'spreadByField'] },
  ]);
}
