import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { crdDefaults } from '../../src/fleet/crd-defaults.ts';
import { newestVersion } from '../../src/fleet/preferred.ts';
import {
  arriving,
  cluster,
  clusterPropagation,
  clustersFor,
  configMap,
  configMaps,
  fleetOfObjects,
  object,
  on,
  propagation,
  release,
  releases,
  templateOf,
} from '../support/fleet.ts';

test('rule 1: objects and policies without a namespace are in `default`', () => {
  const fleet = fleetOfObjects([release('podinfo'), propagation('podinfo', [releases()], on('member1'))]);
  expect(templateOf(fleet, 'HelmRelease default/podinfo').namespace).toBe('default');
  expect(arriving(fleet, 'HelmRelease default/podinfo', 'member1')['metadata']).toEqual({
    name: 'podinfo',
    namespace: 'default',
  });
});

test('rule 1: the last of two documents of one object counts', () => {
  const fleet = fleetOfObjects([
    configMap('podinfo/settings', { data: { color: 'blue' } }),
    configMap('podinfo/settings', { data: { color: 'green' } }),
    propagation('podinfo/all', [configMaps()], on('member1')),
  ]);
  expect(fleet.templates).toHaveLength(1);
  expect(arriving(fleet, 'ConfigMap podinfo/settings', 'member1')['data']).toEqual({ color: 'green' });
});

test('rule 2: a selector without namespace gets that of its namespaced policy', () => {
  const fleet = fleetOfObjects([release('podinfo/podinfo'), propagation('podinfo/all', [releases()])]);
  expect(fleet.propagationPolicies[0]?.selectors[0]?.namespace).toBe('podinfo');
  expect(clustersFor(fleet, 'HelmRelease podinfo/podinfo')).toHaveLength(3);
});

test('rule 2: a selector without namespace of a cluster-wide policy means every namespace', () => {
  const fleet = fleetOfObjects([
    release('podinfo/podinfo'),
    release('redis/redis'),
    clusterPropagation('all', [releases()]),
  ]);
  expect(clustersFor(fleet, 'HelmRelease podinfo/podinfo')).toHaveLength(3);
  expect(clustersFor(fleet, 'HelmRelease redis/redis')).toHaveLength(3);
});

test('rule 2: minGroups 0 is 1, and a constraint of nothing is one of clusters', () => {
  const fleet = fleetOfObjects([
    release('podinfo/podinfo'),
    propagation('podinfo/one', [releases()], { placement: { spreadConstraints: [{ maxGroups: 1 }] } }),
  ]);
  expect(clustersFor(fleet, 'HelmRelease podinfo/podinfo')).toEqual(['member1']);
});

test('rule 3: an object of an old version is matched and sent as the preferred one', () => {
  const fleet = fleetOfObjects([
    object('source.toolkit.fluxcd.io/v1beta2', 'HelmRepository', 'podinfo/podinfo'),
    propagation('podinfo/podinfo', [{ apiVersion: 'source.toolkit.fluxcd.io/v1', kind: 'HelmRepository' }]),
  ]);
  expect(arriving(fleet, 'HelmRepository podinfo/podinfo', 'member1')['apiVersion']).toBe(
    'source.toolkit.fluxcd.io/v1',
  );
});

test('rule 4: stable versions go before beta ones, these before alpha ones, higher before lower', () => {
  const versions = ['v1alpha1', 'v2beta1', 'v1', 'v10', 'v2beta2', 'v2', 'next'];
  const order: string[] = [];
  for (let left = versions; left.length > 0; left = left.filter((each) => !order.includes(each)))
    order.push(newestVersion(left) ?? '');
  expect(order).toEqual(['v10', 'v2', 'v1', 'v2beta2', 'v2beta1', 'v1alpha1', 'next']);
});

test.each([
  ['2.2', 'helm.toolkit.fluxcd.io/v2beta2'],
  ['2.9', 'helm.toolkit.fluxcd.io/v2'],
])('rule 4: a plane with Flux %s prefers %s', (fluxVersion, version) => {
  const fleet = fleetOfObjects([release('podinfo/podinfo')], { settings: { fluxVersion } });
  expect(templateOf(fleet, 'HelmRelease podinfo/podinfo').apiVersion).toBe(version);
});

