import { describe, expect, test } from 'vitest';
import type { App } from '../../src/model/app.ts';
import {
  configMap,
  fiveFiles,
  helmRelease,
  helmRepository,
  kustomization,
  namespace,
  object,
  repoOf,
} from './repository.ts';

const podinfo = fiveFiles('podinfo');
const without = (...parts: readonly string[]): Record<string, string> =>
  Object.fromEntries(Object.entries(podinfo).filter(([path]) => !parts.some((part) => path.includes(part))));
const summary = (apps: readonly App[]): [string, readonly string[]][] =>
  apps.map(({ name, missing }) => [name, missing]);

describe('an app', () => {
  test('is five files, joined by what they refer to', () => {
    const [app] = repoOf(podinfo).apps;
    expect(app).toMatchObject({
      name: 'podinfo',
      folder: 'podinfo',
      namespace: 'podinfo',
      source: { file: 'bootstrap/helmrepositories/helmrepository-podinfo.yaml' },
      namespaceObject: { file: 'bootstrap/namespaces/namespace-podinfo.yaml' },
      kustomization: { file: 'bootstrap/kustomizations/kustomization-podinfo.yaml' },
      helmRelease: { file: 'podinfo/helmrelease-podinfo.yaml' },
      values: { file: 'podinfo/configmap-podinfo-helm-chart-value-overrides.yaml' },
      missing: [],
    });
  });

  test('may have its values inline, or none', () => {
    const inline = {
      ...without('configmap'),
      'podinfo/helmrelease-podinfo.yaml': helmRelease('podinfo', '  values: {a: 1}\n'),
    };
    expect(summary(repoOf(inline).apps)).toEqual([['podinfo', []]]);
  });

  test('may share its folder, its source and its namespace with others', () => {
    const release = helmRelease('redis')
      .replace(
        'sourceRef:\n        kind: HelmRepository\n        name: redis',
        'sourceRef:\n        kind: HelmRepository\n        name: podinfo',
      )
      .replace('namespace: redis', 'namespace: podinfo');
    const repo = repoOf({
      ...podinfo,
      'podinfo/helmrelease-redis.yaml': release,
      'podinfo/configmap-redis.yaml': configMap('redis-helm-chart-value-overrides', 'podinfo'),
    });
    expect(summary(repo.apps)).toEqual([
      ['podinfo', []],
      ['redis', []],
    ]);
    expect(repo.apps[1]?.kustomization?.name).toBe('podinfo');
  });

  test('may be applied by a Kustomization that is named after its namespace too', () => {
    const repo = repoOf({
      ...without('kustomizations/'),
      'bootstrap/kustomizations/kustomization-podinfo--podinfo.yaml': kustomization(
        'podinfo--podinfo',
        './podinfo',
      ),
    });
    expect(summary(repo.apps)).toEqual([['podinfo', []]]);
  });

  test('of plain manifests is none', () => {
    const repo = repoOf({
      ...podinfo,
      'bootstrap/kustomizations/kustomization-crds.yaml': kustomization('crds', './crds'),
      'crds/configmap-a.yaml': configMap('a', 'crds'),
    });
    expect(summary(repo.apps)).toEqual([['podinfo', []]]);
  });

  test('in two clusters is two', () => {
    const sync = (path: string): string => kustomization('flux-system', path);
    const repo = repoOf({
      ...fiveFiles('podinfo', 'clusters/a'),
      ...fiveFiles('podinfo', 'clusters/b'),
      'clusters/a/flux-system/gotk-sync.yaml': sync('./clusters/a'),
      'clusters/b/flux-system/gotk-sync.yaml': sync('./clusters/b'),
    });
    expect(repo.apps.map(({ name, view }) => [name, view.root])).toEqual([
      ['podinfo', 'clusters/a'],
      ['podinfo', 'clusters/b'],
    ]);
  });
});

