import { named } from '../named.ts';
import type { Rule } from '../rule.ts';
import { valuesProblems } from '../values-blocks.ts';

const config = 'podinfo/configmap-podinfo-helm-chart-value-overrides.yaml';

export const duplicateKey: Rule = {
  id: 'values/duplicate-key',
  severity: 'error',
  preset: 'recommended',
  since: '0.1.0',
  summary: 'A key stands twice in the values inside a ConfigMap.',
  why: `Helm takes the last one and drops the other, with everything below it, without a word: settings that stand in
the file have no effect. It happens when a block is pasted under values that have it already, far above. Where the
text is exactly what the chart said, as the annotation \`gitops-kit/values-digest\` tells, nothing is reported.`,
  examples: [
    {
      title: 'a block pasted a second time',
      replace: [
        [
          config,
          '    ingress:\n      enabled: false\n',
          '    image:\n      tag: 6.15.0\n\n    ingress:\n      enabled: false\n',
        ],
      ],
      finds: [
        'values.yaml of ConfigMap podinfo-helm-chart-value-overrides: key image is there twice in one mapping',
      ],
    },
    {
      title: 'the same key on two levels',
      replace: [[config, '      hosts: []\n', '      hosts: []\n      image: {}\n']],
      finds: [],
    },
  ],
  alone: true,
  *check({ repo }) {
    for (const { resource, key, kind, message, help, at, related } of valuesProblems(repo)) {
      if (kind !== 'duplicate-key') continue;
      yield {
        at,
        object: resource.object,
        message: `${key} of ${named(resource)}: ${message}`,
        help: help ?? 'keep one of the two',
        ...(related === undefined ? {} : { related: [related] }),
      };
    }
  },
};
