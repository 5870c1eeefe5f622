import { isBuiltin, isBuiltinGroup } from '../model/kubernetes-apis.ts';
import type { Repo } from '../model/repo.ts';
import { fluxGroups, type Resource } from '../model/resource.ts';
import type { View } from '../model/view.ts';
import { type ClusterChange, clusterChanges } from './cluster-changes.ts';
import { type HelmIdentity, helmIdentity } from './helm-identity.ts';
import { type OwnedObject, ownershipOf } from './owners.ts';
import { isPruned } from './pruning.ts';

/** What goes for good when Flux applies a change, whatever comes in its place. */
export type LossKind = 'namespace' | 'release' | 'claim' | 'definition' | 'custom';

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

const order: readonly LossKind[] = ['namespace', 'definition', 'claim', 'custom', 'release'];

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

function kindOf({ kind, group, apiVersion }: Resource): LossKind | undefined {
  if (kind === 'Namespace' && group === '') return 'namespace';
  if (['PersistentVolumeClaim', 'PersistentVolume'].includes(kind) && group === '') return 'claim';
  if (kind === 'CustomResourceDefinition') return 'definition';
  if (kind === 'HelmRelease' && group === fluxGroups.helm) return 'release';
  return isBuiltin(apiVersion, kind) || isBuiltinGroup(group) || keepsNothing(group) ? undefined : 'custom';
}

/** Domains of APIs that say how something is to be, and keep nothing: a file brings all of it back. */
const withoutData = [
  ...['fluxcd.io', 'fluxcd.controlplane.io', 'karmada.io', 'cert-manager.io', 'external-secrets.io'],
  ...['monitoring.coreos.com', 'grafana.integreatly.org', 'bitnami.com', 'isindir.github.com', 'traefik.io'],
  ...['traefik.containo.us', 'gateway.networking.k8s.io', 'istio.io', 'projectcontour.io', 'konghq.com'],
  ...['cilium.io', 'metallb.io', 'projectcalico.org', 'externaldns.k8s.io', 'keda.sh', 'autoscaling.k8s.io'],
  ...['kyverno.io', 'gatekeeper.sh', 'hajimari.io', 'stakater.com'],
];

/**
 * Whether objects of a group are settings alone. Of any other custom object its operator may keep a database, a bucket
 * or a volume, and delete it with the object.
 */
function keepsNothing(group: string): boolean {
  return withoutData.some((domain) => group === domain || group.endsWith(`.${domain}`));
}
