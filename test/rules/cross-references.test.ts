import { describe, expect, test } from 'vitest';
import { applyChanges, type Files } from '../../src/core/change.ts';
import type { Settings } from '../../src/model/config.ts';
import { golden, lint, messages } from '../support/golden.ts';
import { inClusters, twoClusters, twoRoots } from '../support/two-clusters.ts';

const release = 'podinfo/helmrelease-podinfo.yaml';
const config = 'podinfo/configmap-podinfo-helm-chart-value-overrides.yaml';
const repository = 'flux-system/helmrepositories/helmrepository-podinfo.yaml';
const namespace = 'flux-system/namespaces/namespace-podinfo.yaml';

describe('what may be there is not called missing', () => {
  test('in a file that cannot be read', () => {
    const files = golden.changed({
      replace: [[repository, 'kind: HelmRepository', 'kind: "HelmRepository']],
    });
    expect(messages(lint(files))).toEqual(['a quote that is never closed']);
  });

  test('in a file that is a symbolic link', () => {
    const files = golden.changed({ remove: [repository], faults: { [repository]: { kind: 'symlink' } } });
    expect(messages(lint(files))).toEqual([
      `${repository} is a symbolic link, which is not followed; expected a regular file`,
    ]);
  });

  test('behind a remote resource', () => {
    const files = golden.changed({
      remove: [config],
      create: {
        'podinfo/kustomization.yaml':
          'apiVersion: kustomize.config.k8s.io/v1beta1\nkind: Kustomization\nresources:\n  - helmrelease-podinfo.yaml\n  - https://example.com/config.yaml\n',
      },
    });
    expect(messages(lint(files))).toEqual([]);
  });

  test('made by a generator, a SealedSecret or an ExternalSecret', () => {
    const generator = {
      'podinfo/kustomization.yaml':
        'apiVersion: kustomize.config.k8s.io/v1beta1\nkind: Kustomization\nnamespace: podinfo\nresources:\n  - helmrelease-podinfo.yaml\nconfigMapGenerator:\n  - name: podinfo-helm-chart-value-overrides\n    files:\n      - values.yaml\ngeneratorOptions:\n  disableNameSuffixHash: true\n',
      'podinfo/values.yaml': 'replicaCount: 2\n',
    };
    expect(messages(lint(golden.changed({ remove: [config], create: generator })))).toEqual([]);
    for (const [kind, apiVersion] of [
      ['SealedSecret', 'bitnami.com/v1alpha1'],
      ['ExternalSecret', 'external-secrets.io/v1'],
    ] as const) {
      const files = golden.changed({
        replace: [
          [
            release,
            '    - kind: ConfigMap\n',
            '    - kind: Secret\n      name: podinfo-passwords\n    - kind: ConfigMap\n',
          ],
        ],
        create: {
          [`podinfo/${kind.toLowerCase()}-podinfo-passwords.yaml`]: `apiVersion: ${apiVersion}\nkind: ${kind}\nmetadata:\n  name: podinfo-passwords\n  namespace: podinfo\nspec: {}\n`,
        },
      });
      expect(messages(lint(files))).toEqual([]);
    }
  });

  test('named as known outside', () => {
    const files = golden.changed({ remove: [repository] });
    const externals = [{ kind: 'HelmRepository', namespace: 'flux-system', name: 'podinfo' }];
    expect(messages(lint(files))).toEqual([
      'HelmRelease podinfo refers to HelmRepository podinfo, which does not exist',
    ]);
    expect(messages(lint(files, { externals }))).toEqual([]);
  });

  test('of a name that a variable makes', () => {
    const files = golden.with(release, 'name: podinfo-helm-chart-value-overrides', `name: \${app}-values`);
    expect(messages(lint(files))).toEqual([]);
  });
});

describe('beside Kustomizations of other repositories', () => {
  const foreign = {
    'flux-system/gitrepositories/gitrepository-team.yaml':
      'apiVersion: source.toolkit.fluxcd.io/v1\nkind: GitRepository\nmetadata:\n  name: team\n  namespace: flux-system\nspec:\n  interval: 15m\n  url: https://git.example.com/team\n',
    'flux-system/kustomizations/kustomization-team.yaml':
      'apiVersion: kustomize.toolkit.fluxcd.io/v1\nkind: Kustomization\nmetadata:\n  name: team\n  namespace: flux-system\nspec:\n  interval: 15m\n  retryInterval: 2m\n  path: ./deploy\n  prune: true\n  sourceRef:\n    kind: GitRepository\n    name: team\n',
  };
  const source = (name: string): string => `        name: ${name}\n        namespace: flux`;
  const missing = (name: string) => [[release, source('podinfo'), source(name)]] as const;

  test('a slip is found', () => {
    const files = golden.changed({ create: foreign, replace: missing('podinof') });
    expect(messages(lint(files))).toHaveLength(1);
  });

  test('a name that they may bring is not called missing', () => {
    const files = golden.changed({ create: foreign, replace: missing('shared-charts') });
    expect(messages(lint(files))).toEqual([]);
  });

  test('but it is where this repository keeps such objects', () => {
    const third = (golden.files.text(repository) ?? '').replaceAll('podinfo', 'keycloak');
    const files = golden.changed({
      create: { ...foreign, 'flux-system/helmrepositories/helmrepository-keycloak.yaml': third },
      replace: missing('shared-charts'),
    });
    expect(messages(lint(files))).toHaveLength(1);
  });
});

