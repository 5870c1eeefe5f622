import type { Repo } from '../model/repo.ts';
import type { Resource } from '../model/resource.ts';
import type { Data } from '../yaml/node.ts';
import type { ClusterChange } from './cluster-changes.ts';
import { kustomizeObjects } from './kustomize-objects.ts';
import { type OwnedObject, type Owner, ownershipOf, rootKey } from './owners.ts';
import { mayBeWritten } from './patched-field.ts';

const group = 'kustomize.toolkit.fluxcd.io';

/** What keeps an object from being deleted, as a label or an annotation (kustomize-controller, deleteObjects). */
const keeping: Readonly<Record<string, string>> = {
  [`${group}/prune`]: 'disabled',
  [`${group}/reconcile`]: 'disabled',
  [`${group}/ssa`]: 'Ignore',
};

/** The annotation for messages. */
export const pruneDisabled = `${group}/prune: disabled`;

/**
 * Whether the Kustomization that applied an object deletes it when it does not apply it any more. The cluster still has
 * what stood in the repository before the change: pruning that is switched off by the change itself comes too late.
 */
export function isPruned(change: ClusterChange, object: OwnedObject): boolean {
  const { before, after } = change;
  const { owner } = object;
  if (isFailing(change, owner) || isKept(before.repo, object)) return false;
  const now = ownershipOf(after.view).owners.get(owner.key);
  // Without its path a Kustomization fails, and deletes nothing.
  if (now !== undefined) return now.build.exists && prunes(before.repo, owner);
  if (owner.key === rootKey || ownershipOf(after.view).kustomizations.has(owner.key)) return false;
  return isDeleted(change, owner) && prunesAtEnd(before.repo, owner);
}

/** Whether a Kustomization goes with the change, and is deleted by the one that applied it. */
export function isDeleted(change: ClusterChange, owner: Owner): boolean {
  const { before, after } = change;
  if (owner.key === rootKey || ownershipOf(after.view).kustomizations.has(owner.key)) return false;
  const itself = objectOf(change, owner);
  if (itself === undefined) return false;
  return itself.owner.key === owner.key ? prunes(before.repo, owner) : isPruned(change, itself);
}

/** The Kustomization as an object that another one applies. */
export function objectOf({ before }: ClusterChange, owner: Owner): OwnedObject | undefined {
  for (const objects of ownershipOf(before.view).objects.values()) {
    const found = objects.find(({ resource }) => resource === owner.kustomization);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** A Kustomization that fails applies nothing and deletes nothing; nobody knows what the cluster has of it. */
export function isFailing({ before, after }: ClusterChange, { key }: Owner): boolean {
  return [before, after].some(({ view }) => ownershipOf(view).failing.has(key));
}

/** Bootstrap's own Kustomization prunes (`flux bootstrap`, and what a FluxInstance makes). */
function prunes(repo: Repo, { kustomization }: Owner): boolean {
  return (
    kustomization === undefined ||
    (isActive(repo, kustomization) && kustomization.get('spec', 'prune') === true)
  );
}

/** What a Kustomization does with its objects when it is deleted (`deletionPolicy`). */
function prunesAtEnd(repo: Repo, owner: Owner): boolean {
  const { kustomization } = owner;
  if (kustomization === undefined || !isActive(repo, kustomization)) return false;
  switch (kustomization.text('spec', 'deletionPolicy')) {
    case 'Orphan':
      return false;
    case 'Delete':
    case 'WaitForTermination':
      return true;
    default:
      return prunes(repo, owner);
  }
}

/** A suspended Kustomization deletes nothing, not even at its end; what a patch may have changed nobody knows. */
function isActive(repo: Repo, kustomization: Resource): boolean {
  return (
    kustomization.get('spec', 'suspend') !== true &&
    !mayBeWritten(repo, 'Kustomization', '(?:prune|deletionPolicy)')
  );
}

/** Whether something says that the object stays: it, its Kustomization, a kustomization.yaml on the way, or a patch. */
function isKept(repo: Repo, { resource, owner }: OwnedObject): boolean {
  const { kustomization, build } = owner;
  const said = (data: Data | undefined): boolean =>
    typeof data === 'object' &&
    data !== null &&
    Object.entries(data).some(([key, value]) => keeping[key] === value);
  if (said(resource.get('metadata', 'annotations')) || said(resource.get('metadata', 'labels'))) return true;
  for (const field of ['annotations', 'labels'])
    if (said(kustomization?.get('spec', 'commonMetadata', field))) return true;
  const files = new Set(build.files);
  const isSaidInFile = kustomizeObjects(repo).some(
    (each) => files.has(each.file) && (said(each.get('commonAnnotations')) || said(each.get('commonLabels'))),
  );
  if (isSaidInFile) return true;
  return mayBeWritten(repo, resource.kind, 'prune');
}
