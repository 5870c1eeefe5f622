import { propagationPolicies, selectorsIn } from '../fleet-policies.ts';
import { named, problemOf } from '../named.ts';
import type { Rule } from '../rule.ts';

const policy = 'podinfo/propagationpolicy-podinfo.yaml';
const unnamed =
  '    - apiVersion: v1\n      kind: Secret\n      labelSelector:\n        matchLabels:\n          app: podinfo\n';

export const preemptionUnnamed: Rule = {
  id: 'fleet/preemption-unnamed',
  severity: 'error',
  preset: 'recommended',
  since: '0.1.0',
  summary: 'A policy that takes objects from others does not name them.',
  why: `With \`preemption: Always\` a policy takes what another one of lower priority holds. So that it takes no more than is
meant, Karmada's webhook refuses such a policy when one of its selectors has no \`name\`
(\`validateResourceSelectorsIfPreemptionEnabled\`).`,
  examples: [
    {
      title: 'a selector by labels',
      base: 'fleet',
      replace: [
        [
          policy,
          'spec:\n  resourceSelectors:\n',
          `spec:\n  preemption: Always\n  resourceSelectors:\n${unnamed}`,
        ],
      ],
      finds: [
        'PropagationPolicy podinfo has preemption: Always and selects every Secret by labels; expected a name in each selector',
      ],
    },
    {
      title: 'named objects',
      base: 'fleet',
      replace: [[policy, 'spec:\n', 'spec:\n  preemption: Always\n']],
      finds: [],
    },
  ],
  alone: true,
  *check({ repo }) {
    for (const resource of propagationPolicies(repo)) {
      if (resource.text('spec', 'preemption') !== 'Always') continue;
      for (const { name, kind, path } of selectorsIn(resource)) {
        if (name !== '') continue;
        const how = resource.has(...path, 'labelSelector') ? ' by labels' : '';
        yield problemOf(resource, path, {
          message: `${named(resource)} has preemption: Always and selects every ${kind}${how}; expected a name in each selector`,
          help: 'name the objects, or leave preemption: Never and give the policy a higher priority before it is applied',
          related: [{ at: resource.at('spec', 'preemption'), message: 'preemption is switched on here' }],
        });
      }
    }
  },
};
