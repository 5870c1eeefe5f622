import { KitError } from '../core/errors.ts';
import { isValues, isValuesName } from '../model/apps.ts';
import { baseName, folderOf, join } from '../model/layout.ts';
import type { Repo } from '../model/repo.ts';
import { isFluxKustomization, type Resource } from '../model/resource.ts';
import { isWithin } from '../model/tree.ts';
import { usualKey } from './app-files.ts';
import { checkAppName } from './names.ts';
import { type Place, placeOf } from './place.ts';
import {
  awaitedReleases,
  contradiction,
  isRelease,
  pathOf,
  placed,
  type Remains,
  type Search,
  type Seen,
} from './remains.ts';
import { checkAnythingLeft, checkNeighbours } from './remains-checks.ts';
import { agreedNamespace } from './remains-namespace.ts';

/**
 * Finds what is left of an app.
 * @param asked.namespace where the app is said to be: chooses between two, and must not contradict one
 * @param asked.chart the chart that it is said to be of: without one, a Kustomization with other objects is no app
 * @throws KitError `no-such-app`, `ambiguous-app`, `contradicting-remains`
 */
export function findRemains(
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

function valuesRead(seen: Seen, release: Resource): string[] {
  return release
    .list('spec', 'valuesFrom')
    .map((_, index) => `${seen.namespaceOf(release)}/${release.text('spec', 'valuesFrom', index, 'name')}`);
}

function identityOf(seen: Seen, resource: Resource): string {
  return `${seen.namespaceOf(resource)}/${seen.nameOf(resource)}`;
}
