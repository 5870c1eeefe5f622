import { expect, test } from 'vitest';
import { type Resource, resourcesOf } from '../../src/model/resource.ts';
import { readYaml } from '../../src/yaml/read.ts';

const read = (text: string): Resource[] => resourcesOf('podinfo.yaml', readYaml(text));
const one = (text: string): Resource => {
  const [resource] = read(text);
  if (resource === undefined) throw new Error('the text holds no object');
  return resource;
};

const release = `apiVersion: helm.toolkit.fluxcd.io/v2
kind: HelmRelease
metadata:
  name: podinfo
  namespace: apps
spec:
  interval: 15m
  suspend: yes
  valuesFrom:
    - kind: ConfigMap
      name: podinfo-values
`;

test('an object knows its identity', () => {
  expect(one(release)).toMatchObject({
    file: 'podinfo.yaml',
    document: 0,
    apiVersion: 'helm.toolkit.fluxcd.io/v2',
    group: 'helm.toolkit.fluxcd.io',
    version: 'v2',
    kind: 'HelmRelease',
    name: 'podinfo',
    namespace: 'apps',
    object: {
      apiVersion: 'helm.toolkit.fluxcd.io/v2',
      kind: 'HelmRelease',
      namespace: 'apps',
      name: 'podinfo',
    },
  });
  expect(one('apiVersion: v1\nkind: Namespace\nmetadata: {name: apps}\n')).toMatchObject({
    group: '',
    version: 'v1',
    namespace: undefined,
  });
});

test('values are read as a Flux Kustomization reads them', () => {
  const resource = one(release);
  expect(resource.get('spec', 'suspend')).toBe('yes');
  expect(resource.text('spec', 'interval')).toBe('15m');
  expect(resource.text('spec', 'valuesFrom')).toBeUndefined();
  expect(resource.text('spec', 'valuesFrom', 0, 'name')).toBe('podinfo-values');
  expect(resource.list('spec', 'valuesFrom')).toHaveLength(1);
  expect(resource.list('spec', 'dependsOn')).toEqual([]);
  expect(resource.get('spec', 'toString')).toBeUndefined();
});

test('a value that a merge key brings in is found', () => {
  const resource = one(
    'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a, labels: &l {app: podinfo}}\ndata:\n  <<: *l\n  own: x\n',
  );
  expect(resource.get('data', 'app')).toBe('podinfo');
  expect(resource.get('data', 'none')).toBeUndefined();
});

test('a value has a place, and an absent one that of its nearest parent', () => {
  const resource = one(release);
  const shown = ({ range }: { readonly range: { readonly start: number; readonly end: number } }): string =>
    release.slice(range.start, range.end);
  expect(shown(resource.at('spec', 'interval'))).toBe('15m');
  expect(shown(resource.keyAt('spec', 'interval'))).toBe('interval');
  expect(shown(resource.at('spec', 'timeout'))).toBe('spec');
  expect(shown(resource.keyAt('spec', 'timeout'))).toBe('spec');
});

test('lists are expanded, one in the other', () => {
  const names = read(`apiVersion: v1
kind: List
items:
  - {apiVersion: v1, kind: Namespace, metadata: {name: a}}
  - apiVersion: v1
    kind: ConfigMapList
    items:
      - {apiVersion: v1, kind: ConfigMap, metadata: {name: b}}
  - just a text
`).map(({ kind, name, document }) => [kind, name, document]);
  expect(names).toEqual([
    ['Namespace', 'a', 0],
    ['ConfigMap', 'b', 0],
  ]);
});

test('what has no apiVersion and kind, and what speaks to kustomize, is no object', () => {
  expect(read('replicaCount: 1\n---\n- a\n---\ntext\n---\n')).toEqual([]);
  expect(read('apiVersion: kustomize.config.k8s.io/v1beta1\nkind: Kustomization\nresources: []\n')).toEqual(
    [],
  );
  expect(read('kind: Namespace\nmetadata: {name: a}\n')).toEqual([]);
});

test('a name that is no text is kept as it is written', () => {
  expect(one('apiVersion: v1\nkind: Namespace\nmetadata: {name: 007}\n').name).toBe('007');
  expect(one('apiVersion: v1\nkind: Namespace\n').name).toBe('');
});
