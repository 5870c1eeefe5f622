import { describe, expect, test } from 'vitest';
import { fiveFiles, helmRelease, kustomization, namespace, object, repoOf } from './repository.ts';

const sync = (path: string): string => kustomization('flux-system', path);

describe('the root', () => {
  test('is a folder with at least two of the three sub-folders', () => {
    const { layout } = repoOf(fiveFiles('podinfo'));
    expect(layout.roots).toEqual([
      { path: 'bootstrap', why: 'holds helmrepositories, kustomizations and namespaces' },
    ]);
    expect(layout.root).toBe(layout.roots[0]);
  });

  test('may be empty but for .gitkeep files', () => {
    const { layout } = repoOf({
      'bootstrap/namespaces/.gitkeep': '',
      'bootstrap/kustomizations/.gitkeep': '',
    });
    expect(layout.roots.map(({ path }) => path)).toEqual(['bootstrap']);
  });

  test('may be the top of the repository', () => {
    const { layout } = repoOf({ 'namespaces/.gitkeep': '', 'kustomizations/.gitkeep': '' });
    expect(layout.roots.map(({ path }) => path)).toEqual(['']);
  });

  test('is not flux-system with nothing but the files of bootstrap', () => {
    const { layout } = repoOf({
      ...fiveFiles('podinfo'),
      'flux-system/gotk-sync.yaml': sync('./'),
      'flux-system/kustomization.yaml': 'resources: [gotk-sync.yaml]\n',
    });
    expect(layout.roots.map(({ path }) => path)).toEqual(['bootstrap']);
  });

  test('lies in the view that applies it, be it from further up', () => {
    const repo = repoOf({ ...fiveFiles('podinfo'), 'flux-system/gotk-sync.yaml': sync('./') });
    expect([repo.layout.root?.path, repo.rootView?.root]).toEqual(['bootstrap', '']);
    expect(repo.rootView?.find('HelmRepository', 'flux-system', 'podinfo')).toBeDefined();
  });

  test('of several is the one that bootstrap applies', () => {
    const { layout } = repoOf({
      ...fiveFiles('podinfo', 'clusters/staging'),
      ...fiveFiles('podinfo', 'old'),
      'clusters/staging/flux-system/gotk-sync.yaml': sync('./clusters/staging'),
    });
    expect(layout.roots).toEqual([
      {
        path: 'clusters/staging',
        why: 'holds helmrepositories, kustomizations and namespaces, applied by Kustomization flux-system in clusters/staging/flux-system/gotk-sync.yaml',
      },
    ]);
  });

  test('is one for each cluster that has its own bootstrap', () => {
    const { layout, views } = repoOf({
      ...fiveFiles('podinfo', 'clusters/production'),
      ...fiveFiles('podinfo', 'clusters/staging'),
      ...fiveFiles('redis', 'clusters/staging'),
      'clusters/production/flux-system/gotk-sync.yaml': sync('./clusters/production'),
      'clusters/staging/flux-system/gotk-sync.yaml': sync('./clusters/staging'),
    });
    expect(layout.roots.map(({ path }) => path)).toEqual(['clusters/production', 'clusters/staging']);
    expect(layout.root?.path).toBe('clusters/staging');
    expect(views.map(({ root }) => root)).toEqual(['clusters/production', 'clusters/staging']);
  });

  test('of several without bootstrap is the one with the most Kustomizations', () => {
    const { layout } = repoOf({
      ...fiveFiles('podinfo'),
      ...fiveFiles('podinfo', 'b'),
      ...fiveFiles('redis', 'b'),
    });
    expect(layout.roots).toEqual([
      {
        path: 'b',
        why: 'holds helmrepositories, kustomizations and namespaces, the most Kustomizations of several',
      },
    ]);
  });

  test('is else the path of the bootstrap Kustomization', () => {
    const { layout } = repoOf({
      'clusters/home/flux-system/gotk-sync.yaml': sync('./clusters/home'),
      'clusters/home/apps.yaml': kustomization('apps', './apps'),
      'apps/podinfo/release.yaml': helmRelease('podinfo'),
    });
    expect(layout.roots).toEqual([
      {
        path: 'clusters/home',
        why: 'path of Kustomization flux-system in clusters/home/flux-system/gotk-sync.yaml',
      },
    ]);
  });

  test('is else the path that a FluxInstance syncs', () => {
    const instance = object(
      'fluxcd.controlplane.io/v1',
      'FluxInstance',
      'flux',
      '  namespace: flux-system\nspec:\n  distribution:\n    version: 2.6.x\n  sync:\n    kind: GitRepository\n    path: clusters/home\n',
    );
    const { layout, flux } = repoOf({ 'clusters/home/flux.yaml': instance });
    expect(layout.roots).toEqual([
      { path: 'clusters/home', why: 'path of FluxInstance, which syncs clusters/home' },
    ]);
    expect(flux).toEqual({ major: 2, minor: 6, why: 'from FluxInstance flux in clusters/home/flux.yaml' });
  });

  test('is as configured', () => {
    const { layout, views } = repoOf(fiveFiles('podinfo'), { roots: ['./gitops/'], appsDir: 'cluster/' });
    expect(layout.roots).toEqual([{ path: 'gitops', why: 'configured' }]);
    expect(layout.appsDir).toEqual({ path: 'cluster', why: 'configured' });
    expect(views.map(({ root }) => root)).toEqual(['gitops']);
  });

  test('is none in a repository of something else', () => {
    const { layout, views } = repoOf({ 'src/main.c': '', 'deploy/namespace.yaml': namespace('podinfo') });
    expect(layout.roots).toEqual([]);
    expect(layout.root).toBeUndefined();
    expect(views).toEqual([]);
  });
});

