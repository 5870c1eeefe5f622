import { expect, test } from 'vitest';
import { apiState } from '../../src/model/api-state.ts';
import type { FluxVersion } from '../../src/model/flux-version.ts';

const flux = (minor: number, why = 'configured'): FluxVersion => ({ major: 2, minor, why });
const helm = 'helm.toolkit.fluxcd.io';

test('a version that the release serves no more is removed', () => {
  expect(apiState(`${helm}/v2beta1`, 'HelmRelease', flux(9))).toEqual({
    kind: 'removed',
    removedIn: 'Flux 2.7',
    write: `${helm}/v2`,
  });
});

test('a version that a later release drops is deprecated as soon as there is a newer one', () => {
  expect(apiState(`${helm}/v2beta2`, 'HelmRelease', flux(7))).toEqual({
    kind: 'deprecated',
    removedIn: 'Flux 2.8',
    write: `${helm}/v2`,
  });
  expect(apiState(`${helm}/v2beta2`, 'HelmRelease', flux(2))).toEqual({
    kind: 'deprecated',
    removedIn: 'Flux 2.8',
    write: undefined,
  });
});

test('a version that the release does not have yet is too new', () => {
  expect(apiState(`${helm}/v2`, 'HelmRelease', flux(2))).toEqual({
    kind: 'too-new',
    since: 'Flux 2.3',
    write: `${helm}/v2beta2`,
  });
});

test('a version that never was is unknown, unless what runs may be newer than what is known', () => {
  expect(apiState(`${helm}/v2beta9`, 'HelmRelease', flux(9))?.kind).toBe('unknown-version');
  expect(apiState(`${helm}/v3`, 'HelmRelease', flux(9))?.kind).toBe('unknown-version');
  expect(apiState(`${helm}/v3`, 'HelmRelease', flux(9, 'newest known'))).toBeUndefined();
  expect(apiState(`${helm}/v3`, 'HelmRelease', flux(12))).toBeUndefined();
});

test('groups from before Flux 2 are gone', () => {
  expect(apiState('helm.fluxcd.io/v1', 'HelmRelease', flux(9))).toMatchObject({
    kind: 'removed',
    write: `${helm}/v2`,
  });
});

test('an API of Kubernetes is removed when no cluster that Flux runs on serves it', () => {
  expect(apiState('extensions/v1beta1', 'Ingress', flux(9))).toEqual({
    kind: 'removed',
    removedIn: 'Kubernetes 1.22',
    write: 'networking.k8s.io/v1',
  });
  expect(apiState('policy/v1beta1', 'PodDisruptionBudget', flux(0))).toEqual({
    kind: 'deprecated',
    removedIn: 'Kubernetes 1.25',
    write: 'policy/v1',
  });
  expect(apiState('policy/v1beta1', 'PodSecurityPolicy', flux(9))).toMatchObject({ write: undefined });
  expect(apiState('flowcontrol.apiserver.k8s.io/v1beta1', 'FlowSchema', flux(9))).toMatchObject({
    write: 'flowcontrol.apiserver.k8s.io/v1',
  });
});

test('a kind of Kubernetes in a group that never had it is named with its own', () => {
  expect(apiState('v1', 'Deployment', flux(9))).toEqual({ kind: 'unknown-version', write: 'apps/v1' });
});

test('a kind in other letters is named; kinds that may be newer than what is known are left alone', () => {
  expect(apiState('apps/v1', 'Daemonset', flux(9))).toEqual({ kind: 'unknown-kind', near: 'DaemonSet' });
  expect(apiState(`${helm}/v2`, 'Helmrelease', flux(9))).toEqual({
    kind: 'unknown-kind',
    near: 'HelmRelease',
  });
  expect(apiState('v1', 'Event', flux(9))).toBeUndefined();
  expect(apiState('apps/v1', 'Rollout', flux(9))).toBeUndefined();
});

test('what is served is so, and what others define is not known', () => {
  expect(apiState('apps/v1', 'Deployment', flux(9))).toEqual({ kind: 'served' });
  expect(apiState(`${helm}/v2`, 'HelmRelease', flux(9))).toEqual({ kind: 'served' });
  expect(apiState('cert-manager.io/v1', 'ClusterIssuer', flux(9))).toBeUndefined();
  expect(apiState('gateway.networking.k8s.io/v1', 'HTTPRoute', flux(9))).toBeUndefined();
});
