import { describe, expect, test } from 'vitest';
import type { ChartFacts } from '../../src/chart/chart.ts';
import { readArguments } from '../../src/commands/arguments.ts';
import { initCommand } from '../../src/commands/init.ts';
import { newAppCommand } from '../../src/commands/new-app.ts';
import { filesOf } from '../../src/core/change.ts';
import { KitError } from '../../src/core/errors.ts';
import { type FakeHost, type FakeWorld, fakeHost } from '../../src/io/fake.ts';
import { textsOf as textsIn } from '../scaffold/app-changes.ts';
import { emptyRoot } from '../scaffold/examples.ts';
import { bases, lint } from '../support/golden.ts';

type Texts = Readonly<Record<string, string>>;

const served = 'https://stefanprodan.github.io/podinfo';
const facts: ChartFacts = {
  name: 'podinfo',
  version: '6.14.1',
  appVersion: '6.14.1',
  values: '# Default values\nreplicaCount: 1 # pods\n',
  valuesDigest: `sha256:${'0a'.repeat(32)}`,
  valuesSchema: undefined,
  reads: undefined,
  hasCrds: true,
  deprecated: false,
};

/** A host whose one repository serves podinfo, and remembers which versions were asked for. */
function host(files: Texts, world: FakeWorld = {}): FakeHost & { readonly asked: (string | undefined)[] } {
  const asked: (string | undefined)[] = [];
  const charts: FakeWorld['charts'] = {
    serves: async (url, chart) => url === served && chart === 'podinfo',
    fetch: async ({ version }) => {
      asked.push(version);
      return { facts, notes: [] };
    },
  };
  return { ...fakeHost({ charts, files, ...world }), asked };
}

const noNetwork: FakeWorld['charts'] = {
  serves: () => Promise.reject(new Error('asked')),
  fetch: () => Promise.reject(new Error('fetched')),
};

async function newApp(world: FakeHost, ...argv: string[]): Promise<string> {
  try {
    return String(await newAppCommand.run(await readArguments(newAppCommand, ['new-app', ...argv]), world));
  } catch (error) {
    if (error instanceof KitError) return [`${error.code}: ${error.message}`, ...error.help].join(' | ');
    throw error;
  }
}

function textsOf(world: FakeHost): Record<string, string> {
  const files = world.files();
  return Object.fromEntries([...files.paths()].map((path) => [path, files.text(path) ?? '']));
}

/** A new repository with an app, and the paths that new-app wrote. */
async function withApp(argv: readonly string[], before: Texts = {}) {
  const world = host(before);
  if (Object.keys(before).length === 0)
    await initCommand.run(await readArguments(initCommand, ['init']), world);
  const start = textsOf(world);
  expect(await newApp(world, ...argv)).toBe('0');
  const texts = textsOf(world);
  return { texts, written: Object.keys(texts).filter((path) => start[path] === undefined) };
}

function without(texts: Texts, paths: readonly string[]): Record<string, string> {
  return Object.fromEntries(Object.entries(texts).filter(([path]) => !paths.includes(path)));
}

function* properSubsets(paths: readonly string[]): Iterable<string[]> {
  for (let bits = 1; bits < 2 ** paths.length - 1; bits += 1)
    yield paths.filter((_, index) => (bits >> index) % 2 === 1);
}

const said = (texts: Texts, fluxVersion?: string): string[] =>
  lint(filesOf(texts), { extends: 'strict', fluxVersion }).findings.map(
    ({ rule, message }) => `${rule}: ${message}`,
  );

const release = 'podinfo/helmrelease-podinfo.yaml';
const values = 'podinfo/configmap-podinfo-helm-chart-value-overrides.yaml';
const kustomization = 'flux-system/kustomizations/kustomization-podinfo.yaml';
const repository = 'flux-system/helmrepositories/helmrepository-podinfo.yaml';
const ociRepository = 'flux-system/ocirepositories/ocirepository-podinfo.yaml';
const registry = 'oci://ghcr.io/stefanprodan/charts';
const namespace = 'flux-system/namespaces/namespace-podinfo.yaml';

/** Removes every proper subset of an app's files, and repairs. */
async function repairAll(
  { texts, written }: { readonly texts: Texts; readonly written: readonly string[] },
  fluxVersion?: string,
) {
  for (const removed of properSubsets(written)) {
    const world = host(without(texts, removed));
    expect(await newApp(world, '--repair', 'podinfo'), `without ${removed.join(', ')}`).toBe('0');
    expect(textsOf(world), `without ${removed.join(', ')}`).toEqual(texts);
    expect(world.written.map(({ message }) => message)).toEqual([undefined]);
  }
  expect(said(texts, fluxVersion)).toEqual([]);
}

