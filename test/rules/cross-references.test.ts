import { describe, expect, test } from 'vitest';
import { golden, lint, messages } from '../support/golden.ts';

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

  test('is left alone on the shelf', () => {
    expect(missing('archive/podinfo', 'weave')).toEqual([]);
    expect(missing('.old/podinfo', 'weave')).toEqual([]);
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
