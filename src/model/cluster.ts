import type { Location } from '../core/finding.ts';
import { splitVersion } from './api-version.ts';
import { labelForm } from './object-names.ts';

/** Where the inventory of member clusters lies. JSON with comments: Flux and kubectl would apply a YAML file of ours. */
export const inventoryFile = 'fleet/clusters.jsonc';

/** A member of a Karmada fleet, as far as placement asks (cluster.karmada.io/v1alpha1, Cluster). */
export interface Cluster {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly taints: readonly Taint[];
  readonly provider: string | undefined;
  readonly region: string | undefined;
  /** `spec.zones`, or the one of the old `spec.zone`. */
  readonly zones: readonly string[];
  /** What the member serves; undefined where it is not recorded, and then everything is taken to be served. */
  readonly apiEnablements: readonly ApiEnablement[] | undefined;
  /** The Flux that runs there: `2.9` or `2.9.1`. */
  readonly fluxVersion: string | undefined;
  /** Whether it is being removed from the fleet. */
  readonly deleting: boolean;
}

export interface Taint {
  readonly key: string;
  readonly value: string;
  readonly effect: string;
}

export interface ApiEnablement {
  readonly groupVersion: string;
  readonly kinds: readonly string[];
}

/** The member clusters that are known, and how. */
export interface KnownClusters {
  /**
   * `inventory`: fleet/clusters.jsonc; `file`: Cluster objects of a file that was named (`--clusters`); `objects`: Cluster
   * objects of the repository; `names`: only the names that policies mention, about which nothing else is known.
   */
  readonly from: 'inventory' | 'file' | 'objects' | 'names';
  /** In order of name, each name once. */
  readonly clusters: readonly Cluster[];
  /** Where a cluster is described; undefined for `file`, and for a name that is not known. */
  at(name: string): Location | undefined;
}

/** karmada v1.18, pkg/apis/cluster/validation: the namespace `karmada-es-<name>` must be a name as well. */
export const longestClusterName = 48;

/** Whether Karmada joins a cluster of that name. */
export function isClusterName(name: string): boolean {
  return name.length <= longestClusterName && labelForm.pattern.test(name);
}

/** A cluster of which only the name is known. */
export function namedCluster(name: string): Cluster {
  return {
    name,
    labels: {},
    taints: [],
    provider: undefined,
    region: undefined,
    zones: [],
    apiEnablements: undefined,
    fluxVersion: undefined,
    deleting: false,
  };
}

/**
 * Whether a member serves a kind in exactly that version. A list that has Kubernetes' own `v1` is whole, as a Cluster object's is;
 * of one that has not, as `import-clusters` writes it, a group that it does not name is `unknown`.
 */
export function servedBy(
  { apiEnablements }: Pick<Cluster, 'apiEnablements'>,
  apiVersion: string,
  kind: string,
): 'yes' | 'no' | 'unknown' {
  if (apiEnablements === undefined) return 'unknown';
  const listed = apiEnablements.filter(({ groupVersion }) => groupVersion === apiVersion);
  if (listed.some(({ kinds }) => kinds.includes(kind))) return 'yes';
  if (listed.length > 0 || apiEnablements.some(({ groupVersion }) => groupVersion === 'v1')) return 'no';
  const { group } = splitVersion(apiVersion);
  return apiEnablements.some(({ groupVersion }) => splitVersion(groupVersion).group === group)
    ? 'no'
    : 'unknown';
}
