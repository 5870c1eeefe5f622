import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Files } from '../../src/core/change.ts';
import type { Finding } from '../../src/core/finding.ts';
import { lint as lintRepo } from '../../src/lint/lint.ts';
import { defaultSettings, type Settings } from '../../src/model/config.ts';
import { readRepo } from '../../src/model/read-repo.ts';
import { rules } from '../../src/rules/registry.ts';
import type { Example } from '../../src/rules/rule.ts';
import { golden, lint } from '../support/golden.ts';

type Change = Omit<Example, 'title' | 'finds'>;
type Texts = Readonly<Record<string, string>>;

const release = 'podinfo/helmrelease-podinfo.yaml';
const config = 'podinfo/configmap-podinfo-helm-chart-value-overrides.yaml';
const kustomization = 'flux-system/kustomizations/kustomization-podinfo.yaml';
const redisKustomization = 'flux-system/kustomizations/kustomization-redis.yaml';
const namespace = 'flux-system/namespaces/namespace-podinfo.yaml';
const source = 'flux-system/helmrepositories/helmrepository-podinfo.yaml';

const comparing = rules.filter(({ compares }) => compares === true);
const slips = rules.filter(({ id }) => id === 'yaml/syntax');
const broken = 'flux-system/kustomizations/kustomization-broken.yaml';

/** What the rules that compare say of the way from one repository to another; nothing else is looked at. */
function findings(before: Files, after: Files, changed: Partial<Settings> = {}): readonly Finding[] {
  const settings = { ...defaultSettings, ...changed };
  const [base, repo] = [readRepo(before, settings), readRepo(after, settings)];
  for (const side of [base, repo]) {
    const faults = lintRepo(side, { settings, rules: slips }).findings.filter(({ at }) => at.file !== broken);
    expect(faults).toEqual([]);
  }
  const report = lintRepo(repo, { settings, rules: comparing, before: base });
  expect(report.failures).toEqual([]);
  return report.findings;
}

function said(before: Change, after: Change): string[] {
  return findings(golden.changed(before), golden.changed(after)).map(
    ({ rule, message }) => `${rule}: ${message}`,
  );
}

function rulesSaid(before: Change, after: Change): string[] {
  return findings(golden.changed(before), golden.changed(after)).map(({ rule }) =>
    rule.slice('change/'.length),
  );
}

/** A replacement of the same change on both sides. */
const renamed: Change = {
  replace: [[kustomization, 'metadata:\n  name: podinfo\n', 'metadata:\n  name: web\n']],
};
const sayings = {
  renamed:
    'change/kustomization-renamed: Kustomization podinfo is now called web: Flux will delete the 2 objects that it applied, and with HelmRelease podinfo its release, and create them again',
};

function and(...changes: readonly Change[]): Change {
  return {
    replace: changes.flatMap(({ replace = [] }) => replace),
    create: Object.assign({}, ...changes.map(({ create = {} }) => create)),
    remove: changes.flatMap(({ remove = [] }) => remove),
    move: changes.flatMap(({ move = [] }) => move),
  };
}

const sync = (fields = ''): Texts => ({
  'flux-system/flux-system/gotk-sync.yaml': `apiVersion: source.toolkit.fluxcd.io/v1
kind: GitRepository
metadata:
  name: flux-system
  namespace: flux-system
spec:
  interval: 1m
  url: https://git.example.com/fleet
---
apiVersion: kustomize.toolkit.fluxcd.io/v1
kind: Kustomization
metadata:
  name: flux-system
  namespace: flux-system
spec:
  interval: 10m
  path: ./flux-system
${fields}  sourceRef:
    kind: GitRepository
    name: flux-system
`,
});

test('without a repository before it no such rule runs', () => {
  const report = lint(golden.changed(renamed));
  expect(report.findings.filter(({ rule }) => rule.startsWith('change/'))).toEqual([]);
  expect(rules.filter(({ id }) => id.startsWith('change/')).every(({ compares }) => compares === true)).toBe(
    true,
  );
});

test('nothing changed', () => {
  expect(said({}, {})).toEqual([]);
});

