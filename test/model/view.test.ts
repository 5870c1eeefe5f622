import { describe, expect, test } from 'vitest';
import type { Repo } from '../../src/model/repo.ts';
import type { View } from '../../src/model/view.ts';
import { configMap, fiveFiles, helmRelease, kustomization, namespace, object, repoOf } from './repository.ts';

const only = ({ views }: Repo): View => {
  const [view, ...others] = views;
  if (view === undefined || others.length > 0) throw new Error(`${views.length} views`);
  return view;
};
const filesOfBuild = (repo: Repo, path: string): readonly string[] | undefined =>
  only(repo).builds.find((build) => build.path === path)?.files;
const repository = (name: string, url: string, kind = 'GitRepository'): string =>
  object('source.toolkit.fluxcd.io/v1', kind, name, `  namespace: flux-system\nspec:\n  url: ${url}\n`);
const from = (kind: string, name: string, kustomizations: string): string =>
  kustomizations.replace(/sourceRef:[\s\S]*/, `sourceRef:\n    kind: ${kind}\n    name: ${name}\n`);
const sync = (path: string, more = ''): string => kustomization('flux-system', path, more);

/** As manifests write what Flux substitutes. */
const variable = (name: string): string => `\${${name}}`;

describe('what a root applies', () => {
  test('is its folder, and what its Kustomizations point to, one behind the other', () => {
    const repo = repoOf({
      'clusters/home/gotk-sync.yaml': sync('./clusters/home'),
      'clusters/home/apps.yaml': kustomization('apps', './apps'),
      'apps/podinfo.yaml': kustomization('podinfo', 'podinfo/'),
      'podinfo/namespace.yaml': namespace('podinfo'),
      'forgotten/namespace.yaml': namespace('forgotten'),
    });
    const view = only(repo);
    expect(view.builds.map(({ path }) => path)).toEqual(['clusters/home', 'apps', 'podinfo']);
    expect(view.find('Namespace', undefined, 'podinfo')?.file).toBe('podinfo/namespace.yaml');
    expect(view.find('Namespace', undefined, 'forgotten')).toBeUndefined();
    expect(view.complete).toBe(true);
  });

  test('ends when Kustomizations point to each other', () => {
    const repo = repoOf({
      'root/gotk-sync.yaml': sync('./root'),
      'root/a.yaml': kustomization('a', './a'),
      'a/b.yaml': kustomization('b', './root'),
    });
    expect(only(repo).builds.map(({ path }) => path)).toEqual(['root', 'a', 'root']);
    expect(only(repo).resources).toHaveLength(3);
  });

  test('is not what comes from another repository', () => {
    const view = only(
      repoOf({
        'root/gotk-sync.yaml': sync('./root'),
        'root/infra.yaml': from('GitRepository', 'infra-repo', kustomization('infra', './infra')),
        'root/infra-repo.yaml': repository('infra-repo', 'https://github.com/team/infra'),
        'infra/namespace.yaml': namespace('infra'),
      }),
    );
    expect(view.foreign.map(({ name }) => name)).toEqual(['infra']);
    expect(view.find('Namespace', undefined, 'infra')).toBeUndefined();
  });

  test('is what a GitRepository of the same URL holds', () => {
    const view = only(
      repoOf({
        'root/gotk-sync.yaml': `${repository('flux-system', 'ssh://git@example.com/team/gitops')}---\n${sync('./root')}`,
        'root/again.yaml': repository('again', 'https://example.com/team/gitops.git'),
        'root/apps.yaml': from('GitRepository', 'again', kustomization('apps', './apps')),
        'apps/namespace.yaml': namespace('apps'),
      }),
    );
    expect(view.find('Namespace', undefined, 'apps')).toBeDefined();
  });

  test('is what a misspelt source would hold, where its path is a folder here', () => {
    const view = only(
      repoOf({
        'root/gotk-sync.yaml': sync('./root'),
        'root/apps.yaml': from('GitRepository', 'flux_system', kustomization('apps', './apps')),
        'root/other.yaml': from('GitRepository', 'other', kustomization('other', './deploy')),
        'apps/namespace.yaml': namespace('apps'),
      }),
    );
    expect(view.find('Namespace', undefined, 'apps')).toBeDefined();
    expect(view.foreign.map(({ name }) => name)).toEqual(['other']);
  });

  test('is what an artifact holds that is made of a folder of the repository', () => {
    const parts = ['apps', 'config', 'infra'];
    const view = only(
      repoOf({
        'fleet/root/gotk-sync.yaml': sync('./fleet/root'),
        'fleet/root/artifact.yaml': repository('artifact', 'oci://example.com/fleet', 'OCIRepository'),
        ...Object.fromEntries(
          parts.flatMap((part) => [
            [
              `fleet/root/${part}.yaml`,
              from('OCIRepository', 'artifact', kustomization(part, `./parts/${part}`)),
            ],
            [`fleet/parts/${part}/namespace.yaml`, namespace(part)],
          ]),
        ),
      }),
    );
    expect(view.builds.map(({ path }) => path)).toContain('fleet/parts/infra');
    expect(view.find('Namespace', undefined, 'infra')).toBeDefined();
    expect(view.foreign).toEqual([]);
  });

  test('is not complete with a path that only the cluster knows', () => {
    const view = only(
      repoOf({
        'root/gotk-sync.yaml': sync('./root'),
        'root/apps.yaml': kustomization('apps', `./apps/${variable('CLUSTER')}`),
      }),
    );
    expect(view.complete).toBe(false);
  });

  test('of a folder that is not there is nothing, and says so', () => {
    const view = only(
      repoOf({ 'root/gotk-sync.yaml': sync('./root'), 'root/apps.yaml': kustomization('apps', './aps') }),
    );
    const [apps] = view.ofKind('Kustomization').filter(({ name }) => name === 'apps');
    expect(apps && view.buildOf(apps)).toMatchObject({ path: 'aps', exists: false, resources: [] });
  });

  test('is one cluster where one root applies the other', () => {
    const repo = repoOf({
      'flux-system/gotk-sync.yaml': sync('./'),
      'bootstrap/flux-system/gotk-sync.yaml': sync('./bootstrap'),
      'bootstrap/namespaces/namespace-podinfo.yaml': namespace('podinfo'),
    });
    expect(repo.views.map(({ root }) => root)).toEqual(['']);
  });

  test('is found without bootstrap files from Kustomizations that nothing applies', () => {
    const repo = repoOf({
      'clusters/home/apps.yaml': kustomization('apps', './apps'),
      'apps/podinfo/ks.yaml': kustomization('podinfo', './apps/podinfo/app'),
      'apps/podinfo/app/namespace.yaml': namespace('podinfo'),
      'apps/kustomization.yaml': 'resources: [podinfo/ks.yaml]\n',
    });
    expect(repo.views.map(({ root }) => root)).toEqual(['clusters/home']);
    expect(only(repo).find('Namespace', undefined, 'podinfo')).toBeDefined();
  });

  test('is found from the Kustomization that applies itself, whatever lies about unapplied', () => {
    const repo = repoOf({
      'flux/cluster.yaml': `${repository('home', 'https://example.com/team/home')}---\n${from('GitRepository', 'home', kustomization('cluster', './flux'))}`,
      'archive/old/ks.yaml': from('GitRepository', 'home', kustomization('old', './apps/old')),
    });
    expect(repo.views.map(({ root }) => root)).toEqual(['flux']);
    expect(only(repo).foreign).toEqual([]);
  });
});

