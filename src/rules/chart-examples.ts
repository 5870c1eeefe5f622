import type { ExampleChart } from './rule.ts';

/** The values of the golden repository's podinfo, as a chart brings them; a text of it replaced by another. */
export function podinfoCharts(
  versions: Readonly<Record<string, readonly [old: string, now: string]>>,
  more: Pick<ExampleChart, 'schema' | 'template'> = {},
): readonly ExampleChart[] {
  const changed = Object.entries(versions).map(
    ([version, [old, now]]) => [version, podinfoValues.replace(old, () => now)] as const,
  );
  return [
    {
      url: 'https://stefanprodan.github.io/podinfo',
      chart: 'podinfo',
      versions: Object.fromEntries(changed),
      ...more,
    },
  ];
}

export const podinfoRelease = 'podinfo/helmrelease-podinfo.yaml';
export const podinfoConfig = 'podinfo/configmap-podinfo-helm-chart-value-overrides.yaml';

/** Behind the last line of the golden release: where inline values can be written. */
export const podinfoValuesKey = '      valuesKey: values.yaml # the default, explicit for clarity\n';

const podinfoValues = `replicaCount: 1
image:
  repository: ghcr.io/stefanprodan/podinfo
  tag: 6.14.1
  pullPolicy: IfNotPresent
ui:
  color: "#34577c"
  message: ""
cache: ""
ingress:
  enabled: false
  hosts: []
resources:
  requests:
    cpu: 10m
    memory: 32Mi
`;
