import { describe, expect, test } from 'vitest';
import {
  arriving,
  clustersFor,
  configMap,
  decisionOn,
  fleetOfObjects,
  labelling,
  noted,
  object,
  on,
  override,
  propagation,
  type Written,
} from '../support/fleet.ts';

const old = { apiVersion: 'helm.toolkit.fluxcd.io/v2beta1', kind: 'HelmRelease' };
const values = 'ConfigMap podinfo/values';
const asWritten = { options: { preferred: 'as-written' } } as const;

/** A HelmRelease that needs a ConfigMap, and a policy that takes it along. */
function needing(apiVersion: string, ...more: readonly Written[]) {
  const selector = { apiVersion, kind: 'HelmRelease' };
  return fleetOfObjects(
    [
      object(apiVersion, 'HelmRelease', 'podinfo/podinfo', {
        spec: { valuesFrom: [{ kind: 'ConfigMap', name: 'values' }] },
      }),
      configMap('podinfo/values'),
      propagation('podinfo/releases', [selector], { ...on('member1', 'member2'), propagateDeps: true }),
      ...more,
    ],
    asWritten,
  );
}

function customization(apiVersion: string): Written {
  return object('config.karmada.io/v1alpha1', 'ResourceInterpreterCustomization', 'releases', {
    spec: {
      target: { apiVersion, kind: 'HelmRelease' },
      customizations: {
        dependencyInterpretation: { luaScript: 'function GetDependencies(o) return {} end' },
      },
    },
  });
}

test('rule 24: Karmada looks into the kinds it knows, by the very version; a v2 HelmRelease takes nothing along', () => {
  expect(clustersFor(needing('helm.toolkit.fluxcd.io/v2beta1'), values)).toEqual(['member1', 'member2']);
  expect(clustersFor(needing('helm.toolkit.fluxcd.io/v2'), values)).toEqual([]);
});

test('rule 24: a customization of the plane goes before what comes with Karmada; its script is not run', () => {
  const fleet = needing(old.apiVersion, customization(old.apiVersion));
  expect(clustersFor(fleet, values)).toEqual([]);
  expect(noted(fleet, 'HelmRelease podinfo/podinfo')).toEqual([24]);
});

test('rule 24: a customization of another version changes nothing', () => {
  const fleet = needing(old.apiVersion, customization('helm.toolkit.fluxcd.io/v2'));
  expect(clustersFor(fleet, values)).toEqual(['member1', 'member2']);
});

const secret = (field: string): [string, Written] => [field, { [field]: { name: 'needed' } }];

