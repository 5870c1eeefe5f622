import { missingDependencies } from '../depends.ts';
import type { Rule } from '../rule.ts';

const file = 'flux-system/kustomizations/kustomization-podinfo.yaml';

export const dependsMissing: Rule = {
  id: 'kustomization/depends-missing',
  severity: 'error',
  preset: 'recommended',
  since: '0.1.0',
  summary: 'A Kustomization depends on one that does not exist.',
  why: `Flux reconciles a Kustomization only when everything under \`dependsOn\` is ready. What does not exist is never ready:
the object waits forever, and says so only in its status. Entries without \`namespace\` are looked for in the
object's own.`,
  examples: [
    {
      title: 'a slip in the name',
      replace: [[file, '- name: redis', '- name: rediss']],
      finds: [
        'Kustomization podinfo depends on Kustomization rediss, which does not exist; did you mean redis?',
      ],
    },
    {
      title: 'a name that was never here',
      replace: [[file, '- name: redis', '- name: cert-manager']],
      finds: ['Kustomization podinfo depends on Kustomization cert-manager, which does not exist'],
    },
    {
      title: 'two that are there',
      replace: [
        ['flux-system/kustomizations/kustomization-redis.yaml', 'spec:\n', 'spec:\n  dependsOn: []\n'],
      ],
      finds: [],
    },
  ],
  check: (context) => missingDependencies(context, 'Kustomization'),
};
