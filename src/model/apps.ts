import type { RepoPath } from '../core/change.ts';
import type { App, AppPart } from './app.ts';
import { groupBy } from './group.ts';
import { folderOf } from './layout.ts';
import type { Reference } from './references.ts';
import { fluxGroups, isFluxKustomization, type Resource } from './resource.ts';
import { isWithin, kustomizationPath } from './tree.ts';
import type { Build, View } from './view.ts';

/**
 * The apps of all views, in order of name, then of root: every HelmRelease that is applied; every Kustomization with a
 * source of its name whose folder has no HelmRelease; every HelmRelease in an app folder that no Kustomization points to;
 * every Kustomization that applies another repository which is declared here. A Kustomization of plain manifests of this
 * repository is no app of this layout.
 * @param resources all objects that Flux's artifact holds
 */
export function appsOf(of: {
  readonly views: readonly View[];
  readonly rootView: View | undefined;
  readonly appsDir: RepoPath;
  readonly resources: readonly Resource[];
}): App[] {
  const { views, rootView, appsDir, resources } = of;
  const apps = views.flatMap((view) => {
    const joined = joinsOf(view);
    return [
      ...releasesIn(view.resources).map((release) => releaseApp(joined, release)),
      ...waitingApps(joined),
      ...gitApps(view),
    ];
  });
  const applied = new Set(views.flatMap((view) => view.resources));
  const unapplied = resources.filter((resource) => !applied.has(resource));
  // Kustomizations that nothing here applies may be applied from elsewhere, and what they point to with them.
  const meant = unapplied
    .filter(isFluxKustomization)
    .map((kustomization) => kustomizationPath(kustomization.text('spec', 'path') ?? ''));
  const idle = releasesIn(unapplied).filter(
    ({ file }) => folderOf(folderOf(file)) === appsDir && !meant.some((path) => isWithin(file, path)),
  );
  if (rootView !== undefined) apps.push(...idle.flatMap((release) => idleApp(rootView, release) ?? []));
  return apps.sort((a, b) => compare(a.name, b.name) || compare(a.view.root, b.view.root));
}

/** A view with the joins that finding apps takes, each made once. */
interface Joins {
  readonly view: View;
  readonly referencesFrom: ReadonlyMap<Resource, readonly Reference[]>;
  /** The build of the innermost Kustomization that applies an object; the root's own builds are left out. */
  readonly buildWith: ReadonlyMap<Resource, Build>;
}

function joinsOf(view: View): Joins {
  const buildWith = new Map<Resource, Build>();
  for (const build of view.builds) {
    if (build.kustomization === undefined || build.kustomization === view.kustomization) continue;
    for (const resource of build.resources) {
      const known = buildWith.get(resource);
      if (known === undefined || known.path.length < build.path.length) buildWith.set(resource, build);
    }
  }
  return { view, referencesFrom: groupBy(view.references, ({ from }) => from), buildWith };
}

function releaseApp({ view, referencesFrom, buildWith }: Joins, release: Resource): App {
  const references = referencesFrom.get(release) ?? [];
  const source = references.find(({ role }) => role === 'source' || role === 'chart');
  const values = references.filter(({ role }) => role === 'values');
  const first = values.find(({ kind }) => kind === 'ConfigMap') ?? values[0];
  const home = references.find(({ role, path }) => role === 'namespace' && path[0] === 'metadata');
  const gone = (reference: Reference | undefined): boolean =>
    reference !== undefined && !reference.optional && view.complete && isGone(view, reference);
  const parts: readonly (readonly [AppPart, boolean])[] = [
    ['source', gone(source)],
    ['namespace', gone(home)],
    ['values', values.some((reference) => reference.kind === 'ConfigMap' && gone(reference))],
  ];
  return {
    name: view.nameOf(release),
    view,
    folder: folderOf(release.file),
    namespace: view.namespaceOf(release),
    source: found(view, source),
    namespaceObject: found(view, home),
    kustomization: buildWith.get(release)?.kustomization,
    helmRelease: release,
    values: found(view, first),
    missing: parts.flatMap(([part, missing]) => (missing ? [part] : [])),
  };
}

/**
 * Kustomizations of this repository without a release that wait for one: their folder holds values that nobody reads, or
 * there is a chart source of their name that nobody uses.
 */
