import { isFilled } from '../../yaml/render.ts';
import { overridePolicies } from '../fleet-policies.ts';
import { named, problemOf } from '../named.ts';
import type { Rule } from '../rule.ts';

const override = 'podinfo/overridepolicy-podinfo.yaml';

export const rulesAndOverriders: Rule = {
  id: 'fleet/rules-and-overriders',
  severity: 'error',
  preset: 'recommended',
  since: '0.1.0',
  summary: 'An override policy has overrideRules, and beside them a target or overriders of the old form.',
  why: `\`overrideRules\` took the place of \`spec.targetCluster\` and \`spec.overriders\`. Karmada's webhook refuses a policy with
both (\`ValidateOverrideSpec\`). It does not notice a \`fieldOverrider\` of the old form: that one is stored and passed over,
as long as there are rules.`,
  examples: [
    {
      title: 'a target beside rules',
      base: 'fleet',
      replace: [[override, 'spec:\n', 'spec:\n  targetCluster:\n    clusterNames:\n      - member2\n']],
      finds: [
        'OverridePolicy podinfo has spec.targetCluster beside overrideRules; expected it in a rule of its own',
      ],
    },
    {
      title: 'overriders beside rules',
      base: 'fleet',
      replace: [
        [
          override,
          'spec:\n',
          'spec:\n  overriders:\n    labelsOverrider:\n      - operator: add\n        value:\n          team: web\n',
        ],
      ],
      finds: [
        'OverridePolicy podinfo has spec.overriders beside overrideRules; expected it in a rule of its own',
      ],
    },
    { title: 'rules alone', base: 'fleet', finds: [] },
    {
      title: 'overriders that are empty',
      base: 'fleet',
      replace: [[override, 'spec:\n', 'spec:\n  overriders:\n    plaintext: []\n']],
      finds: [],
    },
  ],
  alone: true,
  *check({ repo }) {
    for (const resource of overridePolicies(repo)) {
      if (resource.list('spec', 'overrideRules').length === 0) continue;
      for (const field of ['targetCluster', 'overriders']) {
        const value = resource.get('spec', field) ?? null;
        // Empty overriders say nothing, empty lists of them neither (`emptyOverrides`); an empty target says all clusters.
        const isSaid = field === 'targetCluster' ? value !== null : Object.values(value ?? {}).some(isFilled);
        if (!isSaid) continue;
        yield {
          ...problemOf(resource, ['spec', field], {
            message: `${named(resource)} has spec.${field} beside overrideRules; expected it in a rule of its own`,
            help: 'make targetCluster and overriders an item of overrideRules, or remove them',
            related: [{ at: resource.keyAt('spec', 'overrideRules'), message: 'the rules stand here' }],
          }),
          at: resource.keyAt('spec', field),
        };
      }
    }
  },
};
