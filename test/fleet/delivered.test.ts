import { expect, test } from 'vitest';
import { fleetOfFiles, fleetOfObjects, namespace, object, release } from '../support/fleet.ts';
import { bases } from '../support/golden.ts';

function names(fleet: ReturnType<typeof fleetOfFiles>): string[] {
  return fleet.templates.map(
    ({ kind, namespace: of, name }) => `${kind} ${of === undefined ? '' : `${of}/`}${name}`,
  );
}

function clean(): Record<string, string> {
  const { fleet } = bases;
  return Object.fromEntries([...fleet.paths()].map((path) => [path, fleet.text(path) ?? '']));
}

test('with kubectl everything goes to the plane but what is Flux on the host, policies and clusters', () => {
  expect(names(fleetOfFiles(clean()))).toEqual([
    'HelmRepository flux-system/podinfo',
    'HelmRepository flux-system/redis',
    'Namespace podinfo',
    'Namespace redis',
    'ConfigMap podinfo/podinfo-helm-chart-value-overrides',
    'HelmRelease podinfo/podinfo',
    'ConfigMap redis/redis-helm-chart-value-overrides',
    'HelmRelease redis/redis',
  ]);
});

test('a Kustomize app, whose Kustomization has a source of its own, travels with that source', () => {
  const git = object('source.toolkit.fluxcd.io/v1', 'GitRepository', 'flux-system/webapp', {
    spec: { url: 'https://github.com/stefanprodan/podinfo', interval: '15m' },
  });
  const kustomization = object('kustomize.toolkit.fluxcd.io/v1', 'Kustomization', 'webapp/webapp', {
    spec: {
      path: './kustomize',
      sourceRef: { kind: 'GitRepository', name: 'webapp', namespace: 'flux-system' },
    },
  });
  const fleet = fleetOfFiles({
    ...clean(),
    'flux-system/gitrepositories/gitrepository-webapp.yaml': JSON.stringify(git),
    'flux-system/kustomizations/kustomization-webapp.yaml': JSON.stringify(kustomization),
  });
  const found = names(fleet).filter((name) => name.endsWith('webapp'));
  expect(found).toEqual(['GitRepository flux-system/webapp', 'Kustomization webapp/webapp']);
});

test("bootstrap's own source and Kustomization are no templates", () => {
  const spec = { sourceRef: { kind: 'GitRepository', name: 'flux-system' }, path: './' };
  const fleet = fleetOfObjects([
    object('kustomize.toolkit.fluxcd.io/v1', 'Kustomization', 'flux-system/flux-system', { spec }),
    object('source.toolkit.fluxcd.io/v1', 'GitRepository', 'flux-system/flux-system'),
    release('podinfo/podinfo'),
  ]);
  expect(names(fleet)).toEqual(['HelmRelease podinfo/podinfo']);
});

const delivering = (spec: object): string =>
  JSON.stringify(
    object('kustomize.toolkit.fluxcd.io/v1', 'Kustomization', 'flux-system/apps', {
      spec: {
        interval: '15m',
        path: './apps',
        prune: true,
        sourceRef: { kind: 'GitRepository', name: 'flux-system' },
        ...spec,
      },
    }),
  );

const settings = { fleet: { delivery: 'flux' } } as const;

test('with Flux, what a Kustomization with a kubeConfig applies is on the plane, in its targetNamespace', () => {
  const fleet = fleetOfFiles(
    {
      'flux-system/kustomizations/apps.yaml': delivering({
        kubeConfig: { secretRef: { name: 'karmada' } },
        targetNamespace: 'web',
      }),
      'flux-system/namespaces/web.yaml': JSON.stringify(namespace('web')),
      'apps/release.yaml': JSON.stringify(release('podinfo')),
    },
    { settings },
  );
  expect(names(fleet)).toEqual(['HelmRelease web/podinfo']);
  expect(fleet.templates[0]?.object()['metadata']).toEqual({ name: 'podinfo', namespace: 'web' });
});

test('with Flux, what a Kustomization without kubeConfig applies stays on the host', () => {
  const fleet = fleetOfFiles(
    {
      'flux-system/kustomizations/apps.yaml': delivering({}),
      'apps/release.yaml': JSON.stringify(release('podinfo/podinfo')),
    },
    { settings },
  );
  expect(names(fleet)).toEqual([]);
});
