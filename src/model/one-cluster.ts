import { fluxGroups, type Resource } from './resource.ts';
import { isWithin } from './tree.ts';
import type { View } from './view.ts';

/**
 * Whether a root's cluster may be another root's as well, which then brings what the first one lacks. Not where a file says
 * that Flux begins with the root, nor where the configuration names both. Roots that are told by their folders are two
 * clusters where both have an app of one name, each its own: one cluster could not run both. What merely nothing applies may
 * be a draft or a leftover.
 */
export function mayBeOneCluster(view: View, other: View): boolean {
  if (view.kustomization !== undefined) return false;
  if (isAppliedBy(view, other)) return true;
  switch (view.knownBy) {
    case 'bootstrap':
      return false;
    case 'configuration':
      return other.knownBy !== 'configuration' && !haveOneName(view, other);
    case 'folders':
      return !haveOneName(view, other);
    case 'unapplied':
      return true;
  }
}

/** Whether the other root applies this one with its own objects, by a Kustomization whose path leads here. */
function isAppliedBy({ root, builds: [first] }: View, { builds, resources }: View): boolean {
  if (first === undefined || !builds.some(({ path }) => isWithin(root, path))) return false;
  const applied = new Set(resources);
  return first.resources.every((resource) => applied.has(resource));
}

/** Two HelmReleases of one name, or two Kustomizations of one name that apply different folders. */
function haveOneName(view: View, other: View): boolean {
  const { helm, kustomize } = fluxGroups;
  return (
    view.ofKind('HelmRelease', helm).some((release) => namesake(view, other, release) !== undefined) ||
    view.ofKind('Kustomization', kustomize).some((own) => {
      const found = namesake(view, other, own);
      return found !== undefined && view.buildOf(own)?.path !== other.buildOf(found)?.path;
    })
  );
}

/** Another object of the same name and namespace. What both roots apply may be applied twice in one cluster. */
function namesake(view: View, other: View, own: Resource): Resource | undefined {
  const name = view.nameOf(own);
  if (name.includes('${')) return undefined;
  const found = other.find(own.kind, view.namespaceOf(own), name, own.group);
  return found === own ? undefined : found;
}
