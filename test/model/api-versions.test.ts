import { describe, expect, test } from 'vitest';
import { apiLives, isServed, preferredApiVersion } from '../../src/model/api-versions.ts';
import { fluxGroups } from '../../src/model/resource.ts';

describe('the apiVersion to write', () => {
  test.each([
    ['HelmRelease', fluxGroups.helm, 2, 9, 'helm.toolkit.fluxcd.io/v2'],
    ['HelmRelease', fluxGroups.helm, 2, 3, 'helm.toolkit.fluxcd.io/v2'],
    ['HelmRelease', fluxGroups.helm, 2, 2, 'helm.toolkit.fluxcd.io/v2beta2'],
    ['HelmRelease', fluxGroups.helm, 2, 0, 'helm.toolkit.fluxcd.io/v2beta1'],
    ['Kustomization', fluxGroups.kustomize, 0, 41, 'kustomize.toolkit.fluxcd.io/v1beta2'],
    ['HelmRepository', fluxGroups.source, 2, 2, 'source.toolkit.fluxcd.io/v1beta2'],
    ['OCIRepository', fluxGroups.source, 2, 6, 'source.toolkit.fluxcd.io/v1'],
    ['HelmRelease', fluxGroups.helm, 2, 42, 'helm.toolkit.fluxcd.io/v2'],
  ])('%s of %s in Flux %d.%d is %s', (kind, group, major, minor, expected) => {
    expect(preferredApiVersion(group, kind, { major, minor })).toBe(expected);
  });

  test('is none for a kind that the release does not have', () => {
    expect(preferredApiVersion(fluxGroups.source, 'OCIRepository', { major: 0, minor: 20 })).toBeUndefined();
    expect(preferredApiVersion('example.com', 'Thing', { major: 2, minor: 9 })).toBeUndefined();
  });
});

test('a version is served from its first release until it is removed', () => {
  const old = apiLives(fluxGroups.helm, 'HelmRelease')?.find(({ version }) => version === 'v2beta1');
  const served = [6, 7].map((minor) => old && isServed(old, { major: 2, minor }));
  expect(served).toEqual([true, false]);
});
