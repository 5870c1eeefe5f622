import { didYouMean } from '../../core/suggest.ts';
import type { Resource } from '../../model/resource.ts';
import { hasVariable } from '../../model/substitution.ts';
import type { Path } from '../../yaml/node.ts';
import { mapsIn, propagationPolicies } from '../fleet-policies.ts';
import { either, named, problemOf } from '../named.ts';
import type { Rule } from '../rule.ts';

const policy = 'podinfo/propagationpolicy-podinfo.yaml';
const tolerating = (toleration: string): readonly [string, string, string] => [
  policy,
  '  placement:\n',
  `  placement:\n    clusterTolerations:\n${toleration}`,
];

const known: Readonly<Record<'operator' | 'effect', readonly string[]>> = {
  operator: ['Exists', 'Equal'],
  effect: ['NoSchedule', 'PreferNoSchedule', 'NoExecute'],
};

export const tolerationInvalid: Rule = {
  id: 'fleet/toleration-invalid',
  severity: 'error',
  preset: 'recommended',
  since: '0.1.0',
  summary: 'A toleration of taints has an operator or an effect that tolerates nothing.',
  why: `The API takes any text as \`operator\` and \`effect\` of \`clusterTolerations\`. Karmada's webhook refuses \`Lt\` and \`Gt\`,
which are for the nodes of a cluster (\`validateClusterTolerations\`); any other word is taken, and tolerates no taint:
the clusters that were meant are left out, and nothing says why. A toleration without operator means \`Equal\`, one
without effect every effect.`,
  examples: [
    {
      title: 'a slip',
      base: 'fleet',
      replace: [tolerating('      - key: dedicated\n        operator: Exist\n')],
      finds: [
        'PropagationPolicy podinfo has operator Exist of clusterTolerations[0]; expected Exists or Equal; did you mean Exists?',
      ],
    },
    {
      title: 'an operator of nodes',
      base: 'fleet',
      replace: [tolerating('      - key: nodes\n        operator: Lt\n        value: "10"\n')],
      finds: ['PropagationPolicy podinfo has operator Lt of clusterTolerations[0]; expected Exists or Equal'],
    },
    {
      title: 'an effect that no taint has',
      base: 'fleet',
      replace: [tolerating('      - key: dedicated\n        operator: Exists\n        effect: NoSchedul\n')],
      finds: [
        'PropagationPolicy podinfo has effect NoSchedul of clusterTolerations[0]; expected NoSchedule, PreferNoSchedule or NoExecute; did you mean NoSchedule?',
      ],
    },
    {
      title: 'a taint of one value',
      base: 'fleet',
      replace: [tolerating('      - key: dedicated\n        value: tests\n')],
      finds: [],
    },
  ],
  alone: true,
  *check({ repo }) {
    for (const resource of propagationPolicies(repo))
      for (const path of mapsIn(resource, ['spec', 'placement', 'clusterTolerations']))
        for (const field of ['operator', 'effect'] as const) {
          const word = wrongWord(resource, [...path, field], known[field]);
          if (word === undefined) continue;
          yield problemOf(resource, [...path, field], {
            message: `${named(resource)} has ${field} ${word} of clusterTolerations[${path.at(-1)}]; expected ${either(known[field])}${didYouMean(word, known[field])}`,
            help: `write one of ${known[field].join(', ')}`,
          });
        }
  },
};

function wrongWord(resource: Resource, path: Path, words: readonly string[]): string | undefined {
  const word = resource.text(...path);
  return word === undefined || word === '' || hasVariable(word) || words.includes(word) ? undefined : word;
}
