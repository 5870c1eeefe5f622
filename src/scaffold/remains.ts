import type { RepoPath } from '../core/change.ts';
import { KitError } from '../core/errors.ts';
import { didYouMean } from '../core/suggest.ts';
import { isValues, isValuesName } from '../model/apps.ts';
import { baseName, folderOf, join } from '../model/layout.ts';
import type { Repo } from '../model/repo.ts';
import { fluxGroups, isFluxKustomization, type Resource } from '../model/resource.ts';
import { isWithin, kustomizationPath } from '../model/tree.ts';
import { usualKey } from './app-files.ts';
import { checkAppName } from './names.ts';
import { type Place, placeOf } from './place.ts';
import { agreedNamespace } from './remains-namespace.ts';

/** What is there of an app, and what that says of the rest. */
export interface Remains {
  readonly name: string;
  readonly place: Place;
  readonly namespace: string;
  /** Where HelmRelease and values lie, or will. */
  readonly folder: RepoPath;
  /** What a new Kustomization applies: that folder, or the app's own around it. */
  readonly top: RepoPath;
  readonly helmRelease: Resource | undefined;
  /** The values ConfigMap that no release reads; sought only where the release is missing. */
  readonly values: Resource | undefined;
  readonly kustomization: Resource | undefined;
  /** Whether the root applies the app's folder itself, so that it needs no Kustomization. */
  readonly inRoot: boolean;
  /** All that this cluster applies, and what no root applies. */
  readonly seen: Seen;
}

/** The objects among which an app is looked for: those of its cluster, and those that nothing applies. */
export interface Seen {
  readonly resources: readonly Resource[];
  isApplied(resource: Resource): boolean;
  nameOf(resource: Resource): string;
  namespaceOf(resource: Resource): string | undefined;
}

/**
 * Finds what is left of an app.
 * @param asked.namespace where the app is said to be: chooses between two, and must not contradict one
 * @param asked.chart the chart that it is said to be of: without one, a Kustomization with other objects is no app
 * @throws KitError `no-such-app`, `ambiguous-app`, `contradicting-remains`
 */
export function remainsOf(
  repo: Repo,
  asked: {
    readonly name: string;
    readonly namespace: string | undefined;
    readonly chart: string | undefined;
  },
): Remains {
  const { name } = asked;
  checkAppName(name);
  const place = placeOf(repo);
  const seen = seenFrom(repo, place);
  const search: Search = { repo, place, seen, ...asked };
  const applied = appliedRelease(search);
  const named = applied === undefined ? namedKustomization(search) : undefined;
  const helmRelease = applied ?? idleRelease(search, named);
  const values = helmRelease === undefined ? valuesOf(search, named) : undefined;
  const part = helmRelease ?? values;
  const applier = part === undefined ? undefined : applierOf(search, part);
  const kustomization = applier?.kustomization ?? (applier === undefined ? named : undefined);
  const inRoot = applier !== undefined && applier.kustomization === undefined;
  const folder =
    part === undefined ? (pathOf(kustomization) ?? join(place.appsDir, name)) : folderOf(part.file);
  const own = join(place.appsDir, name);
  const top = isWithin(folder, own) ? own : folder;
  const found = { name, place, folder, top, helmRelease, values, kustomization, inRoot, seen };
  if (part === undefined && kustomization === undefined) checkAnythingLeft(search);
  checkNeighbours(search, found);
  return { ...found, namespace: agreedNamespace(found, asked.namespace) };
}

/** The folder that a Kustomization applies. */
export function pathOf(kustomization: Resource | undefined): RepoPath | undefined {
  return kustomization === undefined
    ? undefined
    : kustomizationPath(kustomization.text('spec', 'path') ?? '');
}

/** The names of the HelmReleases that a Kustomization waits for. */
export function awaitedReleases(kustomization: Resource): string[] {
  return kustomization.list('spec', 'healthChecks').flatMap((_, index) => {
    const at = ['spec', 'healthChecks', index] as const;
    const name = kustomization.text(...at, 'name');
    return kustomization.text(...at, 'kind') === 'HelmRelease' && name !== undefined ? [name] : [];
  });
}

/** `HelmRelease podinfo in podinfo/helmrelease-podinfo.yaml` */
export function placed({ kind, name, file }: Resource): string {
  return `${kind} ${name} in ${file}`;
}