describe('the folder of the apps', () => {
  const apps = (...paths: readonly string[]) => {
    const named = paths.map((path, index) => [
      `bootstrap/kustomizations/kustomization-app${index}.yaml`,
      kustomization(`app${index}`, path),
    ]);
    return repoOf({ 'bootstrap/namespaces/.gitkeep': '', ...Object.fromEntries(named) }).layout.appsDir;
  };

  test('is where most Kustomization paths lie', () => {
    expect(apps('./cluster/podinfo', './cluster/redis', './infra')).toEqual({
      path: 'cluster',
      why: '2 of 3 Kustomization paths lie there',
    });
  });

  test('is the folder around all of them where they lie apart', () => {
    expect(apps('./apps/a/podinfo', './apps/b/redis', './apps/c/keycloak').path).toBe('apps');
  });

  test('is the top where nothing says otherwise', () => {
    expect(apps()).toEqual({ path: '', why: 'no Kustomization says otherwise' });
  });
});

describe('the Flux version', () => {
  const components = (version: string): string =>
    `---\n# This manifest was generated by flux. DO NOT EDIT.\n# Flux Version: v${version}\napiVersion: v1\nkind: Namespace\nmetadata:\n  name: flux-system\n`;

  test('is read from gotk-components.yaml', () => {
    const { flux } = repoOf({ 'bootstrap/flux-system/gotk-components.yaml': components('2.4.0') });
    expect(flux).toEqual({ major: 2, minor: 4, why: 'from bootstrap/flux-system/gotk-components.yaml' });
  });

  test('is the oldest where clusters differ, since each has to serve what is written', () => {
    const { flux } = repoOf({
      'a/gotk-components.yaml': components('2.10.1'),
      'b/gotk-components.yaml': components('2.9.0'),
    });
    expect(flux.why).toBe('from b/gotk-components.yaml');
  });

  test('is as configured', () => {
    const { flux } = repoOf({ 'a/gotk-components.yaml': components('2.4.0') }, { fluxVersion: '2.7.3' });
    expect(flux).toEqual({ major: 2, minor: 7, why: 'configured' });
  });

  test('is else the newest known', () => {
    expect(repoOf({}).flux).toEqual({ major: 2, minor: 9, why: 'newest known' });
  });
});