describe('whatever is missing of an app comes back as new-app wrote it', () => {
  test('alone in a repository: all 30 remains', async () => {
    const app = await withApp(['podinfo']);
    expect([...properSubsets(app.written)]).toHaveLength(30);
    await repairAll(app);
  });

  test('beside another app', async () => {
    const redis = await withApp(['redis', '--repo-url', 'https://charts.example.com']);
    await repairAll(await withApp(['podinfo', '--repo-url', served], redis.texts));
  });

  test('where kustomization.yaml files list what is applied', async () => {
    const other = 'apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: other\n  namespace: default\n';
    const redis = await withApp(['redis', '--repo-url', 'https://charts.example.com']);
    const lists = {
      'flux-system/kustomization.yaml':
        'resources:\n  - other.yaml # ours\n  - namespaces/namespace-redis.yaml\n  - kustomizations\n  - helmrepositories\n',
      'flux-system/kustomizations/kustomization.yaml': 'resources:\n- kustomization-redis.yaml\n',
    };
    const before = { ...redis.texts, ...lists, 'flux-system/other.yaml': other };
    const { texts, written } = await withApp(['podinfo', '--repo-url', served], before);
    const sorted = (all: Texts) =>
      Object.fromEntries(Object.entries(all).map(([path, text]) => [path, text.split('\n').sort()]));
    for (const removed of properSubsets(written)) {
      // The lists still name the files, or nobody lists them any more.
      for (const listing of [{}, lists]) {
        const world = host({ ...without(texts, removed), ...listing });
        expect(await newApp(world, '--repair', 'podinfo'), `without ${removed.join(', ')}`).toBe('0');
        expect(sorted(textsOf(world)), `without ${removed.join(', ')}`).toEqual(sorted(texts));
      }
    }
  });

  test('in a namespace of another name, from a repository that others use', async () => {
    const frontend = await withApp(['frontend', '--chart', 'podinfo', '--repo-url', served]);
    const app = await withApp(['podinfo', '--namespace', 'web', '--depends-on', 'frontend'], frontend.texts);
    const web = 'flux-system/namespaces/namespace-web.yaml';
    expect(app.written).toEqual([kustomization, web, values, release]);
    const own = app.written.filter((path) => path !== web);
    for (const removed of properSubsets(app.written)) {
      const world = host(without(app.texts, removed));
      const flags = removed.includes(kustomization) ? ['--depends-on', 'frontend'] : [];
      const ran = await newApp(world, '--repair', 'podinfo', ...flags);
      if (own.every((path) => removed.includes(path))) {
        // A Namespace of another name does not say whose it is.
        expect(ran).toBe(
          'no-such-app: nothing of an app podinfo is left | to add it: gitops-kit new-app podinfo',
        );
        continue;
      }
      expect(ran, `without ${removed.join(', ')}`).toBe('0');
      expect(textsOf(world), `without ${removed.join(', ')}`).toEqual(app.texts);
    }
  });

  test('for an older Flux', async () => {
    const before = { ...emptyRoot, '.gitops-kit.jsonc': '{ "fluxVersion": "2.4" }' };
    await repairAll(await withApp(['podinfo', '--repo-url', served], before), '2.4');
  });

  test('from a registry, whose OCIRepository has the version', async () => {
    const app = await withApp(['podinfo', '--repo-url', registry]);
    expect(app.written).toContain(ociRepository);
    for (const removed of properSubsets(app.written)) {
      const world = host(without(app.texts, removed));
      const flags = removed.includes(ociRepository) ? ['--repo-url', registry] : [];
      const ran = await newApp(world, '--repair', 'podinfo', ...flags);
      expect(ran, `without ${removed.join(', ')}`).toBe('0');
      expect(textsOf(world), `without ${removed.join(', ')}`).toEqual(app.texts);
    }
    expect(said(app.texts)).toEqual([]);
  });

  test('from a registry that is a HelmRepository', async () => {
    const harbor = 'flux-system/helmrepositories/helmrepository-harbor.yaml';
    const before = {
      ...emptyRoot,
      [harbor]:
        'apiVersion: source.toolkit.fluxcd.io/v1\nkind: HelmRepository\nmetadata:\n  name: harbor\n  namespace: flux-system\nspec:\n  type: oci\n  url: oci://harbor.example.com/charts\n',
    };
    const { texts } = await withApp(['podinfo', '--repo-name', 'harbor'], before);
    const lost = host(without(texts, [values]));
    expect(await newApp(lost, '--repair', 'podinfo')).toBe('0');
    expect(textsOf(lost)).toEqual(texts);
    const gone = host(without(texts, [harbor]));
    const url = 'oci://harbor.example.com/charts';
    expect(await newApp(gone, '--repair', 'podinfo', '--repo-url', url)).toBe('0');
    expect(textsOf(gone)).toEqual(texts);
  });

  test('in a folder of apps', async () => {
    const start = await withApp(['redis', '--repo-url', 'https://charts.example.com']);
    const before = { ...start.texts, '.gitops-kit.jsonc': '{ "appsDir": "apps" }' };
    await repairAll(await withApp(['podinfo', '--repo-url', served], before));
  });
});

