import type { Example } from './rule.ts';

/** How the golden release names its chart. */
export const chart = `  chart:
    spec:
      chart: podinfo # the upstream chart's name
      version: 6.x # pinned to the major version
      sourceRef:
        kind: HelmRepository
        name: podinfo
        namespace: flux-system # all HelmRepositories live in flux-system
`;

/** The golden repository with podinfo's chart from a registry; `spec` are the lines below the OCIRepository's `spec:`. */
export function withRegistry(spec: string): Pick<Example, 'replace' | 'create' | 'remove'> {
  return {
    replace: [
      [
        'podinfo/helmrelease-podinfo.yaml',
        chart,
        '  chartRef:\n    kind: OCIRepository\n    name: podinfo\n    namespace: flux-system\n',
      ],
    ],
    remove: ['flux-system/helmrepositories/helmrepository-podinfo.yaml'],
    create: {
      'flux-system/ocirepositories/ocirepository-podinfo.yaml': `apiVersion: source.toolkit.fluxcd.io/v1
kind: OCIRepository
metadata:
  name: podinfo
  namespace: flux-system
spec:
  interval: 15m
${spec}`,
    },
  };
}

/** What tells Flux which layer of an artifact is the chart. */
export const chartLayer =
  '  layerSelector:\n    mediaType: application/vnd.cncf.helm.chart.content.v1.tar+gzip\n    operation: copy\n';