describe('a folder without kustomization.yaml', () => {
  test('is taken whole, folders with one as that says', () => {
    const repo = repoOf({
      'root/a.yaml': namespace('a'),
      'root/deep/er/b.yml': namespace('b'),
      'root/built/kustomization.yaml': 'resources: [c.yaml]\n',
      'root/built/c.yaml': namespace('c'),
      'root/built/left-out.yaml': namespace('d'),
      'root/UPPER.YAML': namespace('e'),
      'root/gotk-sync.yaml': sync('./root'),
    });
    expect(filesOfBuild(repo, 'root')).toEqual([
      'root/a.yaml',
      'root/built/c.yaml',
      'root/built/kustomization.yaml',
      'root/deep/er/b.yml',
      'root/gotk-sync.yaml',
    ]);
  });

  test('is taken without what .sourceignore and Flux leave out', () => {
    const repo = repoOf({
      '.sourceignore': '/root/tests/\n*.tmpl.yaml\n',
      'root/sub/.sourceignore': 'x.yaml\n!kept.tmpl.yaml\n',
      'root/gotk-sync.yaml': sync('./root'),
      'root/tests/a.yaml': namespace('a'),
      'root/b.tmpl.yaml': namespace('b'),
      'root/sub/x.yaml': namespace('x'),
      'root/sub/kept.tmpl.yaml': namespace('kept'),
      'root/.github/c.yaml': namespace('c'),
    });
    expect(filesOfBuild(repo, 'root')).toEqual(['root/gotk-sync.yaml', 'root/sub/kept.tmpl.yaml']);
  });

  test('is not complete with a file that cannot be read, or that the settings leave out', () => {
    const texts = { 'root/gotk-sync.yaml': sync('./root'), 'root/a.yaml': 'a: [' };
    expect(only(repoOf(texts)).complete).toBe(false);
    expect(only(repoOf(texts, { ignore: ['root/a.yaml'] })).complete).toBe(false);
    expect([...repoOf(texts).unread]).toEqual(['root/a.yaml']);
    expect([...repoOf(texts, { ignore: ['root/a.yaml'] }).unread]).toEqual([]);
  });
});

