/** The override of the base `fleet`, which examples change. */
export const overrideFile = 'podinfo/overridepolicy-podinfo.yaml';

/** What it does on member1. */
export const replicasOverrider = `        fieldOverrider:
          - fieldPath: /data/values.yaml
            yaml:
              - subPath: /replicaCount
                operator: replace
                value: 3
`;

/** Lets it select the HelmRelease in place of the values. */
export const onRelease: [path: string, old: string, now: string] = [
  overrideFile,
  '    - apiVersion: v1\n      kind: ConfigMap\n      name: podinfo-helm-chart-value-overrides\n',
  '    - apiVersion: helm.toolkit.fluxcd.io/v2\n      kind: HelmRelease\n      name: podinfo\n',
];
