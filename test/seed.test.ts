import { expect, test } from 'vitest';
import { filesOf } from '../src/core/change.ts';
import { emptyRoot, plan, textsAfter } from './scaffold/examples.ts';
import { lint } from './support/golden.ts';

/** The three objects of the layout's first example, as their author wrote them for Flux 0.x. */
const first = {
  'flux-system/namespaces/namespace-podinfo.yaml': `apiVersion: v1
kind: Namespace
metadata:
  name: podinfo
`,
  'flux-system/kustomizations/kustomization-podinfo.yaml': `apiVersion: kustomize.toolkit.fluxcd.io/v1beta1
kind: Kustomization
metadata:
  name: podinfo
  namespace: flux-system
spec:
  interval: 15m
  path: podinfo
  prune: true # remove any elements later removed from the above path
  timeout: 2m # if not set, this defaults to interval duration, which is 1h
  sourceRef:
    kind: GitRepository
    name: flux-system
  validation: server
  healthChecks:
    - apiVersion: apps/v1
      kind: Deployment
      name: podinfo
      namespace: podinfo
`,
  'podinfo/helmrelease-podinfo.yaml': `apiVersion: helm.toolkit.fluxcd.io/v2beta1
kind: HelmRelease
metadata:
  name: podinfo
  namespace: podinfo
spec:
  chart:
    spec:
      chart: podinfo # Must be the same as the upstream chart name
      version: 10.x # Pin to semver major versions to avoid breaking changes but still get bugfixes/updates
      sourceRef:
        kind: HelmRepository
        name: podinfo # References the HelmRepository you created earlier
        namespace: flux-system # All HelmRepositories exist in the flux-system namespace
  interval: 15m
  timeout: 5m
  releaseName: podinfo # _may_ be different from the upstream chart name, but could cause confusion
  valuesFrom:
  - kind: ConfigMap
    name: podinfo-helm-chart-value-overrides # Align with the name of the ConfigMap containing all values
    valuesKey: values.yaml # This is the default, but best to be explicit for clarity
`,
};

const files = filesOf({ ...textsAfter(plan(emptyRoot)), ...first });

/** The findings of one severity. */
function said(severity: string): string[] {
  return lint(files)
    .findings.filter((finding) => finding.severity === severity)
    .map(({ rule, message }) => `${rule}: ${message}`)
    .sort();
}

test('the errors are the removed APIs and validation', () => {
  expect(said('error')).toEqual([
    'api/removed-field: Kustomization podinfo has spec.validation, which kustomize.toolkit.fluxcd.io/v1 has no more; v1beta2 had it',
    'api/removed-version: HelmRelease podinfo is written for helm.toolkit.fluxcd.io/v2beta1, which is gone since Flux 2.7; expected helm.toolkit.fluxcd.io/v2',
    'api/removed-version: Kustomization podinfo is written for kustomize.toolkit.fluxcd.io/v1beta1, which is gone since Flux 2.7; expected kustomize.toolkit.fluxcd.io/v1',
  ]);
});

test('each warning has its reason, and there are no others', () => {
  const reasons: Readonly<Record<string, string>> = {
    'values/stale-base: ConfigMap podinfo-helm-chart-value-overrides holds the values of podinfo 6.14.1, but HelmRelease podinfo takes 10.x':
      'there is no podinfo 10: the range excludes the version that new-app took the values from',
    'helmrelease/remediation-missing: HelmRelease podinfo gives up after its first failed installation or upgrade':
      'neither a strategy nor retries: one slow image, and the release stays failed',
    'kustomization/retry-interval-unset: Kustomization podinfo names no retryInterval, and tries again only after 15m':
      'a failure that passes in seconds costs a quarter of an hour',
  };
  expect(said('warning')).toEqual(Object.keys(reasons).sort());
});

test('beside a ConfigMap of its time, on a Flux of its time, only the retries are missing', () => {
  const old = filesOf({
    ...textsAfter(plan(emptyRoot)),
    ...first,
    'podinfo/configmap-podinfo-helm-chart-value-overrides.yaml': `apiVersion: v1
kind: ConfigMap
metadata:
  name: podinfo-helm-chart-value-overrides
  namespace: podinfo
data:
  values.yaml: |
    replicaCount: 1
`,
  });
  const rules = lint(old, { fluxVersion: '2.6' }).findings.map(({ rule }) => rule);
  expect(rules.filter((rule) => /^(?:helmrelease|values)\//.test(rule))).toEqual([
    'helmrelease/remediation-missing',
  ]);
});