describe('a kustomization.yaml', () => {
  const built = (kustomize: string, more: Record<string, string> = {}): View =>
    only(
      repoOf({
        'root/gotk-sync.yaml': sync('./root'),
        'root/app.yaml': kustomization('app', './app'),
        'app/kustomization.yaml': kustomize,
        'app/cm.yaml': configMap('settings', 'podinfo'),
        ...more,
      }),
    );

  test('sets namespaces, prefixes and suffixes, outer ones over inner ones', () => {
    const view = built('resources: [cm.yaml, ns.yaml, ../base]\nnamespace: apps\nnamePrefix: my-\n', {
      'app/ns.yaml': namespace('any'),
      'base/kustomization.yml': 'resources: [secret.yaml]\nnamespace: inner\nnameSuffix: -x\n',
      'base/secret.yaml': object('v1', 'Secret', 'token'),
    });
    expect(view.makes('ConfigMap', 'apps', 'my-settings')).toBe('object');
    expect(view.makes('ConfigMap', 'podinfo', 'settings')).toBeUndefined();
    expect(view.makes('Secret', 'apps', 'my-token-x')).toBe('object');
    expect(view.makes('Namespace', undefined, 'apps')).toBe('object');
    const [settings] = view.ofKind('ConfigMap');
    expect(settings && [view.namespaceOf(settings), view.nameOf(settings)]).toEqual(['apps', 'my-settings']);
  });

  test('makes ConfigMaps and Secrets', () => {
    const view = built(
      'namespace: apps\nconfigMapGenerator:\n  - name: values\n    files: [values.yaml]\nsecretGenerator:\n  - name: token\n',
    );
    expect(view.makes('ConfigMap', 'apps', 'values')).toBe('generated');
    expect(view.makes('Secret', 'apps', 'token')).toBe('generated');
    expect(view.complete).toBe(true);
  });

  test('may use components, whose transformers change what they are added to', () => {
    const view = built('resources: [cm.yaml]\ncomponents: [../parts]\n', {
      'parts/kustomization.yaml':
        'apiVersion: kustomize.config.k8s.io/v1alpha1\nkind: Component\nnamespace: apps\nresources: [secret.yaml]\n',
      'parts/secret.yaml': object('v1', 'Secret', 'token'),
    });
    expect(view.makes('ConfigMap', 'apps', 'settings')).toBe('object');
    expect(view.makes('Secret', 'apps', 'token')).toBe('object');
  });

  test.each([
    ['a remote resource', 'resources: ["https://example.com/crds?ref=v1"]\n'],
    ['a folder without one', 'resources: [../root]\n'],
    ['a path out of the repository', 'resources: [../../other]\n'],
    ['itself', 'resources: [../app]\n'],
    ['a chart', 'helmCharts:\n  - name: podinfo\n'],
    ['a text that is none', 'resources: [\n'],
  ])('with %s is not complete', (_, text) => {
    expect(built(text).complete).toBe(false);
  });

  test('with a .gitkeep, or the file that bootstrap writes, holds nothing unknown', () => {
    expect(built('resources: [.gitkeep, gotk-components.yaml, cm.yaml]\n').complete).toBe(true);
  });

  test('may name files that are parts of it and no objects', () => {
    const repo = repoOf({
      'app/kustomization.yaml':
        'resources: [release.yaml]\npatches:\n  - path: patch.yaml\nconfigMapGenerator:\n  - name: v\n    files: [values.yaml=podinfo.yaml]\n',
      'app/release.yaml': helmRelease('podinfo'),
      'app/patch.yaml': helmRelease('podinfo', ''),
      'app/podinfo.yaml': 'replicaCount: 1\n',
    });
    expect([...repo.parts].sort()).toEqual(['app/patch.yaml', 'app/podinfo.yaml']);
    expect(repo.resources.map(({ file }) => file)).toEqual(['app/release.yaml']);
    expect(repo.kustomizationFiles.get('app')).toBe('app/kustomization.yaml');
  });
});