test('rule 4: a CustomResourceDefinition of the repository says what its kind prefers', () => {
  const versions = [
    { name: 'v1', served: true },
    { name: 'v2', served: false },
  ];
  const names = { kind: 'Widget', plural: 'widgets' };
  const fleet = fleetOfObjects([
    object('apiextensions.k8s.io/v1', 'CustomResourceDefinition', 'widgets.example.com', {
      spec: { group: 'example.com', scope: 'Cluster', names, versions },
    }),
    object('example.com/v1alpha1', 'Widget', 'one'),
  ]);
  expect(templateOf(fleet, 'Widget one').apiVersion).toBe('example.com/v1');
});

test('rule 5: a policy at another version than the preferred one matches nothing', () => {
  const stale = { apiVersion: 'helm.toolkit.fluxcd.io/v2beta1', kind: 'HelmRelease' };
  const fleet = fleetOfObjects([
    object('helm.toolkit.fluxcd.io/v2beta1', 'HelmRelease', 'podinfo/podinfo'),
    propagation('podinfo/podinfo', [stale]),
  ]);
  const decision = fleet.decide(templateOf(fleet, 'HelmRelease podinfo/podinfo'));
  expect(decision.clusters).toEqual([]);
  expect(decision.considered().map(({ verdict, why }) => `${verdict}: ${why}`)).toEqual([
    'no match: it selects helm.toolkit.fluxcd.io/v2beta1, and the control plane has helm.toolkit.fluxcd.io/v2',
  ]);
});

test('rule 6: what the definitions set is there before overrides, so a replace of it works', () => {
  const fleet = fleetOfObjects([
    release('podinfo/podinfo', { spec: { chart: { spec: { chart: 'podinfo' } } } }),
    propagation('podinfo/podinfo', [releases()]),
    object('policy.karmada.io/v1alpha1', 'OverridePolicy', 'podinfo/version', {
      spec: {
        overrideRules: [
          {
            overriders: {
              plaintext: [{ path: '/spec/chart/spec/version', operator: 'replace', value: '6.x' }],
            },
          },
        ],
      },
    }),
  ]);
  expect(arriving(fleet, 'HelmRelease podinfo/podinfo', 'member1')['spec']).toEqual({
    chart: { spec: { chart: 'podinfo', version: '6.x', reconcileStrategy: 'ChartVersion' } },
  });
});

test('rule 6: the defaults are those of the schemas', () => {
  const found: Record<string, Record<string, unknown>> = {};
  const root = new URL('../../schemas/flux/', import.meta.url);
  for (const group of ['helm', 'kustomize', 'source'].map((each) => `${each}.toolkit.fluxcd.io`)) {
    for (const file of readdirSync(new URL(`${group}/`, root))) {
      const schema = JSON.parse(readFileSync(new URL(`${group}/${file}`, root), 'utf8'));
      const { apiVersion, kind } = schema.properties;
      const key = `${apiVersion.const} ${kind.const}`;
      if (!Object.hasOwn(crdDefaults, key)) {
        // Only versions that a plane may prefer count.
        expect(file).toMatch(/_v\d(?:alpha|beta)\d\.json$|externalartifact/);
        continue;
      }
      found[key] = Object.fromEntries(defaultsIn(schema.properties.spec, ['spec']));
    }
  }
  expect(found).toEqual(crdDefaults);
});

interface Schema {
  readonly default?: unknown;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly items?: Schema;
}

function* defaultsIn(schema: Schema, path: readonly string[]): Iterable<[string, unknown]> {
  if (schema.default !== undefined) yield [path.join('.'), schema.default];
  for (const [name, child] of Object.entries(schema.properties ?? {}))
    yield* defaultsIn(child, [...path, name]);
  if (schema.items !== undefined) yield* defaultsIn(schema.items, [...path, '[]']);
}

test('clusters are in order of name', () => {
  const fleet = fleetOfObjects([cluster('west'), cluster('east')]);
  expect(fleet.clusters.map(({ name }) => name)).toEqual(['east', 'west']);
});