describe('a change of the files alone says nothing', () => {
  const files = [...golden.files.paths()];

  test('the folder of an app, with the path of its Kustomization', () => {
    const move = files
      .filter((path) => path.startsWith('redis/'))
      .map((path) => [path, `data/${path}`] as const);
    expect(said({}, { move, replace: [[redisKustomization, 'path: ./redis', 'path: data/redis/']] })).toEqual(
      [],
    );
  });

  test('everything in one file', () => {
    const texts = [release, config].map((path) => golden.files.text(path) ?? '');
    expect(
      said({}, { remove: [release, config], create: { 'podinfo/all.yaml': texts.join('---\n') } }),
    ).toEqual([]);
  });

  test('written otherwise: quotes, order, comments, and defaults written down', () => {
    const text = `# written anew
kind: "HelmRelease"
apiVersion: 'helm.toolkit.fluxcd.io/v2'
metadata: { namespace: podinfo, name: podinfo }
spec:
  targetNamespace: podinfo
  storageNamespace: podinfo
  releaseName: 'podinfo'
  interval: 15m0s
  chart: { spec: { version: "6.x", chart: podinfo, sourceRef: { kind: HelmRepository, name: podinfo, namespace: flux-system } } }
`;
    expect(said({}, { remove: [release], create: { 'podinfo/hr.yml': text } })).toEqual([]);
  });

  test('another version of the API', () => {
    const older = (path: string, group: string, from: string, to: string) =>
      [path, `${group}.toolkit.fluxcd.io/${from}`, `${group}.toolkit.fluxcd.io/${to}`] as const;
    const before: Change = {
      replace: [
        [release, 'apiVersion: helm.toolkit.fluxcd.io/v2\n', 'apiVersion: helm.toolkit.fluxcd.io/v2beta1\n'],
        [
          kustomization,
          'apiVersion: kustomize.toolkit.fluxcd.io/v1\n',
          'apiVersion: kustomize.toolkit.fluxcd.io/v1beta2\n',
        ],
        older(source, 'source', 'v1', 'v1beta2'),
      ],
    };
    expect(said(before, {})).toEqual([]);
    expect(said({}, before)).toEqual([]);
  });

  test('a kustomization.yaml that lists what was there', () => {
    const list =
      'apiVersion: kustomize.config.k8s.io/v1beta1\nkind: Kustomization\nresources:\n  - helmrelease-podinfo.yaml\n  - configmap-podinfo-helm-chart-value-overrides.yaml\n';
    expect(said({}, { create: { 'podinfo/kustomization.yaml': list } })).toEqual([]);
  });

  test('a namespace that a kustomization.yaml gives, and a name that a variable gives', () => {
    const after: Change = {
      replace: [
        [release, 'metadata:\n  name: podinfo\n  namespace: podinfo\n', 'metadata:\n  name: ${app}\n'],
        [
          kustomization,
          '  prune: true',
          '  targetNamespace: podinfo\n  postBuild:\n    substitute:\n      app: podinfo\n  prune: true',
        ],
      ],
    };
    expect(said({}, after)).toEqual([]);
  });

  test('any files moved to anywhere below the path of their Kustomization', () => {
    const root = (path: string): string => path.slice(0, path.indexOf('/'));
    const place = fc.record({
      path: fc.constantFrom(...files),
      folder: fc.constantFrom('', 'a/', 'a/b/', 'z-', '.c/'),
      name: fc.constantFrom(undefined, 'x', 'namespace', 'kustomizations'),
    });
    const moves = fc.uniqueArray(place, {
      selector: ({ path }) => path,
      minLength: 1,
      maxLength: files.length,
    });
    fc.assert(
      fc.property(moves, (chosen) => {
        const move = chosen.map(({ path, folder, name }, index) => {
          const file = name === undefined ? path.slice(root(path).length + 1) : `${name}-${index}.yaml`;
          return [path, `${root(path)}/${folder}${file}`] as const;
        });
        const real = move.filter(([from, to]) => from !== to);
        expect(said({}, { move: real })).toEqual([]);
        expect(findings(golden.changed({ move: real }), golden.files)).toEqual([]);
      }),
      { numRuns: 100 },
    );
  });
});