describe("a Kustomization's own fields", () => {
  const applied = (more: string): View =>
    only(
      repoOf({
        'root/gotk-sync.yaml': sync('./root'),
        'root/app.yaml': kustomization('app', './app', more),
        'root/vars.yaml': `apiVersion: v1\nkind: ConfigMap\nmetadata: {name: vars, namespace: flux-system}\ndata: {TIER: gold}\n`,
        'app/cm.yaml': configMap(`settings-${variable('TIER')}`, 'podinfo'),
        'app/release.yaml': helmRelease(
          'podinfo',
          `  valuesFrom: [{kind: ConfigMap, name: "settings-${variable('TIER')}"}]\n`,
        ),
      }),
    );

  test('targetNamespace replaces every namespace', () => {
    const view = applied('  targetNamespace: apps\n');
    expect(view.makes('ConfigMap', 'apps', `settings-${variable('TIER')}`)).toBe('object');
  });

  test('postBuild fills in names, inline or from a ConfigMap that is applied later', () => {
    expect(
      applied('  postBuild: {substitute: {TIER: silver}}\n').makes('ConfigMap', 'podinfo', 'settings-silver'),
    ).toBe('object');
    const view = applied('  postBuild: {substituteFrom: [{kind: ConfigMap, name: vars}]}\n');
    expect(view.makes('ConfigMap', 'podinfo', 'settings-gold')).toBe('object');
    expect(view.references.find(({ role }) => role === 'values')?.name).toBe('settings-gold');
  });

  test('a variable that nobody knows may become any name', () => {
    const view = applied('  postBuild: {substituteFrom: [{kind: Secret, name: vars}]}\n');
    expect(view.makes('ConfigMap', 'podinfo', 'settings-gold')).toBe('producer');
    expect(view.makes('ConfigMap', 'podinfo', 'other')).toBeUndefined();
  });
});

describe('what brings an object about without a manifest', () => {
  const view = only(
    repoOf(
      {
        'root/gotk-sync.yaml': sync('./root'),
        'root/flux-system/gotk-components.yaml':
          '---\napiVersion: v1\nkind: Namespace\nmetadata:\n  name: gitops\n',
        'root/sealed.yaml': object('bitnami.com/v1alpha1', 'SealedSecret', 'sealed', '  namespace: apps\n'),
        'root/external.yaml': object(
          'external-secrets.io/v1',
          'ExternalSecret',
          'external',
          '  namespace: apps\nspec:\n  target:\n    name: login\n',
        ),
        'root/reflected.yaml': object(
          'v1',
          'ConfigMap',
          'shared',
          '  namespace: apps\n  annotations:\n    reflector.v1.k8s.emberstack.com/reflection-allowed: "true"\n',
        ),
        'root/release.yaml': helmRelease(
          'podinfo',
          '  targetNamespace: made\n  install:\n    createNamespace: true\n',
        ),
      },
      { externals: [{ kind: 'Secret', name: 'age-key' }] },
    ),
  );

  test.each([
    ['Secret', 'apps', 'sealed'],
    ['Secret', 'apps', 'login'],
    ['Secret', 'anywhere', 'age-key'],
    ['ConfigMap', 'elsewhere', 'shared'],
    ['ConfigMap', 'apps', 'kube-root-ca.crt'],
    ['Namespace', undefined, 'made'],
    ['Namespace', undefined, 'kube-system'],
    ['Namespace', undefined, 'flux-system'],
    ['Namespace', undefined, 'gitops'],
    ['GitRepository', 'flux-system', 'flux-system'],
  ])('%s %s/%s is made', (kind, home, name) => {
    expect(view.makes(kind, home, name)).toBe('producer');
  });

  test('nothing else is', () => {
    expect(view.makes('Secret', 'apps', 'external')).toBeUndefined();
    expect(view.makes('Secret', 'other', 'sealed')).toBeUndefined();
    expect(view.makes('Namespace', undefined, 'apps')).toBeUndefined();
  });
});

describe('which files are read', () => {
  test('YAML in lower case, without templates, ignored files and what Flux leaves out', () => {
    const repo = repoOf(
      {
        ...fiveFiles('podinfo'),
        '.github/workflows/ci.yaml': 'on: push\n',
        'chart/Chart.yaml': 'name: podinfo\n',
        'chart/templates/deployment.yaml': '{{ if .Values.x }}\n',
        'old/a.yaml': namespace('old'),
        'templates/secret.yaml.j2': 'a: {{ b }}\n',
        'UP.YAML': namespace('up'),
      },
      { ignore: ['old'] },
    );
    expect(repo.yamlFiles.filter((path) => !path.includes('podinfo'))).toEqual(['chart/Chart.yaml']);
    expect(repo.problems.size).toBe(0);
  });

  test('problems of files that hold no object and are not applied are nobody’s business', () => {
    const repo = repoOf({ ...fiveFiles('podinfo'), 'ansible/play.yml': '- hosts: all\n  become: yes\n' });
    expect([...repo.problems.keys()]).toEqual([]);
    const applied = repoOf({ ...fiveFiles('podinfo'), 'podinfo/values.yaml': 'become: yes\n' });
    expect([...applied.problems.keys()]).toEqual(['podinfo/values.yaml']);
  });
});
