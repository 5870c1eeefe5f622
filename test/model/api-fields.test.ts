import { expect, test } from 'vitest';
import { fieldLife, fieldsToMove, goneFields, laterFields } from '../../src/model/api-fields.ts';

const helm = 'helm.toolkit.fluxcd.io';
const kustomize = 'kustomize.toolkit.fluxcd.io';

test('a field of an older version that this one has not is known with its remedy', () => {
  expect(fieldLife(kustomize, 'v1', 'Kustomization', ['spec', 'validation'])).toEqual({
    field: 'spec.validation',
    until: 'v1beta2',
    remedy: 'remove spec.validation',
  });
});

test('an index counts as any, and a path below a field as the field', () => {
  const path = ['spec', 'postRenderers', 3, 'kustomize', 'patchesJson6902', 0, 'target'];
  expect(fieldLife(helm, 'v2', 'HelmRelease', path)?.remedy).toBe(
    'move the entries of spec.postRenderers[].kustomize.patchesJson6902 to the end of spec.postRenderers[].kustomize.patches, each under patch:',
  );
});

test('a field that the version has, or that no version had, has no such life', () => {
  expect(fieldLife(kustomize, 'v1beta2', 'Kustomization', ['spec', 'validation'])).toBeUndefined();
  expect(fieldLife(kustomize, 'v1', 'Kustomization', ['spec', 'patches'])).toBeUndefined();
  expect(fieldLife(kustomize, 'v1', 'Kustomization', ['spec', 'valuesFile'])).toBeUndefined();
  expect(goneFields('apps', 'v1', 'Deployment')).toEqual([]);
});

test('the fields to move with an apiVersion are those that the next one lacks', () => {
  expect(fieldsToMove(helm, 'v2beta1', 'HelmRelease').map(({ field }) => field)).toEqual([
    'spec.chart.spec.valuesFile',
    'spec.postRenderers[].kustomize.patchesJson6902',
    'spec.postRenderers[].kustomize.patchesStrategicMerge',
  ]);
  expect(fieldsToMove(helm, 'v2', 'HelmRelease')).toEqual([]);
});

test('a field is later than a release that does not have it yet', () => {
  const api = { group: helm, version: 'v2', kind: 'HelmRelease' };
  const fields = laterFields(api, { major: 2, minor: 8 });
  expect(fields).toContainEqual({ field: 'spec.valuesFrom[].literal', value: undefined, since: '2.9' });
  expect(fields.map(({ field }) => field)).not.toContain('spec.waitStrategy');
  expect(laterFields(api, { major: 2, minor: 9 })).toEqual([]);
});

test('a value may be later than its field', () => {
  const api = { group: kustomize, version: 'v1', kind: 'Kustomization' };
  expect(laterFields(api, { major: 2, minor: 6 })).toContainEqual({
    field: 'spec.sourceRef.kind',
    value: 'ExternalArtifact',
    since: '2.7',
  });
});