test('an object that is there and that nothing applies is said to be so', () => {
  const files = golden.changed({ move: [[namespace, 'teams/namespace-podinfo.yaml']] });
  const report = lint(files);
  expect(messages(report)).toEqual([
    'HelmRelease podinfo lies in Namespace podinfo, which no Kustomization applies',
  ]);
  expect(report.findings[0]?.related?.[0]?.at.file).toBe('teams/namespace-podinfo.yaml');
});

test('what is declared stands beside what refers to it', () => {
  const report = lint(golden.with(release, '        name: podinfo\n', '        name: podinof\n'));
  expect(report.findings[0]?.related).toMatchObject([
    { at: { file: repository }, message: 'HelmRepository podinfo is declared here' },
  ]);
  expect(report.findings[0]?.object).toEqual({
    apiVersion: 'helm.toolkit.fluxcd.io/v2',
    kind: 'HelmRelease',
    namespace: 'podinfo',
    name: 'podinfo',
  });
});

describe('what nothing applies', () => {
  const kustomization = 'flux-system/kustomizations/kustomization-podinfo.yaml';
  const sources = Object.fromEntries(
    ['bitnami', 'jetstack'].map((name) => [
      `flux-system/helmrepositories/helmrepository-${name}.yaml`,
      `apiVersion: source.toolkit.fluxcd.io/v1\nkind: HelmRepository\nmetadata:\n  name: ${name}\n  namespace: flux-system\nspec:\n  interval: 15m\n  url: https://charts.example.com/${name}\n`,
    ]),
  );
  const missing = (at: string, name: string) =>
    lint(
      golden.changed({
        replace: [
          [
            release,
            '        name: podinfo\n        namespace: flux',
            `        name: ${name}\n        namespace: flux`,
          ],
        ],
        remove: [kustomization],
        move: [[release, `${at}/helmrelease-podinfo.yaml`]],
        create: sources,
      }),
    ).findings.filter(({ rule }) => rule === 'helmrelease/source-missing');

  test('still refers to what must be somewhere', () => {
    expect(missing('drafts', 'weave').map(({ message }) => message)).toEqual([
      'HelmRelease podinfo refers to HelmRepository weave, which does not exist',
    ]);
    expect(missing('drafts', 'redis')).toEqual([]);
  });

  test('reads a key that the ConfigMap must have, where no other one may be meant', () => {
    const keys = (create: Readonly<Record<string, string>> = {}) =>
      lint(
        golden.changed({
          remove: [kustomization],
          replace: [[config, '  values.yaml: |', '  podinfo.yaml: |']],
          create,
        }),
      ).findings.filter(({ rule }) => rule === 'helmrelease/values-key');
    expect(keys()).toMatchObject([{ at: { file: release } }]);
    expect(keys({ 'spare/configmap.yaml': golden.files.text(config) ?? '' })).toEqual([]);
    const merged =
      'apiVersion: kustomize.config.k8s.io/v1beta1\nkind: Kustomization\nresources:\n  - ../podinfo\nconfigMapGenerator:\n  - name: podinfo-helm-chart-value-overrides\n    behavior: merge\n    literals:\n      - values.yaml=\n';
    expect(keys({ 'overlay/kustomization.yaml': merged })).toEqual([]);
  });

  test('is left alone on the shelf', () => {
    expect(missing('archive/podinfo', 'weave')).toEqual([]);
    expect(missing('.old/podinfo', 'weave')).toEqual([]);
  });
});

