import type { ChartFacts } from '../chart/chart.ts';
import type { Change, Plan, RepoPath } from '../core/change.ts';
import { KitError } from '../core/errors.ts';
import { didYouMean } from '../core/suggest.ts';
import { parseVersion, pinRange } from '../core/version.ts';
import { parseRange, satisfies } from '../core/version-range.ts';
import { configFile } from '../model/config.ts';
import { appPaths } from '../model/layout.ts';
import type { Repo } from '../model/repo.ts';
import {
  type AppFile,
  helmReleaseFile,
  helmRepositoryFile,
  kustomizationFile,
  namespaceFile,
  valuesFile,
} from './app-files.ts';
import type { ChartSource } from './chart-source.ts';
import { fluxApi } from './flux-api.ts';
import { resourceEntries } from './kustomize-entries.ts';
import { checkAppName, checkNamespaceName, isSystemNamespace } from './names.ts';
import { checkFree } from './obstacles.ts';
import { type Place, placeOf } from './place.ts';
import { render } from './render.ts';
import { parseSet } from './set-values.ts';
import type { Templates } from './templates.ts';
import { changeValues, checkChartValues, onlyChanges, readValuesFile } from './values.ts';

export type Pin = 'major' | 'minor' | 'exact';

/** What is known of an app before it is written. */
export interface NewApp {
  readonly repo: Repo;
  readonly name: string;
  /** Default: the app's name. */
  readonly namespace: string | undefined;
  readonly chart: ChartFacts;
  readonly source: ChartSource;
  readonly pin: Pin;
  /** `--set` arguments, in Helm's syntax. */
  readonly set: readonly string[];
  /** The values file of the user, merged before `--set`. */
  readonly values: { readonly name: string; readonly text: string } | undefined;
  /** Kustomizations that must be ready first. */
  readonly dependsOn: readonly string[];
  readonly templates: Templates;
}

/** Kubernetes refuses a ConfigMap whose values are larger (`MaxSecretSize`). */
const configMapLimit = 1024 * 1024;

/** What is wrong with a name or a place, before anything is fetched; KitError with the first fault. */
export function checkNewApp(app: Pick<NewApp, 'repo' | 'name' | 'namespace' | 'dependsOn' | 'set'>): void {
  const { repo, name, namespace = name, dependsOn, set } = app;
  checkAppName(name);
  if (namespace !== name) checkNamespaceName(namespace);
  const place = placeOf(repo);
  const paths = pathsOf(place, name, namespace, name);
  const own = [paths.kustomization, paths.helmRelease, paths.values];
  checkFree(repo.files, place.view, {
    name,
    home: place.home,
    folder: paths.folder,
    root: place.root,
    paths: own,
  });
  checkDependencies(place, name, dependsOn);
  for (const argument of set) parseSet(argument);
}

/** The plan that adds an app: its five files, fewer where HelmRepository or Namespace exist, and their entries. */
export function planNewApp(app: NewApp): Plan {
  const { repo, name, namespace = name, chart, source } = app;
  checkNewApp(app);
  checkChart(chart);
  const place = placeOf(repo);
  const values = valuesOf(app);
  const pinned = pinOf(chart.version, app.pin);
  const namespaceNote = sharedNamespace(place, namespace);
  const { root, home } = place;
  const paths = pathsOf(place, name, namespace, source.kind === 'new' ? source.name : name);
  const api = fluxApi(repo.flux);
  const repository =
    source.kind === 'new'
      ? { name: source.name, namespace: home }
      : { name: source.resource.name, namespace: source.resource.namespace ?? home };
  const release = { name, namespace };

  const inRoot: AppFile[] = [
    kustomizationFile(paths.kustomization, api, {
      name,
      namespace: home,
      folder: paths.folder,
      source: place.source,
      release,
      dependsOn: [...new Set(app.dependsOn)],
    }),
  ];
  if (source.kind === 'new') {
    const { url, secretRef } = source;
    inRoot.unshift(helmRepositoryFile(paths.source, api, { ...repository, url, secretRef }));
  }
  if (namespaceNote === undefined) inRoot.push(namespaceFile(paths.namespace, namespace));
  const inApp: AppFile[] = [
    helmReleaseFile(paths.helmRelease, api, {
      ...release,
      chart: chart.name,
      version: pinned,
      source: { ...repository, isUsual: repository.namespace === home },
      hasCrds: chart.hasCrds,
    }),
    valuesFile(paths.values, api, {
      app: name,
      namespace,
      chart: chart.name,
      version: chart.version,
      digest: chart.valuesDigest,
      values: values.text,
    }),
  ];
  const files = [...inRoot, ...inApp];
  checkFree(repo.files, place.view, {
    name,
    home,
    folder: paths.folder,
    root,
    paths: files.map(({ path }) => path),
  });
  const top = builtFrom(place);
  const entries = resourceEntries(repo.files, [
    ...inRoot.map(({ path }) => ({ path, builtFrom: top(path) })),
    ...inApp.map(({ path }) => ({ path, builtFrom: paths.folder })),
  ]);
  const creates = files.map(
    (file): Change => ({ kind: 'create', path: file.path, text: render(file, app.templates) }),
  );
  return {
    title: `add ${name} (chart ${chart.name} ${chart.version})`,
    changes: [...creates, ...entries],
    notes: [
      ...(source.kind === 'existing'
        ? [`HelmRepository ${repository.name} exists in ${source.resource.file} and is shared`]
        : []),
      ...(namespaceNote === undefined ? [] : [namespaceNote]),
      ...(chart.deprecated ? [`the chart ${chart.name} is deprecated by its authors`] : []),
      ...pinned.notes,
      ...values.notes,
    ],
  };
}