interface Search {
  readonly repo: Repo;
  readonly place: Place;
  readonly seen: Seen;
  readonly name: string;
  readonly namespace: string | undefined;
  readonly chart: string | undefined;
}

function seenFrom({ resources, views }: Repo, { view }: Place): Seen {
  const applied = new Set(view?.resources);
  const elsewhere = new Set(views.flatMap((each) => (each === view ? [] : each.resources)));
  return {
    resources: resources.filter((each) => applied.has(each) || !elsewhere.has(each)),
    isApplied: (resource) => applied.has(resource),
    nameOf: (resource) => view?.nameOf(resource) ?? resource.name,
    namespaceOf: (resource) => view?.namespaceOf(resource) ?? resource.namespace,
  };
}

/** The Kustomization with the app's name, or APP--NAMESPACE; else the one that waits for its release. */
function namedKustomization(search: Search): Resource | undefined {
  const { seen, name } = search;
  const all = seen.resources.filter(isFluxKustomization);
  const own = all.filter((each) => seen.nameOf(each).split('--')[0] === name);
  const waiting = all.filter((each) => awaitedReleases(each).includes(name));
  return only(search, appliedFirst(seen, own)) ?? only(search, appliedFirst(seen, waiting));
}

function appliedRelease(search: Search): Resource | undefined {
  return only(search, releasesNamed(search).filter(search.seen.isApplied));
}

/** A release that nothing applies, where the Kustomization or the layout wants it. */
function idleRelease(search: Search, kustomization: Resource | undefined): Resource | undefined {
  return only(search, idle(search, releasesNamed(search), kustomization));
}

function releasesNamed({ seen, name }: Search): Resource[] {
  return seen.resources.filter((each) => isRelease(each) && seen.nameOf(each) === name);
}

/** What is applied, where anything of it is. */
function appliedFirst(seen: Seen, found: readonly Resource[]): readonly Resource[] {
  const applied = found.filter(seen.isApplied);
  return applied.length > 0 ? applied : found;
}

function valuesOf(search: Search, kustomization: Resource | undefined): Resource | undefined {
  const { seen, name } = search;
  const maps = seen.resources.filter((each) => each.kind === 'ConfigMap');
  const named = maps.filter(
    (each) => isValuesName(seen.nameOf(each)) && seen.nameOf(each).startsWith(`${name}-helm-chart-value`),
  );
  const applied = named.filter(seen.isApplied);
  const own = only(search, applied.length > 0 ? applied : idle(search, named, kustomization));
  if (own !== undefined || kustomization === undefined) return own;
  const folder = pathOf(kustomization) ?? '';
  const read = new Set(seen.resources.filter(isRelease).flatMap((release) => valuesRead(seen, release)));
  return only(
    search,
    maps.filter(
      (each) =>
        isWithin(each.file, folder) &&
        (isValues(each) || each.has('data', usualKey)) &&
        !read.has(identityOf(seen, each)),
    ),
  );
}

/** What nothing applies is an app's only below the path of its Kustomization, or in an app folder. */
function idle(
  { place, name, repo }: Search,
  named: readonly Resource[],
  kustomization: Resource | undefined,
): Resource[] {
  const own = named.filter(
    ({ file }) => isWithin(file, join(place.appsDir, name)) || baseName(folderOf(file)) === name,
  );
  const near = own.length > 0 ? own : named.filter(({ file }) => folderOf(folderOf(file)) === place.appsDir);
  const path = pathOf(kustomization);
  if (kustomization === undefined || path === undefined) return near;
  const within = named.filter(({ file }) => isWithin(file, path));
  const [stray] = near;
  if (within.length === 0 && stray !== undefined && !repo.tree.isFolder(path)) {
    throw contradiction(`${placed(kustomization)} applies ${path}/, and ${placed(stray)} lies elsewhere`);
  }
  return within;
}

/** One of several only where the namespace says which. */
function only({ seen, name, namespace }: Search, found: readonly Resource[]): Resource | undefined {
  const meant =
    found.length > 1 && namespace !== undefined
      ? found.filter(
          (each) => seen.namespaceOf(each) === namespace || seen.nameOf(each) === `${name}--${namespace}`,
        )
      : found;
  if (meant.length < 2 && found.length < 2) return found[0];
  if (meant.length === 1) return meant[0];
  const namespaces = new Set(found.map(seen.namespaceOf));
  throw new KitError(
    'ambiguous-app',
    `which of these is ${name}'s cannot be told: ${found.map(placed).join(', ')}`,
    {
      help: [
        namespaces.size === found.length
          ? 'say where the app is: --namespace NAME'
          : 'remove or rename what does not belong to it, then repair',
      ],
    },
  );
}

