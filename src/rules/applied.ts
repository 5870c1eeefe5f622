import type { Repo } from '../model/repo.ts';
import { fluxGroups, type Resource } from '../model/resource.ts';

/** What the views of a repository leave out. */
export interface Unapplied {
  /** The objects that no view applies, in repository order. */
  readonly resources: ReadonlySet<Resource>;
  /** Flux Kustomizations among them: something outside the repository may begin there. */
  readonly kustomizations: readonly Resource[];
}

const known = new WeakMap<Repo, Unapplied>();

/** The objects that no root applies; computed once per repository. */
export function unapplied(repo: Repo): Unapplied {
  const before = known.get(repo);
  if (before !== undefined) return before;
  const applied = new Set<Resource>();
  for (const view of repo.views) for (const resource of view.resources) applied.add(resource);
  const resources = new Set(repo.resources.filter((resource) => !applied.has(resource)));
  const roots = new Set(
    repo.views.flatMap(({ builds }) => builds.flatMap(({ kustomization }) => kustomization ?? [])),
  );
  const kustomizations = repo
    .ofKind('Kustomization', fluxGroups.kustomize)
    .filter((resource) => resources.has(resource) && !roots.has(resource));
  const found = { resources, kustomizations };
  known.set(repo, found);
  return found;
}
