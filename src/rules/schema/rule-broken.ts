import { chart } from '../oci-example.ts';
import type { Rule } from '../rule.ts';
import { schemaFaults } from '../schema-faults.ts';

const release = 'podinfo/helmrelease-podinfo.yaml';
const kustomization = 'flux-system/kustomizations/kustomization-podinfo.yaml';

export const ruleBroken: Rule = {
  id: 'schema/rule-broken',
  severity: 'error',
  preset: 'recommended',
  since: '0.1.0',
  summary: 'Fields of an object do not go together.',
  why: `Beyond the types of single fields an API has rules about several of them: a HelmRelease takes its chart from
\`chart\` or from \`chartRef\`, not from both and not from neither. The API server evaluates them (they are written in
CEL, as \`x-kubernetes-validations\` of the CustomResourceDefinition) and refuses an object that breaks one; Flux then
applies nothing of the same Kustomization. Rules about changes are not judged, and neither are those whose answer hangs
on a variable.`,
  examples: [
    {
      title: 'no chart at all',
      replace: [[release, chart, '']],
      finds: ['HelmRelease podinfo has none of chart or chartRef in spec; expected exactly one of them'],
    },
    {
      title: 'a strategy that knows no waiting',
      replace: [
        [
          release,
          '  install:\n    strategy:\n      name: RetryOnFailure',
          '  install:\n    remediation:\n      retries: 3\n    strategy:\n      name: RemediateOnFailure\n      retryInterval: 5m',
        ],
      ],
      finds: [
        'HelmRelease podinfo has spec.install.strategy.retryInterval with strategy RemediateOnFailure, which does not wait',
      ],
    },
    {
      title: 'a patch that is file and text',
      create: {
        'podinfo/kustomization.yaml': `resources:
  - helmrelease-podinfo.yaml
  - configmap-podinfo-helm-chart-value-overrides.yaml
patches:
  - path: helmrelease-podinfo.yaml
    patch: |
      - op: remove
        path: /spec/timeout
`,
      },
      finds: ['Kustomization has path and patch in patches[0]; expected exactly one of them'],
    },
    {
      title: 'credentials of another cluster, from one of two places',
      replace: [
        [
          kustomization,
          '  prune: true',
          '  kubeConfig:\n    secretRef:\n      name: member-one\n  prune: true',
        ],
      ],
      finds: [],
    },
  ],
  alone: true,
  check: (context) => schemaFaults(context, 'rule-broken'),
};
