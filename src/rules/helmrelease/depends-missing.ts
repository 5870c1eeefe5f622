import { missingDependencies } from '../depends.ts';
import type { Rule } from '../rule.ts';

const file = 'podinfo/helmrelease-podinfo.yaml';

export const dependsMissing: Rule = {
  id: 'helmrelease/depends-missing',
  severity: 'error',
  preset: 'recommended',
  since: '0.1.0',
  summary: 'A HelmRelease depends on one that does not exist.',
  why: `Flux reconciles a HelmRelease only when everything under \`dependsOn\` is ready. What does not exist is never ready:
the object waits forever, and says so only in its status. Entries without \`namespace\` are looked for in the
object's own.`,
  examples: [
    {
      title: 'the namespace left out',
      replace: [[file, 'spec:\n  chart:', 'spec:\n  dependsOn:\n    - name: redis\n  chart:']],
      finds: [
        'HelmRelease podinfo depends on HelmRelease redis in namespace podinfo, which does not exist; there is one in namespace redis',
      ],
    },
    {
      title: 'a slip in the name',
      replace: [
        [
          file,
          'spec:\n  chart:',
          'spec:\n  dependsOn:\n    - name: rediss\n      namespace: redis\n  chart:',
        ],
      ],
      finds: ['HelmRelease podinfo depends on HelmRelease rediss, which does not exist; did you mean redis?'],
    },
    {
      title: 'name and namespace of a HelmRelease',
      replace: [
        [file, 'spec:\n  chart:', 'spec:\n  dependsOn:\n    - name: redis\n      namespace: redis\n  chart:'],
      ],
      finds: [],
    },
  ],
  check: (context) => missingDependencies(context, 'HelmRelease'),
};