describe('what an app lacks', () => {
  test.each([
    ['its source', without('helmrepositories/'), ['source']],
    ['its namespace', without('namespaces/'), ['namespace']],
    ['its values', without('configmap-'), ['values']],
    ['its release', without('helmrelease-'), ['helmRelease']],
    [
      'its release and values',
      without('podinfo/helmrelease', 'podinfo/configmap'),
      ['helmRelease', 'values'],
    ],
    ['its Kustomization', without('kustomizations/'), ['kustomization']],
  ])('%s', (_, files, missing) => {
    const repo = repoOf({ ...fiveFiles('redis'), ...files });
    expect(summary(repo.apps).filter(([name]) => name === 'podinfo')).toEqual([['podinfo', missing]]);
  });

  test('is not what a file that cannot be read may hold', () => {
    const files = { ...without('namespaces/'), 'bootstrap/broken.yaml': 'a: [' };
    expect(summary(repoOf(files).apps)).toEqual([['podinfo', []]]);
  });

  test('is not what something in the cluster makes', () => {
    const files = {
      ...without('namespaces/', 'configmap-'),
      'podinfo/kustomization.yaml':
        'resources: [helmrelease-podinfo.yaml]\nnamespace: podinfo\nconfigMapGenerator:\n  - name: podinfo-helm-chart-value-overrides\n',
    };
    const externals = [{ kind: 'Namespace', name: 'podinfo' }];
    expect(summary(repoOf(files, { externals }).apps)).toEqual([['podinfo', []]]);
  });

  test('is not asked of a release that is only parked somewhere', () => {
    const repo = repoOf({
      ...podinfo,
      'keycloak/helmrelease-keycloak.yaml': helmRelease('keycloak'),
      'archive/redis/helmrelease-redis.yaml': helmRelease('redis'),
    });
    expect(summary(repo.apps)).toEqual([['podinfo', []]]);
  });

  test('is not asked of a release whose Kustomization something outside may apply', () => {
    const repo = repoOf({
      ...without('kustomizations/'),
      ...fiveFiles('redis'),
      'bootstrap/gotk-sync.yaml': kustomization('flux-system', './bootstrap'),
      'other-cluster/podinfo.yaml': kustomization('podinfo', './podinfo'),
    });
    expect(summary(repo.apps)).toEqual([['redis', []]]);
  });

  test('is not asked of a source that nothing uses, or of a namespace', () => {
    const repo = repoOf({
      ...podinfo,
      'bootstrap/helmrepositories/helmrepository-redis.yaml': helmRepository('redis'),
      'bootstrap/namespaces/namespace-redis.yaml': namespace('redis'),
    });
    expect(summary(repo.apps)).toEqual([['podinfo', []]]);
  });
});

describe('a reference', () => {
  const release = `${helmRelease('podinfo')}  dependsOn:\n    - name: redis\n      namespace: db\n    - name: other\n`;
  const repo = repoOf({
    ...podinfo,
    'podinfo/helmrelease-podinfo.yaml': release,
    'bootstrap/kustomizations/kustomization-podinfo.yaml': kustomization(
      'podinfo',
      './podinfo',
      '  dependsOn: [{name: base}]\n  healthChecks: [{apiVersion: apps/v1, kind: Deployment, name: podinfo, namespace: podinfo}]\n',
    ),
    'bootstrap/clusters.yaml': object(
      'source.toolkit.fluxcd.io/v1',
      'OCIRepository',
      'x',
      '  namespace: flux-system\nspec:\n  secretRef: {name: login}\n',
    ),
  });
  const shown = repo.views[0]?.references.map(
    ({ from, field, kind, namespace: home, name }) =>
      `${from.kind} ${field} -> ${kind} ${home ?? '-'}/${name}`,
  );

  test('has the namespace that Flux gives it', () => {
    expect(shown).toEqual([
      'OCIRepository spec.secretRef -> Secret flux-system/login',
      'Kustomization spec.sourceRef -> GitRepository flux-system/flux-system',
      'Kustomization spec.dependsOn[0] -> Kustomization flux-system/base',
      'Kustomization spec.healthChecks[0] -> Deployment podinfo/podinfo',
      'HelmRelease metadata.namespace -> Namespace -/podinfo',
      'HelmRelease spec.chart.spec.sourceRef -> HelmRepository flux-system/podinfo',
      'HelmRelease spec.valuesFrom[0] -> ConfigMap podinfo/podinfo-helm-chart-value-overrides',
      'HelmRelease spec.dependsOn[0] -> HelmRelease db/redis',
      'HelmRelease spec.dependsOn[1] -> HelmRelease podinfo/other',
    ]);
  });

  test('to values names the key that is read', () => {
    expect(repo.views[0]?.references.find(({ role }) => role === 'values')).toMatchObject({
      key: 'values.yaml',
      optional: false,
      path: ['spec', 'valuesFrom', 0, 'name'],
    });
  });
});
