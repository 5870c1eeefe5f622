import { expect, test } from 'vitest';
import {
  clusterPropagation,
  clustersFor,
  configMap,
  configMaps,
  decisionOn,
  fleetOfObjects,
  namespace,
  noted,
  object,
  propagation,
} from '../support/fleet.ts';

test.each(['karmada-system', 'karmada-cluster', 'karmada-es-member1'])(
  'rule 7: nothing leaves %s, a namespace of Karmada',
  (name) => {
    const fleet = fleetOfObjects([configMap(`${name}/settings`), propagation(`${name}/all`, [configMaps()])]);
    expect(clustersFor(fleet, `ConfigMap ${name}/settings`)).toEqual([]);
    expect(decisionOn(fleet, `ConfigMap ${name}/settings`).passedOver?.reason).toBe('reserved-namespace');
  },
);

test('rule 7: a namespace that begins with `kube-` is passed over', () => {
  const fleet = fleetOfObjects([
    configMap('kube-prometheus-stack/settings'),
    propagation('kube-prometheus-stack/all', [configMaps()]),
  ]);
  expect(decisionOn(fleet, 'ConfigMap kube-prometheus-stack/settings').passedOver).toEqual({
    reason: 'skipped-namespace',
    why: 'namespace kube-prometheus-stack matches kube-.*',
  });
});

test.each([
  ['kube-.*', 'my-kube-prometheus', 3],
  ['.*kube-.*', 'my-kube-prometheus', 0],
  ['kube', 'kube-prometheus', 3],
  ['.*-system', 'kube-system', 0],
  ['.*-system', 'systems', 3],
  ['(kube|flux)-[a-z]+', 'kube-prometheus', 0],
  ['(kube|flux)-[a-z]+', 'kube-prometheus2', 3],
  // An alternative is held at one end only.
  ['kube|flux', 'kube-prometheus', 0],
  ['kube|flux', 'my-flux', 0],
  ['kube|flux', 'my-kube-prometheus', 3],
])('rule 7: with %s, an object of %s goes to %i clusters', (expression, name, count) => {
  const fleet = fleetOfObjects([configMap(`${name}/settings`), propagation(`${name}/all`, [configMaps()])], {
    options: { skippedNamespaces: [expression] },
  });
  expect(clustersFor(fleet, `ConfigMap ${name}/settings`)).toHaveLength(count);
});

test('rule 7: an expression that Go cannot read is said, and is no crash', () => {
  const fleet = fleetOfObjects([configMap('podinfo/settings'), propagation('podinfo/all', [configMaps()])], {
    options: { skippedNamespaces: ['(kube', '(?!kube)'] },
  });
  expect(clustersFor(fleet, 'ConfigMap podinfo/settings')).toHaveLength(3);
  expect(noted(fleet, 'ConfigMap podinfo/settings')).toEqual([7, 7]);
});

test('rule 7: what Karmada does not propagate at all stays, whatever a policy says', () => {
  const lease = object('coordination.k8s.io/v1', 'Lease', 'podinfo/leader');
  const fleet = fleetOfObjects([
    lease,
    propagation('podinfo/all', [{ apiVersion: 'coordination.k8s.io/v1', kind: 'Lease' }]),
  ]);
  expect(decisionOn(fleet, 'Lease podinfo/leader').passedOver?.reason).toBe('skipped-api');
});

test('rule 7: the ConfigMap that every API server makes for itself stays', () => {
  const name = 'kube-system/extension-apiserver-authentication';
  const fleet = fleetOfObjects([configMap(name), clusterPropagation('all', [configMaps()])], {
    options: { skippedNamespaces: [] },
  });
  expect(decisionOn(fleet, `ConfigMap ${name}`).passedOver?.reason).toBe('skipped-object');
});

test('rule 8: no policy takes what is claimed', () => {
  const labels = { 'resourcetemplate.karmada.io/claimed-by': 'FederatedHPA' };
  const fleet = fleetOfObjects([
    configMap('podinfo/settings', { metadata: { labels } }),
    propagation('podinfo/all', [configMaps()]),
  ]);
  expect(decisionOn(fleet, 'ConfigMap podinfo/settings').passedOver?.reason).toBe('claimed');
  expect(clustersFor(fleet, 'ConfigMap podinfo/settings')).toEqual([]);
});

test('rule 7: a Namespace has no namespace: a policy may take it, whatever it is called', () => {
  const namespaces = [{ apiVersion: 'v1', kind: 'Namespace' }];
  const fleet = fleetOfObjects([namespace('kube-prometheus-stack'), clusterPropagation('all', namespaces)]);
  const { placed, synced } = decisionOn(fleet, 'Namespace kube-prometheus-stack');
  expect([placed.length, synced.length]).toEqual([3, 0]);
});

test('rule 7: the token of a service account stays', () => {
  const fleet = fleetOfObjects([
    object('v1', 'Secret', 'podinfo/token', { type: 'kubernetes.io/service-account-token' }),
    propagation('podinfo/all', [{ apiVersion: 'v1', kind: 'Secret' }]),
  ]);
  expect(decisionOn(fleet, 'Secret podinfo/token').passedOver?.reason).toBe('skipped-object');
});