describe('what is written', () => {
  test('Kustomization, Namespace and HelmRepository need no network', async () => {
    const { texts } = await withApp(['podinfo']);
    const world = host(without(texts, [kustomization, namespace, repository]), { charts: noNetwork });
    expect(await newApp(world, '--repair', 'podinfo')).toBe('0');
    expect(textsOf(world)).toEqual(texts);
  });

  test('a lost ConfigMap gets the values of a version in the range, under the name and key that the release reads', async () => {
    const { texts } = await withApp(['podinfo']);
    const named = (texts[release] ?? '')
      .replace('version: 6.x', 'version: ">=6.13 <6.15"')
      .replace('name: podinfo-helm-chart-value-overrides', 'name: podinfo-values')
      .replace('valuesKey: values.yaml', 'valuesKey: podinfo.yaml');
    const world = host({ ...without(texts, [values]), [release]: named });
    expect(await newApp(world, '--repair', 'podinfo')).toBe('0');
    expect(world.asked).toEqual(['>=6.13 <6.15']);
    expect(textsOf(world)[release]).toBe(named);
    const text = textsOf(world)['podinfo/configmap-podinfo-values.yaml'];
    expect(text).toContain('name: podinfo-values\n');
    expect(text).toContain('  podinfo.yaml: |\n    # Default values\n');
    expect(world.stderr()).toContain(
      'git log -p -- podinfo/configmap-podinfo-values.yaml\nnext: gitops-kit lint\n',
    );
  });

  test('a lost HelmRelease reads the values that are there, whatever the ConfigMap is called', async () => {
    const { texts } = await withApp(['podinfo']);
    const odd = (texts[values] ?? '').replace('name: podinfo-helm-chart-value-overrides', 'name: settings');
    const plain = odd.replace(/ {2}annotations:.*?(?=^data:)/ms, '');
    const world = host({ ...without(texts, [release, values]), 'podinfo/configmap-settings.yaml': plain });
    expect(await newApp(world, '--repair', 'podinfo')).toBe('0');
    expect(textsOf(world)[release]).toContain('      name: settings\n      valuesKey: values.yaml #');
  });

  test('a lost HelmRelease is pinned around the version that the values were noted for', async () => {
    const { texts } = await withApp(['podinfo']);
    const world = host(without(texts, [release]));
    expect(await newApp(world, '--repair', 'podinfo', '--pin', 'minor')).toBe('0');
    expect(world.asked).toEqual(['6.14.1']);
    expect(textsOf(world)[release]).toContain('version: 6.14.x');
  });

  test('a release without any values reads the new ConfigMap, its comments stay', async () => {
    const { texts } = await withApp(['podinfo']);
    const whole = texts[release] ?? '';
    const bare = whole.slice(0, whole.indexOf('  valuesFrom:')).replace('timeout: 5m', 'timeout: 5m # long');
    const world = host({ ...without(texts, [values]), [release]: bare });
    expect(await newApp(world, '--repair', 'podinfo')).toBe('0');
    expect(textsOf(world)[release]).toBe(
      `${bare}  valuesFrom:\n    - kind: ConfigMap\n      name: podinfo-helm-chart-value-overrides\n      valuesKey: values.yaml\n`,
    );
    expect(textsOf(world)[values]).toBe(texts[values]);
    expect(world.stderr()).toContain(`note: ${release} now reads its values from the new ConfigMap\n`);
  });

  test('an empty file is filled', async () => {
    const { texts } = await withApp(['podinfo']);
    const world = host({ ...texts, [namespace]: '', [release]: '\n' });
    expect(await newApp(world, '--repair', 'podinfo')).toBe('0');
    expect(textsOf(world)).toEqual(texts);
    expect(world.stderr()).toContain(`note: ${namespace} was empty\nnote: ${release} was empty\n`);
  });

  test('a release that nothing applied is applied, and what lint warns of in it is said', async () => {
    const { texts } = await withApp(['podinfo']);
    const whole = texts[release] ?? '';
    const bare = whole.slice(0, whole.indexOf('  install:'));
    const world = host({ ...without(texts, [kustomization, values]), [release]: bare });
    expect(await newApp(world, '--repair', 'podinfo')).toBe('0');
    expect(textsOf(world)[kustomization]).toBe(texts[kustomization]);
    expect(world.stderr()).toContain(
      `note: now it counts: ${release}: HelmRelease podinfo gives up after its first failed installation or upgrade [helmrelease/remediation-missing]\n`,
    );
  });

  test('values inside the release need no ConfigMap', async () => {
    const { texts } = await withApp(['podinfo']);
    const whole = texts[release] ?? '';
    const inline = `${whole.slice(0, whole.indexOf('  valuesFrom:'))}  values:\n    replicaCount: 2\n`;
    const world = host({ ...without(texts, [values]), [release]: inline });
    expect(await newApp(world, '--repair', 'podinfo')).toBe('0');
    expect(world.stderr()).toBe('app podinfo has all of its files: nothing to repair\n');
  });

  test('nothing, where nothing is missing; with --diff as well', async () => {
    const { texts } = await withApp(['podinfo']);
    const world = host(texts, { charts: noNetwork });
    expect(await newApp(world, '--repair', 'podinfo')).toBe('0');
    expect(await newApp(world, '--repair', 'podinfo', '--diff')).toBe('0');
    expect(world.written).toEqual([]);
    expect(world.stdout()).toBe('');
  });

  test('nothing with --dry-run and --diff, and a commit with --commit', async () => {
    const { texts } = await withApp(['podinfo']);
    const world = host(without(texts, [release, namespace]));
    expect(await newApp(world, '--repair', 'podinfo', '--dry-run')).toBe('0');
    expect(await newApp(world, '--repair', 'podinfo', '--diff')).toBe('1');
    expect(world.written).toEqual([]);
    expect(await newApp(world, '--repair', 'podinfo', '--commit')).toBe('0');
    expect(world.written.map(({ message }) => message)).toEqual(['complete podinfo: Namespace, HelmRelease']);
  });
});