function pathsOf({ root, appsDir }: Place, app: string, namespace: string, source: string) {
  return appPaths({ root, appsDir }, { app, namespace, source: { kind: 'HelmRepository', name: source } });
}

function checkDependencies({ view, home }: Place, app: string, dependsOn: readonly string[]): void {
  const kustomizations = view?.ofKind('Kustomization', 'kustomize.toolkit.fluxcd.io') ?? [];
  const names = kustomizations
    .filter(({ namespace }) => (namespace ?? home) === home)
    .map(({ name }) => name);
  for (const name of dependsOn) {
    if (name === app) throw new KitError('depends-on-itself', `app ${app} cannot depend on itself`);
    if (names.includes(name)) continue;
    throw new KitError(
      'no-such-dependency',
      `Kustomization ${name} does not exist${didYouMean(name, names)}`,
      {
        help: ['--depends-on takes the name of an app whose Kustomization is in this repository'],
      },
    );
  }
}

/** Name and version go into files and a commit message: they must be what Helm allows. */
function checkChart({ name, version }: ChartFacts): void {
  if (/^[a-zA-Z0-9._-]{1,250}$/.test(name) && !/^\.+$/.test(name) && parseVersion(version) !== undefined)
    return;
  throw new KitError(
    'bad-chart',
    `the chart calls itself ${JSON.stringify(name)} ${JSON.stringify(version)}, which Helm does not allow`,
    {
      side: 'outside',
    },
  );
}

/** The range that the HelmRelease gets, how far it is open, and a note where it had to be narrower than asked. */
function pinOf(version: string, pin: Pin) {
  const parsed = parseVersion(version);
  if (parsed === undefined) throw new Error(`version ${version} was not checked`);
  const exact = { range: pinRange(parsed, 'exact'), level: undefined, notes: [] };
  if (pin === 'exact') return exact;
  const range = pinRange(parsed, pin);
  const condition = parseRange(range);
  if (condition === undefined || !satisfies(condition, parsed)) {
    return { ...exact, notes: [`${version} is a pre-release, which no range takes: it is pinned exactly`] };
  }
  const level = pin === 'major' && parsed.major > 0n ? ('major' as const) : ('minor' as const);
  return { range, level, notes: [] };
}

/** Why no Namespace is written; undefined when one has to be. */
function sharedNamespace({ view }: Place, namespace: string): string | undefined {
  const existing = view?.find('Namespace', undefined, namespace);
  if (existing !== undefined) return `Namespace ${namespace} exists in ${existing.file} and is shared`;
  if (isSystemNamespace(namespace))
    return `Namespace ${namespace} is made by Kubernetes or Flux and gets no file`;
  return undefined;
}

/** The folder whose build applies a path: the deepest one of the cluster that holds it, else the root. */
function builtFrom({ view, root }: Place): (path: RepoPath) => RepoPath {
  const folders = (view?.builds ?? []).map((build) => build.path).sort((a, b) => b.length - a.length);
  return (path) => folders.find((folder) => folder === '' || path.startsWith(`${folder}/`)) ?? root;
}

/** The chart's values with the user's changes, as the ConfigMap will hold them: all, or only what was changed. */
function valuesOf({ repo, chart, set, values }: NewApp) {
  const upstream = (chart.values ?? '').replaceAll('\r\n', '\n');
  checkChartValues(upstream, chart.name);
  const fromFile = values === undefined ? [] : readValuesFile(values.text, values.name);
  const assignments = [...fromFile, ...set.flatMap(parseSet)];
  const isMinimal = repo.settings.valuesStyle === 'minimal';
  const full = changeValues(upstream, assignments);
  const text = isMinimal ? onlyChanges(full.text, assignments) : full.text;
  const bytes = new TextEncoder().encode(text).length;
  if (bytes > configMapLimit) {
    throw new KitError(
      'values-too-large',
      `the values take ${bytes} bytes; Kubernetes allows ${configMapLimit} in a ConfigMap`,
      {
        help: isMinimal ? [] : [`to keep only what you change: "valuesStyle": "minimal" in ${configFile}`],
      },
    );
  }
  const hadCarriageReturns = !isMinimal && upstream !== (chart.values ?? '');
  const note = "the chart's values.yaml has CRLF line ends; they are written as LF";
  return { text, notes: [...(hadCarriageReturns ? [note] : []), ...full.notes] };
}