describe('a Kustomization that is renamed', () => {
  test('speaks, at the new name', () => {
    const [finding] = findings(golden.files, golden.changed(renamed));
    expect(said({}, renamed)).toEqual([sayings.renamed]);
    expect(finding?.at.file).toBe(kustomization);
    expect(finding?.help).toContain('prune: false');
  });

  test('with its folder', () => {
    const move = [release, config].map((path) => [path, path.replace('podinfo/', 'web/')] as const);
    const path: Change = { replace: [[kustomization, 'path: ./podinfo', 'path: ./web']] };
    expect(said({}, and(path, renamed, { move }))).toEqual([sayings.renamed]);
  });

  test('into another namespace', () => {
    const after: Change = {
      replace: [
        [
          kustomization,
          '  name: podinfo\n  namespace: flux-system\n',
          '  name: podinfo\n  namespace: podinfo\n',
        ],
      ],
    };
    expect(said({}, after)).toEqual([
      sayings.renamed.replace('is now called web', 'is now in namespace podinfo'),
    ]);
  });

  test.each([
    ['does not prune', '  prune: true', '  prune: false'],
    ['keeps its objects at its end', '  prune: true', '  deletionPolicy: Orphan\n  prune: true'],
    ['is suspended', '  prune: true', '  suspend: true\n  prune: true'],
    [
      'gives all its objects the annotation',
      '  prune: true',
      '  commonMetadata:\n    annotations:\n      kustomize.toolkit.fluxcd.io/prune: disabled\n  prune: true',
    ],
    [
      'has the annotation itself',
      'name: podinfo\n  namespace',
      'annotations:\n    kustomize.toolkit.fluxcd.io/prune: disabled\n  name: podinfo\n  namespace',
    ],
  ])('is silent where the old one %s', (_, old, now) => {
    // The sentence is the cluster's: what counts is what stood there before.
    expect(said({ replace: [[kustomization, old, now]] }, renamed)).toEqual([]);
  });

  test('speaks where pruning is switched off by the same change: the cluster has not seen it', () => {
    const after: Change = {
      replace: [[kustomization, '  prune: true', '  prune: false'], ...(renamed.replace ?? [])],
    };
    expect(said({}, after)).toEqual([sayings.renamed]);
  });

  test('speaks where it deletes at its end though it does not prune', () => {
    const before: Change = {
      replace: [[kustomization, '  prune: true', '  deletionPolicy: Delete\n  prune: false']],
    };
    expect(said(before, renamed)).toEqual([sayings.renamed]);
  });

  test('is silent where the root does not prune', () => {
    const root: Change = { create: sync('  prune: false\n') };
    expect(said(root, and(root, renamed))).toEqual([]);
    const pruning: Change = { create: sync('  prune: true\n') };
    expect(said(pruning, and(pruning, renamed))).toEqual([sayings.renamed]);
  });

  test('is silent where a patch may say otherwise', () => {
    const patch: Change = {
      create: sync(
        '  prune: true\n  patches:\n    - patch: |\n        - op: add\n          path: /spec/deletionPolicy\n          value: Orphan\n      target:\n        kind: Kustomization\n',
      ),
    };
    expect(said(patch, and(patch, renamed))).toEqual([]);
  });

  test('is silent where something cannot be read any more', () => {
    const unread: Change = { create: { [broken]: 'kind: {\n' } };
    expect(said({}, and(unread, renamed))).toEqual([]);
    expect(said(unread, and(unread, renamed))).toEqual([sayings.renamed]);
  });

  test('is silent where the old one was declared twice: the build failed', () => {
    const twice: Change = {
      create: {
        'flux-system/kustomizations/kustomization-copy.yaml': golden.files.text(kustomization) ?? '',
      },
    };
    expect(said(twice, renamed)).toEqual([]);
  });
});

