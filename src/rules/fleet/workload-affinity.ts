import { isQualifiedName } from '../../model/object-names.ts';
import { hasVariable } from '../../model/substitution.ts';
import { propagationPolicies } from '../fleet-policies.ts';
import { named, problemOf } from '../named.ts';
import type { Rule } from '../rule.ts';

const policy = 'podinfo/propagationpolicy-podinfo.yaml';
const affinity = (together: string, apart: string): readonly [string, string, string] => [
  policy,
  '  placement:\n',
  `  placement:\n    workloadAffinity:\n      affinity:\n        groupByLabelKey: ${together}\n      antiAffinity:\n        groupByLabelKey: ${apart}\n`,
];

export const workloadAffinity: Rule = {
  id: 'fleet/workload-affinity',
  severity: 'error',
  preset: 'recommended',
  since: '0.1.0',
  summary:
    'Workloads are grouped by a key that cannot be the key of a label, or that keeps them together and apart.',
  why: `\`workloadAffinity\` brings objects with the same value of a label to the same clusters, or keeps them from each other.
Karmada's webhook refuses a key that no label can have, and the same key for both, which nothing could satisfy
(\`ValidateWorkloadAffinity\`).`,
  examples: [
    {
      title: 'together and apart',
      base: 'fleet',
      replace: [affinity('team', 'team')],
      finds: [
        'PropagationPolicy podinfo keeps what has one label team together and apart; expected two different keys',
      ],
    },
    {
      title: 'no key of a label',
      base: 'fleet',
      replace: [affinity('the team', 'app')],
      finds: [
        'PropagationPolicy podinfo has groupByLabelKey the team; expected the key of a label, such as app.kubernetes.io/name',
      ],
    },
    { title: 'two keys', base: 'fleet', replace: [affinity('team', 'app')], finds: [] },
  ],
  alone: true,
  *check({ repo }) {
    for (const resource of propagationPolicies(repo)) {
      const pathOf = (side: string): string[] => [
        'spec',
        'placement',
        'workloadAffinity',
        side,
        'groupByLabelKey',
      ];
      for (const side of ['affinity', 'antiAffinity']) {
        const key = resource.text(...pathOf(side));
        if (key === undefined || hasVariable(key) || isQualifiedName(key)) continue;
        yield problemOf(resource, pathOf(side), {
          message: `${named(resource)} has groupByLabelKey ${key === '' ? '""' : key}; expected the key of a label, such as app.kubernetes.io/name`,
          help: 'write the key of a label that the objects have',
        });
      }
      const together = resource.text(...pathOf('affinity'));
      if (together === undefined || together !== resource.text(...pathOf('antiAffinity'))) continue;
      yield problemOf(resource, pathOf('antiAffinity'), {
        message: `${named(resource)} keeps what has one label ${together} together and apart; expected two different keys`,
        help: 'remove affinity or antiAffinity, or group by another label',
      });
    }
  },
};
