import type { RepoPath } from '../core/change.ts';
import { once } from '../core/once.ts';
import { type Closure, closureOf, type Following, inOrder, type Seed } from './closure.ts';
import type { Settings } from './config.ts';
import { doubtOf, type Gap } from './gap.ts';
import { groupBy } from './group.ts';
import { kustomizeBuilds, type Placed, type Sources } from './kustomize.ts';
import { type Makers, makersOf } from './makers.ts';
import { referencesOf } from './references.ts';
import type { Resource } from './resource.ts';
import { isClusterScoped } from './scope.ts';
import { substituted, type Variables } from './substitution.ts';
import type { View } from './view.ts';

const noVariables: Variables = new Map();

/** Follows what each root applies, in the order of the seeds. */
export function readViews(
  sources: Sources,
  resources: readonly Resource[],
  settings: Settings,
  seeds: readonly Seed[],
): View[] {
  const order = new Map(resources.map((resource, index) => [resource, index]));
  const following: Following = { sources, resources, builds: kustomizeBuilds(sources), order };
  return seeds.map((seed) => {
    const closure = closureOf(following, seed);
    const makers = once(() => makersOf(closure, sources.read.components, settings));
    return viewOf(closure, order, makers, sources.text);
  });
}

function viewOf(
  closure: Closure,
  order: ReadonlyMap<Resource, number>,
  makers: () => Makers,
  text: (file: RepoPath) => string | undefined,
): View {
  const { seed, builds, foreign, gaps, ownBuilds } = closure;
  const resources = inOrder(closure.placed, order);
  const first = new Map<Resource, Placed>();
  for (const placed of closure.placed) if (!first.has(placed.resource)) first.set(placed.resource, placed);
  const kinds = groupBy(resources, ({ kind }) => kind);
  const references = once(() => referencesOf(view));
  const view: View = {
    root: seed.root,
    kustomization: seed.kustomization,
    knownBy: seed.knownBy,
    builds,
    resources,
    foreign,
    complete: gaps.length === 0,
    gaps,
    doubt: (sought) => doubtOf([...gaps, ...foreign.map(beyond)], sought, text),
    get references() {
      return references();
    },
    find: (kind, namespace, name, group) => makers().find(kind, namespace, name, group),
    makes: (kind, namespace, name) => makers().makes(kind, namespace, name),
    ofKind: (kind, group) => {
      const found = kinds.get(kind) ?? [];
      return group === undefined ? found : found.filter((resource) => resource.group === group);
    },
    namespaceOf: (resource) => {
      const placed = first.get(resource);
      if (placed !== undefined) return placed.namespace;
      return isClusterScoped(resource.kind) ? undefined : resource.namespace;
    },
    nameOf: (resource) => first.get(resource)?.name ?? resource.name,
    substituted: (resource, text) => substituted(text, first.get(resource)?.variables ?? noVariables),
    buildOf: (kustomization) => ownBuilds.get(kustomization),
  };
  return view;
}

/** What a Kustomization of another repository applies. */
function beyond(kustomization: Resource): Gap {
  const { name } = kustomization;
  return { kind: 'foreign', entry: `${name} ${kustomization.text('spec', 'path') ?? ''}` };
}