describe('what cannot be told is refused, and nothing is written', () => {
  const refused = async (change: (texts: Texts) => Texts, ...flags: string[]): Promise<string> => {
    const { texts } = await withApp(['podinfo']);
    const world = host(change(texts));
    const ran = await newApp(world, '--repair', 'podinfo', ...flags);
    expect(world.written).toEqual([]);
    return ran;
  };
  const inWeb = (text = ''): string => text.replaceAll('namespace: podinfo', 'namespace: web');

  test('two releases of the name', async () => {
    const second = 'podinfo/helmrelease-podinfo-2.yaml';
    expect(await refused((texts) => ({ ...without(texts, [values]), [second]: inWeb(texts[release]) }))).toBe(
      `ambiguous-app: which of these is podinfo's cannot be told: HelmRelease podinfo in ${second}, HelmRelease podinfo in ${release} | say where the app is: --namespace NAME`,
    );
  });

  test('a release of another name in the folder', async () => {
    const ran = await refused((texts) => ({
      ...without(texts, [values, release]),
      'podinfo/helmrelease-blue.yaml': (texts[release] ?? '').replaceAll('name: podinfo', 'name: blue'),
    }));
    expect(ran).toContain('ambiguous-app: podinfo/ holds no HelmRelease podinfo, but HelmRelease blue in ');
    expect(ran).toContain('gitops-kit new-app --repair blue');
  });

  test('namespaces that differ', async () => {
    expect(await refused((texts) => ({ ...without(texts, [release]), [values]: inWeb(texts[values]) }))).toBe(
      `contradicting-remains: ConfigMap podinfo-helm-chart-value-overrides in ${values} lies in web, and Kustomization podinfo in ${kustomization} waits for the release in podinfo | make them agree, then repair`,
    );
    expect(await refused((texts) => without(texts, [values]), '--namespace', 'web')).toContain(
      'and --namespace says web',
    );
  });

  test('a ConfigMap beside the release, in another namespace', async () => {
    expect(await refused((texts) => ({ ...texts, [values]: inWeb(texts[values]) }))).toContain(
      `contradicting-remains: HelmRelease podinfo in ${release} reads ConfigMap `,
    );
  });

  test('a Kustomization that leads elsewhere', async () => {
    const ran = await refused((texts) => ({
      ...without(texts, [values]),
      [kustomization]: (texts[kustomization] ?? '').replace('path: ./podinfo', 'path: ./podinof'),
    }));
    expect(ran).toContain(
      `contradicting-remains: Kustomization podinfo in ${kustomization} applies podinof/`,
    );
  });

  test('a file that cannot be read where one is missing', async () => {
    const ran = await refused((texts) => ({ ...texts, [release]: 'kind: HelmRelease\n\tname: [' }));
    expect(ran).toBe(
      `in-the-way: the missing files of podinfo have no place: ${release} exists | see what is wrong: gitops-kit lint podinfo`,
    );
  });

  test('another object where one is missing', async () => {
    const ran = await refused((texts) => ({
      ...texts,
      [values]: 'apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: redis\n  namespace: podinfo\n',
    }));
    expect(ran).toContain(
      `in-the-way: the missing files of podinfo have no place: ${values} holds ConfigMap redis |`,
    );
  });

  test('a URL that nobody knows', async () => {
    const { texts } = await withApp(['podinfo', '--chart', 'own', '--repo-url', served]);
    const own = { ...texts, [release]: (texts[release] ?? '').replace('chart: podinfo #', 'chart: own #') };
    const world = host(without(own, [repository]), { charts: noNetwork });
    expect(await newApp(world, '--repair', 'podinfo')).toContain(
      'no-source: HelmRepository podinfo is missing, and its URL is not known | say it: --repo-url',
    );
    expect(await newApp(world, '--repair', 'podinfo', '--repo-url', served)).toBe('0');
    expect(textsOf(world)).toEqual(own);
  });

  test('a version where the OCIRepository that is there has it, and values of another chart', async () => {
    const { texts } = await withApp(['podinfo', '--repo-url', registry]);
    const world = host(without(texts, [release]));
    expect(await newApp(world, '--repair', 'podinfo', '--pin', 'exact')).toContain(
      'unused-option: --pin has no place: app podinfo has its OCIRepository, which stays as it is',
    );
    expect(await newApp(world, '--repair', 'podinfo', '--secret-ref', 'login')).toContain(
      'unused-option: --secret-ref has no place: app podinfo has its OCIRepository',
    );
    expect(await newApp(world, '--repair', 'podinfo', '--chart', 'redis')).toContain(
      `contradicting-remains: --chart says redis, and OCIRepository podinfo in ${ociRepository} has podinfo`,
    );
    const redis = (texts[values] ?? '').replace('gitops-kit/chart: podinfo', 'gitops-kit/chart: redis');
    const other = host({ ...without(texts, [release]), [values]: redis });
    expect(await newApp(other, '--repair', 'podinfo')).toContain(
      `contradicting-remains: OCIRepository podinfo in ${ociRepository} has podinfo, and ConfigMap podinfo-helm-chart-value-overrides in ${values} has the values of redis`,
    );
  });

  test('an OCIRepository at a URL over HTTP, or at none', async () => {
    const { texts } = await withApp(['podinfo', '--repo-url', registry]);
    const world = host(without(texts, [ociRepository]));
    expect(await newApp(world, '--repair', 'podinfo')).toContain(
      'no-source: OCIRepository podinfo is missing',
    );
    expect(await newApp(world, '--repair', 'podinfo', '--repo-url', served)).toContain(
      `bad-url: ${served} is no registry; OCIRepository podinfo needs oci://…`,
    );
    expect(await newApp(world, '--repair', 'podinfo', '--repo-url', registry)).toBe('0');
    expect(world.asked).toEqual(['6.14.1']);
    const old = host({ ...without(texts, [ociRepository]), '.gitops-kit.jsonc': '{ "fluxVersion": "2.2" }' });
    expect(await newApp(old, '--repair', 'podinfo', '--repo-url', registry)).toContain(
      'flux-too-old: Flux 2.2 (configured) has no releases that name an OCIRepository, as the one of podinfo',
    );
  });

  test('a chart from a source that is not written or read here', async () => {
    const git = (text = '') => text.replace('kind: HelmRepository', 'kind: GitRepository');
    expect(
      await refused((texts) => ({ ...without(texts, [values]), [release]: git(texts[release]) })),
    ).toContain('cannot-repair: GitRepository podinfo is missing, to which HelmRelease podinfo in ');
  });

  test('a Kustomization of manifests, unless a chart is named', async () => {
    const dashboards =
      'apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: dashboards\n  namespace: podinfo\n';
    const manifests = (texts: Texts): Texts => ({
      ...without(texts, [values, release]),
      [kustomization]: (texts[kustomization] ?? '').replace(/ {2}healthChecks:.*/s, ''),
      'podinfo/configmap-dashboards.yaml': dashboards,
    });
    expect(await refused(manifests)).toBe(
      `not-an-app: Kustomization podinfo in ${kustomization} applies 1 object and waits for no HelmRelease | if podinfo is of a chart all the same: --chart NAME`,
    );
    const { texts } = await withApp(['podinfo']);
    const world = host(manifests(texts));
    expect(await newApp(world, '--repair', 'podinfo', '--chart', 'podinfo')).toBe('0');
    expect(textsOf(world)[release]).toBe(texts[release]);
  });

  test('variables that the missing Kustomization filled in, as its neighbours do', async () => {
    const ran = await refused((texts) => ({
      ...without(texts, [kustomization]),
      [release]: (texts[release] ?? '').replace('interval: 15m', 'interval: ${INTERVAL}'),
      [kustomization.replace('podinfo', 'redis')]:
        `${(texts[kustomization] ?? '').replaceAll('podinfo', 'redis')}  postBuild:\n    substitute:\n      INTERVAL: 15m\n`,
    }));
    expect(ran).toContain(
      `cannot-repair: ${release} has variables, and the Kustomization of podinfo that would fill them in is missing`,
    );
    expect(ran).toContain('with a postBuild as in flux-system/kustomizations/kustomization-redis.yaml');
  });

  test('a folder in which a new Kustomization would apply more than the app', async () => {
    const ran = await refused((texts) => ({
      ...without(texts, [kustomization, release]),
      'podinfo/app/helmrelease-podinfo.yaml': texts[release] ?? '',
      'podinfo/cache/helmrelease-cache.yaml': (texts[release] ?? '').replaceAll(
        'name: podinfo',
        'name: cache',
      ),
    }));
    expect(ran).toContain(
      'ambiguous-app: a Kustomization for podinfo/ would apply HelmRelease cache in podinfo/cache/helmrelease-cache.yaml as well',
    );
  });

  test('a repository that lint warns of', async () => {
    const ran = await refused(
      (texts) => without(texts, [repository]),
      '--repo-url',
      'https://charts.bitnami.com/bitnami',
    );
    expect(ran).toContain(
      `would-break: the new files would bring what lint reports: ${repository}: HelmRepository podinfo has url `,
    );
  });

  test('a flag that would change what is there', async () => {
    expect(await refused((texts) => without(texts, [namespace]), '--set', 'replicaCount=2')).toBe(
      'unused-option: --set has no place: app podinfo has its values, which stays as it is | leave it out, or change the values by hand',
    );
    expect(await refused((texts) => without(texts, [values]), '--chart', 'redis')).toContain(
      'unused-option: --chart has no place',
    );
  });

  test('an app of which nothing is left, with the nearest', async () => {
    const { texts } = await withApp(['podinfo']);
    expect(await newApp(host(texts), '--repair', 'podinof')).toContain(
      'no-such-app: nothing of an app podinof is left; did you mean podinfo?',
    );
  });
});

describe('in a fleet', () => {
  const fleet = textsIn(bases.fleet);

  test('a Kustomization of a release that a policy takes waits for nothing, as place leaves it', async () => {
    const world = host(without(fleet, [kustomization]), { charts: noNetwork });
    expect(await newApp(world, '--repair', 'podinfo', '--depends-on', 'redis')).toBe('0');
    expect(textsOf(world)).toEqual(fleet);
  });

  test('without a policy that takes it, it waits for the release', async () => {
    const policies = Object.keys(fleet).filter((path) => /podinfo.*policy-/.test(path));
    const world = host(without(fleet, [kustomization, ...policies]), { charts: noNetwork });
    expect(await newApp(world, '--repair', 'podinfo')).toBe('0');
    expect(textsOf(world)[kustomization]).toContain('healthChecks:');
  });
});