describe('rule 25: what is followed', () => {
  test.each<[string, Written, string]>([
    [
      'helm.toolkit.fluxcd.io/v2beta1 HelmRelease',
      { valuesFrom: [{ kind: 'Secret', name: 'needed' }] },
      'Secret',
    ],
    ['helm.toolkit.fluxcd.io/v2beta1 HelmRelease', { serviceAccountName: 'needed' }, 'ServiceAccount'],
    [
      'kustomize.toolkit.fluxcd.io/v1 Kustomization',
      { decryption: { secretRef: { name: 'needed' } } },
      'Secret',
    ],
    [
      'kustomize.toolkit.fluxcd.io/v1 Kustomization',
      { kubeConfig: { secretRef: { name: 'needed' } } },
      'Secret',
    ],
    ['source.toolkit.fluxcd.io/v1 GitRepository', { verify: { secretRef: { name: 'needed' } } }, 'Secret'],
    ['source.toolkit.fluxcd.io/v1beta2 HelmRepository', { secretRef: { name: 'needed' } }, 'Secret'],
    ['source.toolkit.fluxcd.io/v1beta2 OCIRepository', { certSecretRef: { name: 'needed' } }, 'Secret'],
    ['source.toolkit.fluxcd.io/v1beta2 HelmChart', { verify: { secretRef: { name: 'needed' } } }, 'Secret'],
    [
      'apps/v1 Deployment',
      { template: { spec: { containers: [{ envFrom: [{ secretRef: { name: 'needed' } }] }] } } },
      'Secret',
    ],
    [
      'apps/v1 StatefulSet',
      { template: { spec: { volumes: [{ configMap: { name: 'needed' } }] } } },
      'ConfigMap',
    ],
    [
      'batch/v1 CronJob',
      { jobTemplate: { spec: { template: { spec: { serviceAccountName: 'needed' } } } } },
      'ServiceAccount',
    ],
    ['networking.k8s.io/v1 Ingress', { tls: [{ secretName: 'needed' }] }, 'Secret'],
  ])('%s %o', (type, spec, kind) => {
    expect(followed(type, spec, kind)).toHaveLength(3);
  });

  test.each<[string, Written, string]>([
    ['helm.toolkit.fluxcd.io/v2beta1 HelmRelease', { dependsOn: [{ name: 'needed' }] }, 'HelmRelease'],
    [
      'helm.toolkit.fluxcd.io/v2beta1 HelmRelease',
      { chart: { spec: { sourceRef: { kind: 'HelmRepository', name: 'needed' } } } },
      'HelmRepository',
    ],
    [
      'kustomize.toolkit.fluxcd.io/v1 Kustomization',
      { postBuild: { substituteFrom: [{ kind: 'ConfigMap', name: 'needed' }] } },
      'ConfigMap',
    ],
    ['source.toolkit.fluxcd.io/v1 HelmRepository', { secretRef: { name: 'needed' } }, 'Secret'],
    [
      'apps/v1 StatefulSet',
      {
        volumeClaimTemplates: [{ metadata: { name: 'needed' } }],
        template: { spec: { volumes: [{ persistentVolumeClaim: { claimName: 'needed' } }] } },
      },
      'PersistentVolumeClaim',
    ],
  ])('not %s %o', (type, spec, kind) => {
    expect(followed(type, spec, kind)).toEqual([]);
  });

  test.each([secret('secretRef')])('not into another namespace: %s', (_, spec) => {
    const [apiVersion, kind] = ['source.toolkit.fluxcd.io/v1', 'GitRepository'];
    const fleet = fleetOfObjects([
      object(apiVersion, kind, 'podinfo/podinfo', { spec }),
      object('v1', 'Secret', 'redis/needed'),
      propagation('podinfo/all', [{ apiVersion, kind }], { propagateDeps: true }),
    ]);
    expect(clustersFor(fleet, 'Secret redis/needed')).toEqual([]);
  });
});

/** The clusters to which an object `needed` of a kind comes along. */
function followed(type: string, spec: Written, needed: string): readonly string[] {
  const [apiVersion = '', kind = ''] = type.split(' ');
  const fleet = fleetOfObjects(
    [
      // A Kustomization of another repository than this one: it travels.
      object(apiVersion, kind, 'podinfo/podinfo', {
        spec: { ...spec, sourceRef: { kind: 'Bucket', name: 'podinfo' }, path: './deploy' },
      }),
      object('v1', needed, 'podinfo/needed'),
      propagation('podinfo/all', [{ apiVersion, kind }], { propagateDeps: true }),
    ],
    asWritten,
  );
  return clustersFor(fleet, `${needed} podinfo/needed`);
}

test('rule 26: what is needed goes to where it is placed and to where it is needed', () => {
  const own = propagation('podinfo/maps', [{ apiVersion: 'v1', kind: 'ConfigMap' }], on('member3'));
  const decision = decisionOn(needing(old.apiVersion, own), values);
  expect([decision.placed, decision.clusters]).toEqual([['member3'], ['member1', 'member2', 'member3']]);
  expect(decision.followed.get('member1')?.map(({ name }) => name)).toEqual(['podinfo']);
});

test('rule 26: what is not there is passed over, and needs of needs are not followed', () => {
  const fleet = fleetOfObjects(
    [
      object(old.apiVersion, old.kind, 'podinfo/podinfo', {
        spec: { serviceAccountName: 'gone', valuesFrom: [{ kind: 'Secret', name: 'key' }] },
      }),
      object('v1', 'Secret', 'podinfo/key'),
      propagation('podinfo/all', [old], { propagateDeps: true }),
    ],
    asWritten,
  );
  expect(clustersFor(fleet, 'Secret podinfo/key')).toHaveLength(3);
});

test('rule 26: overrides apply to what comes along, and it is not claimed: it has no labels that nobody wrote', () => {
  const rules = (overriders: Written) => override('podinfo/maps', { overrideRules: [{ overriders }] });
  const upsert = labelling('team', 'web')['overriders'] as Written;
  const fleet = needing(old.apiVersion, rules(upsert));
  expect(arriving(fleet, values, 'member1')['metadata']).toMatchObject({ labels: { team: 'web' } });
  const patch = { plaintext: [{ path: '/metadata/labels/team', operator: 'add', value: 'web' }] };
  expect(() => arriving(needing(old.apiVersion, rules(patch)), values, 'member1')).toThrow(/missing path/);
});