describe('an object that moves', () => {
  const account = (annotation = ''): string =>
    `apiVersion: v1\nkind: ServiceAccount\nmetadata:\n  name: backup\n  namespace: redis\n${annotation}`;
  const into = (folder: string): Change => ({
    create: { [`${folder}/serviceaccount-backup.yaml`]: account() },
  });
  const moves = (from: string, to: string): string =>
    `change/object-moved: ServiceAccount backup moves from ${from} to ${to}: Flux may delete it, and create it again`;

  test('from the root to an app, and back', () => {
    expect(said(into('flux-system'), into('podinfo'))).toEqual([
      moves('the root Kustomization', 'Kustomization podinfo'),
    ]);
    expect(said(into('podinfo'), into('flux-system'))).toEqual([
      moves('Kustomization podinfo', 'the root Kustomization'),
    ]);
  });

  test('with others, the one that takes most with it first', () => {
    const app: Change = {
      create: { 'redis/serviceaccount-backup.yaml': account() },
      move: [
        ['redis/helmrelease-redis.yaml', 'podinfo/helmrelease-redis.yaml'],
        ['redis/configmap-redis-helm-chart-value-overrides.yaml', 'podinfo/values.yaml'],
      ],
    };
    const [finding, ...others] = findings(golden.files, golden.changed(app));
    expect(others).toEqual([]);
    expect(finding?.message).toBe(
      '2 objects move from Kustomization redis to Kustomization podinfo, HelmRelease redis among them: Flux may delete them, and with HelmRelease redis its release, and create them again',
    );
    expect(finding?.related?.map(({ at }) => at.file)).toEqual(['podinfo/values.yaml']);
  });

  test('says nothing of sources, which run nothing', () => {
    expect(said({}, { move: [[source, 'podinfo/helmrepository-podinfo.yaml']] })).toEqual([]);
  });

  test('says nothing where two Kustomizations applied it before: which of them had it nobody knows', () => {
    const both: Change = { create: { ...into('podinfo').create, ...into('redis').create } };
    expect(said(both, into('redis'))).toEqual([]);
  });

  test('says nothing where the old path is gone: a Kustomization without its path fails', () => {
    const gone: Change = {
      remove: ['redis/helmrelease-redis.yaml', 'redis/configmap-redis-helm-chart-value-overrides.yaml'],
    };
    expect(rulesSaid(into('redis'), and(gone, into('podinfo')))).toEqual([]);
  });

  test('says nothing where its Kustomization goes with its path, and what applied that applies it now', () => {
    const flat: Change = {
      remove: [redisKustomization],
      replace: [[kustomization, '  dependsOn:\n    - name: redis\n', '']],
      move: [
        ['redis/helmrelease-redis.yaml', 'flux-system/helmrelease-redis.yaml'],
        ['redis/configmap-redis-helm-chart-value-overrides.yaml', 'flux-system/values-redis.yaml'],
      ],
    };
    expect(said({}, flat)).toEqual([]);
  });

  test('says nothing where a kustomization.yaml keeps it', () => {
    const list = (annotations: string): Texts => ({
      'redis/kustomization.yaml': `apiVersion: kustomize.config.k8s.io/v1beta1\nkind: Kustomization\nresources:\n  - helmrelease-redis.yaml\n  - configmap-redis-helm-chart-value-overrides.yaml\n${annotations}`,
    });
    const kept = list(
      '  - serviceaccount-backup.yaml\ncommonAnnotations:\n  kustomize.toolkit.fluxcd.io/prune: disabled\n',
    );
    expect(said(and(into('redis'), { create: kept }), and(into('podinfo'), { create: list('') }))).toEqual(
      [],
    );
    const plain = list('  - serviceaccount-backup.yaml\n');
    expect(said(and(into('redis'), { create: plain }), and(into('podinfo'), { create: list('') }))).toEqual([
      moves('Kustomization redis', 'Kustomization podinfo'),
    ]);
  });

  test('says nothing of an object that goes to another cluster', () => {
    const remote: Change = {
      replace: [
        [kustomization, '  prune: true', '  kubeConfig:\n    secretRef:\n      name: other\n  prune: true'],
      ],
    };
    expect(said(and(into('redis'), remote), and(into('podinfo'), remote))).toEqual([]);
  });
});

