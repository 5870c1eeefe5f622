import { dependencyCycles } from '../depends.ts';
import type { Rule } from '../rule.ts';

const file = 'flux-system/kustomizations/kustomization-podinfo.yaml';

export const dependsCycle: Rule = {
  id: 'kustomization/depends-cycle',
  severity: 'error',
  preset: 'recommended',
  since: '0.1.0',
  summary: 'Kustomizations depend on each other in a circle.',
  why: `Each waits until the other is ready, so none of them is ever reconciled. Flux does not look for circles: nothing
fails, nothing happens. Remove the entry that is not needed; where both are, what they share belongs into a third
that both depend on.`,
  examples: [
    {
      title: 'two that wait for each other',
      replace: [
        [
          'flux-system/kustomizations/kustomization-redis.yaml',
          'spec:\n',
          'spec:\n  dependsOn:\n    - name: podinfo\n',
        ],
      ],
      finds: ['Kustomization podinfo depends on itself: podinfo -> redis -> podinfo'],
    },
    {
      title: 'one that waits for itself',
      replace: [[file, '- name: redis', '- name: podinfo']],
      finds: ['Kustomization podinfo depends on itself'],
    },
    {
      title: 'the order turned round',
      replace: [
        [file, '  dependsOn:\n    - name: redis\n', ''],
        [
          'flux-system/kustomizations/kustomization-redis.yaml',
          'spec:\n',
          'spec:\n  dependsOn:\n    - name: podinfo\n',
        ],
      ],
      finds: [],
    },
  ],
  check: (context) => dependencyCycles(context, 'Kustomization'),
};
