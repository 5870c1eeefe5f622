import type { Rule } from '../rule.ts';
import { yamlRule } from '../yaml-rule.ts';

export const mergeKey: Rule = yamlRule('merge-key', {
  severity: 'error',
  summary: 'A merge key (`<<`) means one thing to kubectl and another to Flux.',
  why: `A merge key takes the keys of another mapping over. The two readers of Kubernetes differ: behind a key
that is written out, kubectl lets the merged value win and kustomize the written one; in quotes,
kustomize drops it. Put \`<<\` first, or write the keys out: repeating three lines is cheaper than not
knowing what is applied.`,
  help: 'write the merged keys out',
  examples: [
    {
      title: 'merged behind a key that is written out',
      replace: [
        [
          'podinfo/configmap-podinfo-helm-chart-value-overrides.yaml',
          '  labels:\n',
          '  labels:\n    team: web\n    <<: {team: shop}\n',
        ],
      ],
      finds: [
        '<< stands behind team, which it also sets: kubectl takes the merged value, a Flux Kustomization the written one',
      ],
    },
    {
      title: 'merged first',
      replace: [
        [
          'podinfo/configmap-podinfo-helm-chart-value-overrides.yaml',
          '  labels:\n',
          '  labels:\n    <<: {team: shop}\n    team: web\n',
        ],
      ],
      finds: [],
    },
  ],
});