describe('of two roots', () => {
  const kustomization = 'flux-system/kustomizations/kustomization-podinfo.yaml';
  const without = (files: Files, ...paths: readonly string[]): Files =>
    applyChanges(
      files,
      paths.map((path) => ({ kind: 'delete', path })),
    );
  const applying = (name: string, path: string): string =>
    `apiVersion: kustomize.toolkit.fluxcd.io/v1\nkind: Kustomization\nmetadata:\n  name: ${name}\n  namespace: flux-system\nspec:\n  interval: 15m\n  retryInterval: 2m\n  path: ./${path}\n  prune: true\n  sourceRef:\n    kind: GitRepository\n    name: flux-system\n`;
  const created = (files: Files, texts: Readonly<Record<string, string>>): Files =>
    applyChanges(
      files,
      Object.entries(texts).map(([path, text]) => ({ kind: 'create', path, text })),
    );
  const bootstrapped = created(
    twoClusters,
    Object.fromEntries(
      twoRoots.map((root) => [`${root}/gotk-sync.yaml`, applying('flux-system', root)] as const),
    ),
  );
  const noValues =
    'HelmRelease podinfo reads ConfigMap podinfo-helm-chart-value-overrides, which does not exist';
  const noSource = 'HelmRelease podinfo refers to HelmRepository podinfo, which does not exist';
  const missingSources = (files: Files, settings: Partial<Settings> = {}) =>
    lint(files, settings).findings.filter(({ rule }) => rule === 'helmrelease/source-missing');

  test.each([
    ['found by their folders', twoClusters, {}, ''],
    ['found a folder deeper', inClusters('clusters/staging', 'clusters/production'), {}, 'clusters/'],
    ['of the configuration', twoClusters, { roots: twoRoots }, ''],
    ['that bootstrap wrote', bootstrapped, {}, ''],
  ])('%s: one has not what the other has', (_, files, settings, above) => {
    const [staging, production] = [`${above}staging`, `${above}production`];
    expect(messages(lint(files, settings))).toEqual([]);
    const removed = lint(without(files, `${staging}/${config}`), settings);
    expect(messages(removed)).toEqual([noValues]);
    expect(removed.findings[0]?.at.file).toBe(`${staging}/${release}`);
    expect(removed.findings[0]?.related).toMatchObject([
      {
        at: { file: `${production}/${config}` },
        message: `ConfigMap podinfo-helm-chart-value-overrides is declared here, for ${production}/flux-system`,
      },
    ]);
    expect(messages(lint(without(files, `${staging}/${repository}`), settings))).toEqual([noSource]);
    const to = `${staging}/podinfo/configmap-podinfo.yaml`;
    const moved = lint(
      applyChanges(files, [{ kind: 'move', path: `${production}/${config}`, to }]),
      settings,
    );
    expect(moved.findings.filter(({ message }) => message === noValues)).toMatchObject([
      { at: { file: `${production}/${release}` } },
    ]);
  });

  test('a name that the other one has is no slip', () => {
    const files = created(without(twoClusters, `staging/${repository}`), {
      'staging/flux-system/helmrepositories/helmrepository-podinfo-charts.yaml': (
        golden.files.text(repository) ?? ''
      ).replace('name: podinfo', 'name: podinfo-charts'),
    });
    expect(missingSources(files).map(({ message }) => message)).toEqual([noSource]);
  });

  test('a folder that both apply is judged for each', () => {
    const own = twoRoots.map((root) => `${root}/helmrepositories/helmrepository-podinfo.yaml`);
    const sources = twoRoots.map((root) => `${root}/kustomizations/kustomization-sources.yaml`);
    const shared = created(without(twoClusters, ...own), {
      'sources/helmrepository-podinfo.yaml': golden.files.text(repository) ?? '',
      ...Object.fromEntries(sources.map((path) => [path, applying('sources', 'sources')])),
    });
    expect(missingSources(shared)).toEqual([]);
    expect(missingSources(without(shared, sources[0] ?? ''))).toMatchObject([
      { at: { file: `staging/${release}` }, message: noSource },
    ]);
  });

  describe('that have no app in common', () => {
    const apart = [...twoClusters.paths()].filter((path) =>
      /^staging.*redis|^production.*podinfo/.test(path),
    );
    const files = applyChanges(without(twoClusters, ...apart), [
      { kind: 'move', path: `staging/${repository}`, to: `production/${repository}` },
    ]);

    test('may be one cluster', () => {
      expect(missingSources(files)).toEqual([]);
    });

    test('are two where the configuration names both', () => {
      expect(missingSources(files, { roots: twoRoots })).toMatchObject([{ message: noSource }]);
    });

    test('are two where the Flux operator syncs each', () => {
      const instance = (root: string): string =>
        `apiVersion: fluxcd.controlplane.io/v1\nkind: FluxInstance\nmetadata:\n  name: flux\n  namespace: flux-system\nspec:\n  sync:\n    kind: GitRepository\n    url: https://git.example.com/fleet\n    ref: refs/heads/main\n    path: ./${root}\n`;
      const instances = twoRoots.map((root) => [`${root}/flux-instance.yaml`, instance(root)] as const);
      expect(missingSources(created(files, Object.fromEntries(instances)))).toMatchObject([
        { message: noSource },
      ]);
    });
  });

  test('are not told by what was left over', () => {
    const moved = applyChanges(
      golden.files,
      [...golden.files.paths()]
        .filter((path) => path.startsWith('flux-system/'))
        .map((path) => ({ kind: 'move', path, to: `cluster/${path.split('/').at(-1)}` })),
    );
    const files = created(moved, {
      'tools/podinfo/kustomization-podinfo.yaml': applying('podinfo', 'tools/podinfo/app'),
      'tools/podinfo/app/helmrelease-podinfo.yaml': golden.files.text(release) ?? '',
    });
    expect(lint(files).findings).toEqual([]);
    const roots = ['cluster', 'tools/podinfo'];
    expect(missingSources(files, { roots })).toMatchObject([{ message: noSource }]);
  });

  test('may be one cluster where they apply the same folders', () => {
    const files = created(golden.files, {
      'old/kustomizations/kustomization-podinfo.yaml': golden.files.text(kustomization) ?? '',
      'old/namespaces/namespace-podinfo.yaml': golden.files.text(namespace) ?? '',
    });
    expect(missingSources(files)).toEqual([]);
    expect(missingSources(files, { roots: ['flux-system', 'old'] })).toMatchObject([{ message: noSource }]);
  });

  test('are one cluster where one applies the other, whatever the configuration calls a root', () => {
    const moved = applyChanges(golden.files, [
      { kind: 'move', path: repository, to: 'clusters/home/helmrepository-podinfo.yaml' },
    ]);
    const applied = created(moved, { 'clusters/home/apps.yaml': applying('apps', 'flux-system') });
    const sync = { 'clusters/home/gotk-sync.yaml': applying('flux-system', 'clusters/home') };
    for (const roots of [['flux-system'], ['flux-system', 'clusters/home']]) {
      expect(missingSources(created(applied, sync), { roots })).toEqual([]);
    }
    expect(missingSources(applied, { roots: ['flux-system', 'clusters/home'] })).toEqual([]);
    expect(missingSources(moved, { roots: ['flux-system', 'clusters/home'] })).toHaveLength(1);
  });
});

