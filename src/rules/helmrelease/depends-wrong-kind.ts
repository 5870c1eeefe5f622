import { wrongKindDependencies } from '../depends.ts';
import type { Rule } from '../rule.ts';

const file = 'podinfo/helmrelease-podinfo.yaml';

export const dependsWrongKind: Rule = {
  id: 'helmrelease/depends-wrong-kind',
  severity: 'error',
  preset: 'recommended',
  since: '0.1.0',
  summary: 'A HelmRelease depends on an object of another kind.',
  why: `\`dependsOn\` of a HelmRelease names objects of the same kind only: a Kustomization cannot wait for a HelmRelease, nor the
other way round. The entry is looked for among the HelmReleases, is never found, and the object waits forever.
Name the HelmRelease that stands for what is meant.`,
  examples: [
    {
      title: 'the name of a Kustomization',
      replace: [
        [
          'redis/helmrelease-redis.yaml',
          '  name: redis\n  namespace: redis\n',
          '  name: cache\n  namespace: redis\n',
        ],
        ['flux-system/kustomizations/kustomization-redis.yaml', '      name: redis\n', '      name: cache\n'],
        [file, 'spec:\n  chart:', 'spec:\n  dependsOn:\n    - name: redis\n      namespace: redis\n  chart:'],
      ],
      move: [['redis/helmrelease-redis.yaml', 'redis/helmrelease-cache.yaml']],
      finds: [
        'HelmRelease podinfo depends on redis, which is a Kustomization; expected the name of a HelmRelease',
      ],
    },
    {
      title: 'the name of a HelmRelease',
      replace: [
        [file, 'spec:\n  chart:', 'spec:\n  dependsOn:\n    - name: redis\n      namespace: redis\n  chart:'],
      ],
      finds: [],
    },
  ],
  check: (context) => wrongKindDependencies(context, 'HelmRelease'),
};
