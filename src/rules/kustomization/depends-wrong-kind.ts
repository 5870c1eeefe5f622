import { wrongKindDependencies } from '../depends.ts';
import type { Rule } from '../rule.ts';

const file = 'flux-system/kustomizations/kustomization-podinfo.yaml';

export const dependsWrongKind: Rule = {
  id: 'kustomization/depends-wrong-kind',
  severity: 'error',
  preset: 'recommended',
  since: '0.1.0',
  summary: 'A Kustomization depends on an object of another kind.',
  why: `\`dependsOn\` of a Kustomization names objects of the same kind only: a Kustomization cannot wait for a HelmRelease, nor the
other way round. The entry is looked for among the Kustomizations, is never found, and the object waits forever.
Name the Kustomization that stands for what is meant.`,
  examples: [
    {
      title: 'the name of a HelmRelease',
      replace: [
        [file, '- name: redis', '- name: cache'],
        [
          'redis/helmrelease-redis.yaml',
          '  name: redis\n  namespace: redis\n',
          '  name: cache\n  namespace: redis\n',
        ],
        ['flux-system/kustomizations/kustomization-redis.yaml', '      name: redis\n', '      name: cache\n'],
      ],
      move: [['redis/helmrelease-redis.yaml', 'redis/helmrelease-cache.yaml']],
      finds: [
        'Kustomization podinfo depends on cache, which is a HelmRelease; expected the name of a Kustomization',
      ],
    },
    {
      title: 'the name of a Kustomization',
      replace: [[file, '- name: redis', '- name: redis\n      namespace: flux-system']],
      finds: [],
    },
  ],
  check: (context) => wrongKindDependencies(context, 'Kustomization'),
};