describe('the identity of a release', () => {
  const changes = (what: string): string =>
    `change/release-identity: HelmRelease podinfo changes its ${what}: Flux will uninstall the release and install it anew`;
  const written = (fields: string): Change => ({ replace: [[release, '  releaseName: podinfo\n', fields]] });

  test('the namespaces, in one finding at the first of the fields', () => {
    const after = written('  releaseName: podinfo\n  targetNamespace: redis\n  storageNamespace: redis\n');
    expect(said({}, after)).toEqual([
      changes(
        'namespace it installs into from podinfo to redis, its namespace of its history from podinfo to redis',
      ),
    ]);
  });

  test('targetNamespace changes the name as well where none is written', () => {
    expect(said(written(''), written('  targetNamespace: redis\n'))).toEqual([
      changes(
        'namespace it installs into from podinfo to redis, its release name from podinfo to redis-podinfo',
      ),
    ]);
  });

  test('the name of an artifact, and of the chart it takes the place of', () => {
    const chart = golden.files.text(release)?.match(/ {2}chart:\n[\s\S]*?(?= {2}interval)/)?.[0] ?? '';
    const reference = '  chartRef:\n    kind: OCIRepository\n    name: podinfo\n    namespace: flux-system\n';
    const artifact = (url: string): Change => ({
      replace: [[release, chart, reference]],
      create: {
        'flux-system/ocirepositories/ocirepository-podinfo.yaml': `apiVersion: source.toolkit.fluxcd.io/v1\nkind: OCIRepository\nmetadata:\n  name: podinfo\n  namespace: flux-system\nspec:\n  interval: 15m\n  url: ${url}\n  ref:\n    semver: 6.x\n`,
      },
    });
    expect(said({}, artifact('oci://ghcr.io/stefanprodan/charts/podinfo'))).toEqual([]);
    const moved = artifact('oci://registry.example.com/mirror/podinfo');
    expect(said(artifact('oci://ghcr.io/stefanprodan/charts/podinfo'), moved)).toEqual([]);
    expect(said({}, artifact('oci://ghcr.io/stefanprodan/charts/frontend'))).toEqual([
      changes('chart from podinfo to frontend'),
    ]);
  });

  test('a chart of files, whose path says nothing of its name, a slip, and an upgrade in place', () => {
    const files: Change = {
      replace: [
        [release, 'kind: HelmRepository', 'kind: GitRepository'],
        [release, 'chart: podinfo #', 'chart: ./charts/frontend #'],
      ],
    };
    expect(said({}, files)).toEqual([]);
    expect(said({ replace: [[release, 'chart: podinfo #', 'chart: podinof #']] }, {})).toEqual([]);
    const inPlace: Change = {
      replace: [
        [release, '  upgrade:\n', '  upgrade:\n    chartNameChangeStrategy: InPlaceUpdate\n'],
        [release, 'chart: podinfo #', 'chart: frontend #'],
      ],
    };
    expect(said({}, inPlace)).toEqual([]);
  });

  test('another chart upgrades in place where Flux can', () => {
    const after = golden.changed({ replace: [[release, 'chart: podinfo #', 'chart: frontend #']] });
    const help = (fluxVersion: string) => findings(golden.files, after, { fluxVersion })[0]?.help;
    expect(help('2.9')).toContain('chartNameChangeStrategy: InPlaceUpdate');
    expect(help('2.8')).toContain('a HelmRelease of its own');
    expect(help('2.8')).not.toContain('InPlaceUpdate');
  });

  test('says nothing where a patch may decide it', () => {
    const patch =
      '  patches:\n    - target:\n        kind: HelmRelease\n      patch: |\n        - op: add\n          path: /spec/releaseName\n          value: podinfo\n';
    const after: Change = {
      replace: [
        [kustomization, '  prune: true', `${patch}  prune: true`],
        [release, 'releaseName: podinfo', 'releaseName: web'],
      ],
    };
    expect(said({}, after)).toEqual([]);
  });

  test('a HelmRelease in another namespace', () => {
    const after: Change = {
      replace: [
        [release, '  name: podinfo\n  namespace: podinfo\n', '  name: podinfo\n  namespace: redis\n'],
        [config, 'namespace: podinfo', 'namespace: redis'],
      ],
    };
    expect(said({}, after)).toEqual([
      'change/helmrelease-renamed: HelmRelease podinfo moves from namespace podinfo to redis: Flux will uninstall its release there and install it anew here',
    ]);
  });

  test('a HelmRelease whose namespace nobody made was never installed', () => {
    const slip: Change = { replace: [[release, 'namespace: podinfo\nspec', 'namespace: podinof\nspec']] };
    expect(said(slip, {})).toEqual([]);
  });

  test('a HelmRelease in another namespace that installs where it did', () => {
    const into = (own: string): Change => ({
      replace: [
        [
          release,
          '  releaseName: podinfo\n',
          '  releaseName: podinfo\n  targetNamespace: podinfo\n  storageNamespace: podinfo\n',
        ],
        [release, '  name: podinfo\n  namespace: podinfo\n', `  name: podinfo\n  namespace: ${own}\n`],
      ],
    });
    expect(said(into('podinfo'), into('redis'))).toEqual([
      'change/helmrelease-renamed: HelmRelease podinfo is now in namespace redis and keeps the release podinfo: Flux will delete the old one, which uninstalls the release, and install it anew',
    ]);
  });
});