function* waitingApps({ view }: Joins): Iterable<App> {
  const used = new Set(view.references.map(({ kind, namespace, name }) => `${kind}/${namespace}/${name}`));
  const isUnused = (each: Resource): boolean =>
    !used.has(`${each.kind}/${view.namespaceOf(each)}/${view.nameOf(each)}`);
  for (const kustomization of view.ofKind('Kustomization', fluxGroups.kustomize)) {
    const build = view.buildOf(kustomization);
    if (build === undefined || !build.complete || releasesIn(build.resources).length > 0) continue;
    const written = view.nameOf(kustomization);
    const [name = written, namespaceNamed] = written.split('--');
    const values = build.resources.find((each) => isValues(each) && isUnused(each));
    const source = chartSources(view).find((each) => view.nameOf(each) === name && isUnused(each));
    // A folder with other objects is an app without a release; its source is merely unused.
    if (values === undefined && (source === undefined || build.resources.length > 0)) continue;
    const namespace = values === undefined ? (namespaceNamed ?? name) : view.namespaceOf(values);
    const namespaceObject =
      namespace === undefined ? undefined : view.find('Namespace', undefined, namespace);
    yield {
      name,
      view,
      folder: build.path,
      namespace: values === undefined && namespaceObject === undefined ? undefined : namespace,
      source,
      namespaceObject,
      kustomization,
      helmRelease: undefined,
      values,
      missing: ['helmRelease', ...(values === undefined ? (['values'] as const) : [])],
    };
  }
}

/** Kustomize apps: a GitRepository, and the Kustomization that applies a folder of it. */
function gitApps(view: View): App[] {
  return view.foreign.flatMap((kustomization): App[] => {
    const references = view.references.filter(({ from }) => from === kustomization);
    const source = found(
      view,
      references.find(({ role }) => role === 'source'),
    );
    if (source?.kind !== 'GitRepository') return [];
    const home = references.find(({ role }) => role === 'namespace');
    return [
      {
        name: view.nameOf(kustomization),
        view,
        folder: undefined,
        namespace: home?.name,
        source,
        namespaceObject: found(view, home),
        kustomization,
        helmRelease: undefined,
        values: undefined,
        missing: home !== undefined && view.complete && isGone(view, home) ? ['namespace'] : [],
      },
    ];
  });
}

/** A ConfigMap with a chart's values, by its name or by what `new-app` noted in it. */
export function isValues(resource: Resource): boolean {
  if (resource.kind !== 'ConfigMap') return false;
  return (
    isValuesName(resource.name) || resource.text('metadata', 'annotations', 'gitops-kit/chart') !== undefined
  );
}

/** A release that nothing applies, where a root already has its source or namespace; without either it is only parked. */
function idleApp(view: View, release: Resource): App | undefined {
  const source = chartSources(view).find(
    (each) =>
      each.name ===
      (release.text('spec', 'chart', 'spec', 'sourceRef', 'name') ??
        release.text('spec', 'chartRef', 'name')),
  );
  const { namespace } = release;
  const namespaceObject = namespace === undefined ? undefined : view.find('Namespace', undefined, namespace);
  if (source === undefined || namespaceObject === undefined || !view.complete) return undefined;
  return {
    name: release.name,
    view,
    folder: folderOf(release.file),
    namespace,
    source,
    namespaceObject,
    kustomization: undefined,
    helmRelease: release,
    values: undefined,
    missing: ['kustomization'],
  };
}

/** How values ConfigMaps of this layout end; real repositories write it in four ways. */
export function isValuesName(name: string): boolean {
  return /-helm-chart-values?-overrides?$/.test(name);
}

function releasesIn(resources: readonly Resource[]): Resource[] {
  return resources.filter(({ kind, group }) => kind === 'HelmRelease' && group === fluxGroups.helm);
}

function chartSources(view: View): Resource[] {
  return ['HelmRepository', 'OCIRepository'].flatMap((kind) => [...view.ofKind(kind, fluxGroups.source)]);
}

function found(view: View, reference: Reference | undefined): Resource | undefined {
  return reference && view.find(reference.kind, reference.namespace, reference.name, reference.group);
}

function isGone(view: View, { kind, namespace, name }: Reference): boolean {
  return (
    !name.includes('${') && !namespace?.includes('${') && view.makes(kind, namespace, name) === undefined
  );
}

function compare(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
