import type { Rule } from '../rule.ts';
import { yamlRule } from '../yaml-rule.ts';

export const unsafeKey: Rule = yamlRule('unsafe-key', {
  severity: 'error',
  summary: 'A key is no text.',
  why: `Kubernetes objects have texts for keys. kubectl turns a number or a truth value into text; kustomize,
with which Flux builds, refuses the file. Put such a key in quotes.`,
  help: 'put the key in quotes',
  repair: { safe: 'In quotes the key is the one that a Flux Kustomization reads already.' },
  examples: [
    {
      title: 'a port as a key of data',
      replace: [
        [
          'podinfo/configmap-podinfo-helm-chart-value-overrides.yaml',
          '\ndata:\n',
          '\ndata:\n  8080: podinfo\n',
        ],
      ],
      finds: ['key 8080 is a number, not text'],
    },
    {
      title: 'the same in quotes',
      replace: [
        [
          'podinfo/configmap-podinfo-helm-chart-value-overrides.yaml',
          '\ndata:\n',
          '\ndata:\n  "8080": podinfo\n',
        ],
      ],
      finds: [],
    },
  ],
});