describe('a Namespace that goes', () => {
  const app = [source, kustomization, release, config];

  test('with the app: said of the file that is gone', () => {
    const [finding] = findings(golden.files, golden.changed({ remove: [namespace, ...app] }));
    expect(finding).toMatchObject({
      rule: 'change/app-data-removed',
      severity: 'warning',
      at: { file: namespace },
    });
    const text = golden.files.text(namespace) ?? '';
    expect(text.slice(finding?.at.range.start, finding?.at.range.end)).toBe('podinfo');
  });

  test('without its HelmRelease: an error', () => {
    const [finding] = findings(golden.files, golden.changed({ remove: [namespace] }));
    expect(finding).toMatchObject({ rule: 'change/namespace-removed', severity: 'error' });
    expect(finding?.message).toBe(
      'Namespace podinfo is removed, and HelmRelease podinfo and 1 more still belong in it: Flux will delete it with everything that is in it, volumes included',
    );
    expect(finding?.related?.[0]?.at.file).toBe(release);
  });

  test('by another name: said where the new name stands', () => {
    const after: Change = { replace: [[namespace, 'name: podinfo', 'name: web']] };
    const [finding] = findings(golden.files, golden.changed(after));
    expect(finding?.at.file).toBe(namespace);
    expect(golden.changed(after).text(namespace)?.slice(finding?.at.range.start, finding?.at.range.end)).toBe(
      'web',
    );
  });

  test('is not said of one in which nothing ever was', () => {
    const slip: Change = {
      create: {
        'flux-system/namespaces/namespace-podinof.yaml':
          'apiVersion: v1\nkind: Namespace\nmetadata:\n  name: podinof\n',
      },
    };
    expect(said(slip, {})).toEqual([]);
  });

  test('is not said where others make it, or where that cannot be seen', () => {
    const without: Change = { remove: [namespace] };
    const outside = { externals: [{ kind: 'Namespace', name: 'podinfo' }] };
    expect(findings(golden.files, golden.changed(without), outside)).toEqual([]);
    const remote: Change = {
      create: {
        'flux-system/kustomization.yaml':
          'apiVersion: kustomize.config.k8s.io/v1beta1\nkind: Kustomization\nresources:\n  - helmrepositories\n  - kustomizations\n  - namespaces\n  - https://git.example.com/base\n',
      },
    };
    expect(said({}, and(without, remote))).toEqual([]);
  });

  test('is not said where nothing prunes', () => {
    const root: Change = { create: sync('  prune: false\n') };
    expect(said(root, and(root, { remove: [namespace] }))).toEqual([]);
  });
});

describe('a major version', () => {
  const record = '    gitops-kit/chart-version: 6.14.1\n';
  const unrecorded = (from: string): Change => ({
    replace: [
      [config, record, ''],
      [release, 'version: 6.x', `version: ${from}`],
    ],
  });
  const ways = (from: string, to: string): string[] => rulesSaid(unrecorded(from), unrecorded(to));

  test('by the oldest version of each range', () => {
    expect(ways('6.14.1', '7.0.0')).toEqual(['major-bump']);
    expect(ways('^6.2.0', "'>=7.1 <8'")).toEqual(['major-bump']);
    expect(ways('6.x', '6.15.x')).toEqual([]);
    expect(ways('7.x', '6.x')).toEqual([]);
    expect(ways("'*'", '7.x')).toEqual([]);
    expect(ways('6.x', "'>=6'")).toEqual([]);
    expect(ways('${version}', '7.x')).toEqual([]);
  });

  test('is values/stale-base’s where the values say what they were made from', () => {
    const after: Change = { replace: [[release, 'version: 6.x', 'version: 7.x']] };
    expect(rulesSaid({}, after)).toEqual([]);
    expect(lint(golden.changed(after)).findings.map(({ rule }) => rule)).toEqual(['values/stale-base']);
  });

  test('is no matter of values that hold the differences alone', () => {
    const [before, after] = [golden.changed(unrecorded('6.x')), golden.changed(unrecorded('7.x'))];
    expect(findings(before, after, { valuesStyle: 'minimal' })).toEqual([]);
  });
});

test('another root is another beginning: nothing is compared', () => {
  const move = [...golden.files.paths()]
    .filter((path) => path.startsWith('flux-system/'))
    .map((path) => [path, path.replace('flux-system/', 'bootstrap/')] as const);
  expect(said({}, and(renamed, { move }))).toEqual([]);
});
