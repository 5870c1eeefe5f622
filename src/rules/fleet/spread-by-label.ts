import { mapsIn, propagationPolicies } from '../fleet-policies.ts';
import { isSpreadIgnored } from '../fleet-replicas.ts';
import { named, problemOf } from '../named.ts';
import type { Rule } from '../rule.ts';

const redis = 'redis/propagationpolicy-redis.yaml';
const spread = (constraints: string): readonly [string, string, string] => [
  redis,
  '  placement:\n',
  `  placement:\n    spreadConstraints:\n${constraints}`,
];

export const spreadByLabel: Rule = {
  id: 'fleet/spread-by-label',
  severity: 'error',
  preset: 'recommended',
  since: '0.1.0',
  summary: 'Spreading by a label, which the scheduler cannot do.',
  why: `The API has \`spreadByLabel\`, and the webhook takes it; the scheduler spreads over clusters and regions only. Alone such
a constraint fails with \`just support cluster and region spread constraint\` and the objects go nowhere (rule 21 of the fleet
model); beside one that counts clusters it does nothing.`,
  examples: [
    {
      title: 'by label',
      base: 'fleet',
      replace: [spread('      - spreadByLabel: env\n        maxGroups: 2\n')],
      finds: [
        'PropagationPolicy redis spreads by label env, which no scheduler of Karmada does; expected spreadByField cluster or region',
      ],
    },
    {
      title: 'by cluster',
      base: 'fleet',
      replace: [spread('      - spreadByField: cluster\n        maxGroups: 3\n')],
      finds: [],
    },
  ],
  alone: true,
  *check({ repo }) {
    for (const resource of propagationPolicies(repo)) {
      if (isSpreadIgnored(resource)) continue;
      for (const path of mapsIn(resource, ['spec', 'placement', 'spreadConstraints'])) {
        const label = resource.text(...path, 'spreadByLabel') ?? '';
        // With a field as well it is refused, which fleet/spread-invalid says.
        if (label === '' || (resource.text(...path, 'spreadByField') ?? '') !== '') continue;
        yield problemOf(resource, [...path, 'spreadByLabel'], {
          message: `${named(resource)} spreads by label ${label}, which no scheduler of Karmada does; expected spreadByField cluster or region`,
          help: 'spread by cluster, and select clusters by the label in clusterAffinity',
        });
      }
    }
  },
};
