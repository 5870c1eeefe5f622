import { dependencyCycles } from '../depends.ts';
import type { Rule } from '../rule.ts';

const file = 'podinfo/helmrelease-podinfo.yaml';

export const dependsCycle: Rule = {
  id: 'helmrelease/depends-cycle',
  severity: 'error',
  preset: 'recommended',
  since: '0.1.0',
  summary: 'HelmReleases depend on each other in a circle.',
  why: `Each waits until the other is ready, so none of them is ever reconciled. Flux does not look for circles: nothing
fails, nothing happens. Remove the entry that is not needed; where both are, what they share belongs into a third
that both depend on.`,
  examples: [
    {
      title: 'two that wait for each other',
      replace: [
        [file, 'spec:\n  chart:', 'spec:\n  dependsOn:\n    - name: redis\n      namespace: redis\n  chart:'],
        [
          'redis/helmrelease-redis.yaml',
          'spec:\n  chart:',
          'spec:\n  dependsOn:\n    - name: podinfo\n      namespace: podinfo\n  chart:',
        ],
      ],
      finds: ['HelmRelease podinfo depends on itself: podinfo -> redis -> podinfo'],
    },
    {
      title: 'one that waits for the other',
      replace: [
        [file, 'spec:\n  chart:', 'spec:\n  dependsOn:\n    - name: redis\n      namespace: redis\n  chart:'],
      ],
      finds: [],
    },
  ],
  check: (context) => dependencyCycles(context, 'HelmRelease'),
};