/** What applies an object: the innermost Kustomization, or the root itself; undefined when nothing does. */
function applierOf(
  { place, seen }: Search,
  resource: Resource,
): { readonly kustomization: Resource | undefined } | undefined {
  if (!seen.isApplied(resource)) return undefined;
  const builds = (place.view?.builds ?? []).filter(
    (build) => build.kustomization !== place.view?.kustomization && build.resources.includes(resource),
  );
  return { kustomization: builds.sort((a, b) => b.path.length - a.path.length)[0]?.kustomization };
}

/** Without any part that is the app's alone, its Namespace or HelmRepository must be there. */
function checkAnythingLeft({ repo, place, seen, name }: Search): void {
  const shared = seen.resources.some(
    (each) => ['Namespace', 'HelmRepository'].includes(each.kind) && seen.nameOf(each) === name,
  );
  if (shared) return;
  const apps = repo.apps.filter(({ view }) => view === place.view).map((app) => app.name);
  const other = repo.apps.find((app) => app.name === name);
  if (other !== undefined) {
    throw new KitError(
      'other-root',
      `app ${name} belongs to the root ${other.view.root || './'}; new files go to ${place.root || './'}`,
      { help: ['the first of "roots" in .gitops-kit.jsonc is the one that is written to'] },
    );
  }
  throw new KitError('no-such-app', `nothing of an app ${name} is left${didYouMean(name, apps)}`, {
    help: [`to add it: gitops-kit new-app ${name}`],
  });
}

/** A folder with releases of other apps does not say which files are this one's. */
function checkNeighbours(
  { place, seen, chart }: Search,
  { name, folder, top, helmRelease, values, kustomization, inRoot }: Omit<Remains, 'namespace'>,
): void {
  const around = kustomization === undefined && !inRoot ? top : folder;
  const others = seen.resources.filter(
    (each) => isRelease(each) && each !== helmRelease && isWithin(each.file, around),
  );
  const [other] = others;
  if (other !== undefined && helmRelease === undefined && values === undefined) {
    throw new KitError(
      'ambiguous-app',
      `${folder}/ holds no HelmRelease ${name}, but ${others.map(placed).join(', ')}`,
      {
        help: [`is that the app? gitops-kit new-app --repair ${seen.nameOf(other)}`],
      },
    );
  }
  if (other !== undefined && kustomization === undefined && !inRoot) {
    throw new KitError(
      'ambiguous-app',
      `a Kustomization for ${top}/ would apply ${others.map(placed).join(', ')} as well`,
      { help: [`write it by hand, or give ${name} a folder of its own`] },
    );
  }
  if (kustomization === undefined || helmRelease !== undefined || values !== undefined) return;
  const awaited = awaitedReleases(kustomization);
  const [waits] = awaited;
  if (waits !== undefined && !awaited.includes(name)) {
    throw contradiction(`${placed(kustomization)} waits for HelmRelease ${waits}, not ${name}`, [
      `is that the app? gitops-kit new-app --repair ${waits}`,
    ]);
  }
  const build = place.view?.buildOf(kustomization);
  if (waits === undefined && chart === undefined && build !== undefined && build.resources.length > 0) {
    throw new KitError(
      'not-an-app',
      `${placed(kustomization)} applies ${build.resources.length} object${build.resources.length === 1 ? '' : 's'} and waits for no HelmRelease`,
      { help: [`if ${name} is of a chart all the same: --chart NAME`] },
    );
  }
}

function contradiction(message: string, help: readonly string[] = []): KitError {
  return new KitError('contradicting-remains', message, {
    help: help.length > 0 ? help : ['make them agree, then repair'],
  });
}

function isRelease({ kind, group }: Resource): boolean {
  return kind === 'HelmRelease' && group === fluxGroups.helm;
}

function valuesRead(seen: Seen, release: Resource): string[] {
  return release
    .list('spec', 'valuesFrom')
    .map((_, index) => `${seen.namespaceOf(release)}/${release.text('spec', 'valuesFrom', index, 'name')}`);
}

function identityOf(seen: Seen, resource: Resource): string {
  return `${seen.namespaceOf(resource)}/${seen.nameOf(resource)}`;
}
