import type { Rule } from '../rule.ts';
import { schemaFaults } from '../schema-faults.ts';

const release = 'podinfo/helmrelease-podinfo.yaml';
const kustomization = 'flux-system/kustomizations/kustomization-podinfo.yaml';

export const unknownField: Rule = {
  id: 'schema/unknown-field',
  severity: 'error',
  preset: 'recommended',
  since: '0.1.0',
  summary: 'An object has a field that its API does not know.',
  why: `Flux applies on the server side, and there a field that the API does not declare is refused: the object stays
as it was, and with it everything that the same Kustomization applies. Most unknown fields are slips, or fields that
stand one level too high or too low. The schemas are those of Flux, Kubernetes, Karmada and kustomize; objects of
other kinds are counted in the summary and not judged.`,
  examples: [
    {
      title: 'a slip',
      replace: [[release, '  timeout: 5m', '  timeuot: 5m']],
      finds: ['HelmRelease podinfo has unknown field spec.timeuot; did you mean timeout?'],
    },
    {
      title: 'the version beside the chart',
      replace: [
        [release, '      version: 6.x # pinned to the major version\n', ''],
        [release, '  chart:\n', '  chart:\n    version: 6.x\n'],
      ],
      finds: ['HelmRelease podinfo has unknown field spec.chart.version; it belongs under spec.chart.spec'],
    },
    {
      title: 'a key called key',
      replace: [[release, 'valuesKey: values.yaml #', 'key: values.yaml #']],
      finds: ['HelmRelease podinfo has unknown field spec.valuesFrom[0].key; did you mean valuesKey?'],
    },
    {
      title: 'values from another namespace',
      replace: [
        [
          release,
          '      valuesKey: values.yaml #',
          '      namespace: podinfo\n      valuesKey: values.yaml #',
        ],
      ],
      finds: ['HelmRelease podinfo has unknown field spec.valuesFrom[0].namespace'],
    },
    {
      title: 'whatever stands in the values of a release is the chart’s business',
      replace: [
        [release, '  releaseName: podinfo\n', '  releaseName: podinfo\n  values:\n    anything: true\n'],
      ],
      finds: [],
    },
    {
      title: 'a field in its place',
      replace: [[kustomization, '  prune: true', '  wait: false\n  prune: true']],
      finds: [],
    },
  ],
  alone: true,
  check: (context) => schemaFaults(context, 'unknown-field'),
};