describe('dependsOn', () => {
  const kustomization = (name: string, ...needs: readonly string[]): string =>
    `apiVersion: kustomize.toolkit.fluxcd.io/v1\nkind: Kustomization\nmetadata:\n  name: ${name}\n  namespace: flux-system\nspec:\n  interval: 15m\n  path: ./redis\n  prune: true\n  sourceRef:\n    kind: GitRepository\n    name: flux-system\n  dependsOn:\n${needs.map((need) => `    - name: ${need}\n`).join('')}`;
  const repo = (edges: Readonly<Record<string, readonly string[]>>) =>
    golden.changed({
      create: Object.fromEntries(
        Object.entries(edges).map(([name, needs]) => [
          `flux-system/kustomizations/kustomization-${name}.yaml`,
          kustomization(name, ...needs),
        ]),
      ),
    });

  const circles = (edges: Readonly<Record<string, readonly string[]>>) => {
    const report = lint(repo(edges));
    expect(report.failures).toEqual([]);
    return report.findings.filter(({ rule }) => rule === 'kustomization/depends-cycle');
  };

  test('a circle of three is said once, at the first of its files', () => {
    const [circle, ...others] = circles({ web: ['shop'], cart: ['web'], shop: ['cart'] });
    expect(others).toEqual([]);
    expect(circle?.message).toBe('Kustomization cart depends on itself: cart -> web -> shop -> cart');
    expect(circle?.related).toHaveLength(2);
  });

  test('two circles that share an object are two', () => {
    expect(circles({ a: ['b', 'c'], b: ['a'], c: ['a'] }).map(({ message }) => message)).toEqual([
      'Kustomization a depends on itself: a -> b -> a',
      'Kustomization a depends on itself: a -> c -> a',
    ]);
  });

  test('many ways to one object are no circle', () => {
    expect(circles({ a: ['b', 'c'], b: ['d'], c: ['d'], d: ['redis'] })).toEqual([]);
  });

  test('a chain of two thousand is followed to its end', () => {
    const chain = Object.fromEntries(
      Array.from({ length: 2_000 }, (_, at) => [`link-${at}`, [at === 1_999 ? 'link-0' : `link-${at + 1}`]]),
    );
    expect(circles(chain)).toHaveLength(1);
  });
});
