import type { ChartFacts } from '../chart/chart.ts';
import type { Change, Plan } from '../core/change.ts';
import { KitError } from '../core/errors.ts';
import { didYouMean } from '../core/suggest.ts';
import { resourceEntries } from '../model/kustomize-entries.ts';
import { appPaths, valuesName } from '../model/layout.ts';
import type { Repo } from '../model/repo.ts';
import { parseSet } from '../yaml/set-values.ts';
import {
  type AppFile,
  helmReleaseFile,
  kustomizationFile,
  namespaceFile,
  usualKey,
  valuesFile,
} from './app-files.ts';
import { appValues, type WantedValues } from './app-values.ts';
import type { ChartSource } from './chart-source.ts';
import { type FluxApi, fluxApi } from './flux-api.ts';
import { checkAppName, checkNamespaceName, isSystemNamespace } from './names.ts';
import { checkFree } from './obstacles.ts';
import { ownTemplates } from './own-templates.ts';
import { checkBuild, checkChart, checkWish, type Pinned, pinned, type Wish } from './pin.ts';
import { builtFrom, type Place, placeOf } from './place.ts';
import { render } from './render.ts';
import { secretNotes } from './secret-notes.ts';
import { type SourceName, sourceFile, sourceName } from './source-files.ts';
import type { Templates } from './templates.ts';

/** What is known of an app before it is written. */
export interface NewApp extends WantedValues {
  readonly repo: Repo;
  readonly name: string;
  /** Default: the app's name. */
  readonly namespace: string | undefined;
  readonly chart: ChartFacts;
  readonly source: ChartSource;
  readonly version: Wish;
  /** Kustomizations that must be ready first. */
  readonly dependsOn: readonly string[];
  readonly templates: Templates;
}

/** What is wrong with a name or a place, before anything is fetched; KitError with the first fault. */
export function checkNewApp(
  app: Pick<NewApp, 'repo' | 'name' | 'namespace' | 'version' | 'dependsOn' | 'set'>,
): void {
  const { repo, name, namespace = name, version, dependsOn, set } = app;
  checkAppName(name);
  checkWish(version);
  if (namespace !== name) checkNamespaceName(namespace);
  const place = placeOf(repo);
  const paths = pathsOf(place, name, namespace, { kind: 'HelmRepository', name });
  const own = [paths.kustomization, paths.helmRelease, paths.values];
  checkFree(repo.files, place, { name, folder: paths.folder, paths: own });
  checkDependencies(place, name, dependsOn);
  for (const argument of set) parseSet(argument);
  ownTemplates(repo);
}

/** The plan that adds an app: its five files, fewer where HelmRepository or Namespace exist, and their entries. */
export function planNewApp(app: NewApp): Plan {
  const { repo, name, chart, source } = app;
  checkNewApp(app);
  checkChart(chart);
  checkBuild(chart, source, repo.flux);
  const place = placeOf(repo);
  const values = appValues(chart, app, repo.settings.valuesStyle);
  const version = pinned(chart.version, app.version);
  const design: Design = {
    app,
    place,
    namespace: app.namespace ?? name,
    api: fluxApi(repo.flux),
    paths: pathsOf(place, name, app.namespace ?? name, sourceName(source, place)),
    version,
    source: sourceName(source, place),
  };
  const shared = sharedNamespace(place, design.namespace);
  const inRoot = filesInRoot(design, shared === undefined);
  const inApp = filesInApp(design, values.text);
  const files = [...inRoot, ...inApp];
  const { paths } = design;
  checkFree(repo.files, place, { name, folder: paths.folder, paths: files.map(({ path }) => path) });
  const top = builtFrom(place);
  const entries = resourceEntries(repo, [
    ...inRoot.map(({ path }) => ({
      path,
      builtFrom: top(path),
      ...(path === paths.namespace ? { declares: design.namespace } : {}),
    })),
    ...inApp.map(({ path }) => ({ path, builtFrom: paths.folder })),
  ]);
  const set = { templates: app.templates, own: ownTemplates(repo) };
  const creates = files.map((file): Change => ({ kind: 'create', path: file.path, text: render(file, set) }));
  return {
    title: `add ${name} (chart ${chart.name} ${chart.version})`,
    changes: [...creates, ...entries],
    notes: [
      ...(source.kind === 'new'
        ? [...source.notes, ...secretNotes(place, source)]
        : [`HelmRepository ${source.resource.name} exists in ${source.resource.file} and is shared`]),
      ...(shared === undefined ? [] : [shared]),
      ...(chart.deprecated ? [`the chart ${chart.name} is deprecated by its authors`] : []),
      ...version.notes,
      ...values.notes,
    ],
  };
}

/** Everything that the files of one app have in common. */
interface Design {
  readonly app: NewApp;
  readonly place: Place;
  readonly namespace: string;
  readonly api: FluxApi;
  readonly paths: ReturnType<typeof appPaths>;
  readonly version: Pinned;
  readonly source: SourceName;
}

/** The chart's source where it is new, Kustomization, and Namespace where there is none. */
function filesInRoot(
  { app, place, namespace, api, paths, version }: Design,
  needsNamespace: boolean,
): AppFile[] {
  const { name, source, dependsOn } = app;
  const kustomization = kustomizationFile(paths.kustomization, api, {
    name,
    namespace: place.home,
    folder: paths.folder,
    source: place.source,
    release: { name, namespace },
    dependsOn: [...new Set(dependsOn)],
  });
  return [
    ...(source.kind === 'new'
      ? [
          sourceFile(paths.source, api, {
            source,
            namespace: place.home,
            chart: { name: app.chart.name, version },
          }),
        ]
      : []),
    kustomization,
    ...(needsNamespace ? [namespaceFile(paths.namespace, namespace)] : []),
  ];
}

/** HelmRelease and values ConfigMap. */
function filesInApp(
  { app, place, namespace, api, paths, version, source }: Design,
  values: string,
): AppFile[] {
  const { name, chart } = app;
  const valuesAt = { name: valuesName(name), key: usualKey };
  return [
    helmReleaseFile(paths.helmRelease, api, {
      name,
      namespace,
      chart: chart.name,
      version,
      source: { ...source, isUsual: source.namespace === place.home },
      hasCrds: chart.hasCrds,
      values: valuesAt,
    }),
    valuesFile(paths.values, api, {
      ...valuesAt,
      namespace,
      chart: chart.name,
      version: chart.version,
      digest: chart.valuesDigest,
      values,
    }),
  ];
}

function pathsOf(
  { root, appsDir }: Place,
  app: string,
  namespace: string,
  source: Pick<SourceName, 'kind' | 'name'>,
) {
  return appPaths({ root, appsDir }, { app, namespace, source });
}

/** Throws KitError `no-such-dependency`, or `depends-on-itself`. */
export function checkDependencies({ view, home }: Place, app: string, dependsOn: readonly string[]): void {
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

/** Why no Namespace is written; undefined when one has to be. */
export function sharedNamespace({ view }: Place, namespace: string): string | undefined {
  const existing = view?.find('Namespace', undefined, namespace);
  if (existing !== undefined) return `Namespace ${namespace} exists in ${existing.file} and is shared`;
  if (isSystemNamespace(namespace))
    return `Namespace ${namespace} is made by Kubernetes or Flux and gets no file`;
  return undefined;
}
