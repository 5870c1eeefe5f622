import { didYouMean } from '../core/suggest.ts';
import { type Cluster, inventoryFile, type KnownClusters, namedCluster } from '../model/cluster.ts';
import { clustersIn, isCluster } from '../model/cluster-objects.ts';
import type { Repo } from '../model/repo.ts';
import { type Inventory, readInventory } from '../schema/inventory.ts';
import { namesIn } from './named-clusters.ts';

const inventories = new WeakMap<Repo, { readonly inventory: Inventory | undefined }>();
const fleets = new WeakMap<Repo, KnownClusters>();

/** What fleet/clusters.jsonc says; undefined where there is none. Read once. */
export function inventoryOf(repo: Repo): Inventory | undefined {
  const read = inventories.get(repo) ?? {
    inventory: repo.tree.isFile(inventoryFile) ? readInventory(repo.files) : undefined,
  };
  inventories.set(repo, read);
  return read.inventory;
}

/**
 * The member clusters of a repository: those of the inventory, else of Cluster objects that it holds, else those that its
 * policies name. An inventory that is broken knows nothing: names are all there is.
 */
export function knownClusters(repo: Repo): KnownClusters {
  const known = fleets.get(repo) ?? clustersOf(repo);
  fleets.set(repo, known);
  return known;
}

function clustersOf(repo: Repo): KnownClusters {
  const inventory = inventoryOf(repo);
  if (inventory !== undefined && inventory.problems.length === 0) {
    const { clusters, places } = inventory;
    return { from: 'inventory', clusters, at: (name) => places.get(name) };
  }
  const objects = repo.ofKind('Cluster', 'cluster.karmada.io').filter(isCluster);
  if (objects.length > 0) {
    const places = new Map(objects.map((object) => [object.name, object.at('metadata', 'name')]));
    return { from: 'objects', clusters: clustersIn(objects), at: (name) => places.get(name) };
  }
  return { from: 'names', clusters: namesIn(repo).map(namedCluster), at: () => undefined };
}

/** The clusters of a file that was named on the command line. */
export function clustersOfFile(clusters: readonly Cluster[]): KnownClusters {
  return { from: 'file', clusters, at: () => undefined };
}

/** What there is to say where clusters are known by name alone. */
export const noInventory =
  'there is no inventory: only the clusters that policies name are known; gitops-kit import-clusters FILE';

/** A name that is no cluster's: what is wrong, with the one that was perhaps meant. */
export function unknownCluster(name: string, known: KnownClusters): string {
  const near = didYouMean(
    name,
    known.clusters.map((cluster) => cluster.name),
  );
  return known.from === 'names'
    ? `no policy names cluster ${name}, and there is no inventory${near}`
    : `cluster ${name} is not in ${whereFrom(known)}${near}`;
}

/** For messages: where clusters were looked for. */
export function whereFrom({ from }: KnownClusters): string {
  switch (from) {
    case 'inventory':
      return inventoryFile;
    case 'file':
      return 'the clusters given';
    case 'objects':
      return 'the Cluster objects of this repository';
    case 'names':
      return 'the names in policies';
  }
}
