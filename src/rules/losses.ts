import type { Repo } from '../model/repo.ts';
import { fluxGroups, type Resource } from '../model/resource.ts';
import type { View } from '../model/view.ts';
import { type ClusterChange, clusterChanges } from './cluster-changes.ts';
import { type HelmIdentity, helmIdentity } from './helm-identity.ts';
import { type OwnedObject, ownershipOf } from './owners.ts';
import { isPruned } from './pruning.ts';

/** What goes for good when Flux applies a change, whatever comes in its place. */
export type LossKind = 'namespace' | 'release' | 'claim' | 'definition';

/** An object that Flux deletes, and with it what no file of the repository can bring back. */
export interface Loss {
  readonly kind: LossKind;
  readonly object: OwnedObject;
  /** The release that is uninstalled, where the object is a HelmRelease. */
  readonly release: HelmIdentity | undefined;
}

/** What Flux will lose by a change, the worst first, in the order of names. What a cluster loses twice is said once. */
export function lossesOf(before: Repo, after: Repo): Loss[] {
  const changes = clusterChanges({ repo: after, before });
  const found = new Map<string, Loss>();
  const losses = [
    ...changes.flatMap((change) => [...lossesIn(change)]),
    ...before.views
      .filter(({ root }) => !changes.some((change) => change.before.view.root === root))
      .flatMap((view) => lossesWith(view, after)),
  ];
  for (const loss of losses) {
    const { resource, name, namespace } = loss.object;
    found.set(`${resource.kind}/${namespace ?? ''}/${name}`, loss);
  }
  const rank = ({ kind }: Loss): number => order.indexOf(kind);
  return [...found]
    .sort(([a, one], [b, other]) => rank(one) - rank(other) || (a < b ? -1 : 1))
    .map(([, loss]) => loss);
}

const order: readonly LossKind[] = ['namespace', 'definition', 'claim', 'release'];

function* lossesIn(change: ClusterChange): Iterable<Loss> {
  const now = ownershipOf(change.after.view).objects;
  for (const [key, owned] of ownershipOf(change.before.view).objects) {
    const [object] = owned;
    const kind = object === undefined ? undefined : kindOf(object.resource);
    if (object === undefined || kind === undefined) continue;
    // As long as one of those that apply it stays, nothing deletes it.
    const here = now.get(key) ?? [];
    const stays = owned.some(({ owner }) => here.some((each) => each.owner.key === owner.key));
    const release = kind === 'release' ? helmIdentity(change.before.view, object.resource) : undefined;
    if (stays && (kind !== 'release' || isSameRelease(change, release, here[0]))) continue;
    if (kind === 'namespace' && change.after.view.makes('Namespace', undefined, object.name) !== undefined)
      continue;
    if (isSuspended(object)) continue;
    if (stays || isPruned(change, object)) yield { kind, object, release };
  }
}

/** A root of which nothing is left: what Flux makes of that depends on what it is told instead, so all of it counts. */
function lossesWith(view: View, after: Repo): Loss[] {
  return [...ownershipOf(view).objects.values()].flatMap(([object]): Loss[] => {
    const kind = object === undefined ? undefined : kindOf(object.resource);
    if (object === undefined || kind === undefined || isSuspended(object)) return [];
    const { resource, name, namespace } = object;
    if (after.views.some((each) => each.find(resource.kind, namespace, name, resource.group) !== undefined))
      return [];
    return [{ kind, object, release: kind === 'release' ? helmIdentity(view, resource) : undefined }];
  });
}

/** A suspended HelmRelease uninstalls nothing, neither when it changes nor when it goes. */
function isSuspended({ resource }: OwnedObject): boolean {
  return kindOf(resource) === 'release' && resource.get('spec', 'suspend') === true;
}

function isSameRelease(
  { after }: ClusterChange,
  was: HelmIdentity | undefined,
  now: OwnedObject | undefined,
): boolean {
  const is = now === undefined ? undefined : helmIdentity(after.view, now.resource);
  return was?.name === is?.name && was?.namespace === is?.namespace && was?.storage === is?.storage;
}

function kindOf({ kind, group }: Resource): LossKind | undefined {
  if (kind === 'Namespace' && group === '') return 'namespace';
  if (kind === 'PersistentVolumeClaim' && group === '') return 'claim';
  if (kind === 'CustomResourceDefinition') return 'definition';
  return kind === 'HelmRelease' && group === fluxGroups.helm ? 'release' : undefined;
}
