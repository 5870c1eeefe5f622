import { named } from '../named.ts';
import type { Rule } from '../rule.ts';
import { valuesProblems } from '../values-blocks.ts';

const config = 'podinfo/configmap-podinfo-helm-chart-value-overrides.yaml';

export const invalidYaml: Rule = {
  id: 'values/invalid-yaml',
  severity: 'error',
  preset: 'recommended',
  since: '0.1.0',
  summary: 'The values inside a ConfigMap are no YAML, or not a mapping.',
  why: `To Kubernetes the values are one long text: nobody looks into it until Helm does, in the cluster. Then the
release is not upgraded, and the error names a line of the values, not of the file. Here the values are read as Helm
reads them, and the position is that of the file.`,
  examples: [
    {
      title: 'a line indented too far',
      replace: [[config, '      tag: 6.14.1', '        tag: 6.14.1']],
      finds: [
        'values.yaml of ConfigMap podinfo-helm-chart-value-overrides: indented further than the entry before it, which has a value of its own',
      ],
    },
    {
      title: 'a tab',
      replace: [[config, '      tag: 6.14.1', '    \ttag: 6.14.1']],
      finds: [
        'values.yaml of ConfigMap podinfo-helm-chart-value-overrides: a tab where Kubernetes wants spaces',
      ],
    },
    {
      title: 'a quote that is never closed',
      replace: [[config, 'message: ""', 'message: "']],
      finds: ['values.yaml of ConfigMap podinfo-helm-chart-value-overrides: a quote that is never closed'],
    },
    {
      title: 'a text where a mapping is meant',
      replace: [
        [
          config,
          `  values.yaml: |
    # How many copies run.
    replicaCount: 2

    image:
      repository: ghcr.io/stefanprodan/podinfo
      tag: 6.14.1
      pullPolicy: IfNotPresent

    ui:
      color: "#34577c" # the colour of the page
      message: ""

    # Where podinfo keeps what it is told.
    cache: tcp://redis.redis:6379

    ingress:
      enabled: false
      hosts: []

    resources:
      requests:
        cpu: 10m
        memory: 32Mi
`,
          '  values.yaml: replicaCount=2\n',
        ],
      ],
      finds: [
        'values.yaml of ConfigMap podinfo-helm-chart-value-overrides: the document is a single value, not a mapping',
      ],
    },
    {
      title: 'words that only Helm reads',
      replace: [[config, 'enabled: false', 'enabled: off']],
      finds: [],
    },
  ],
  alone: true,
  *check({ repo }) {
    for (const { resource, key, kind, message, help, at, related } of valuesProblems(repo)) {
      if (kind === 'duplicate-key') continue;
      yield {
        at,
        object: resource.object,
        message: `${key} of ${named(resource)}: ${message}`,
        help: help ?? 'Helm cannot read the values, and the release is not upgraded',
        ...(related === undefined ? {} : { related: [related] }),
      };
    }
  },
};
