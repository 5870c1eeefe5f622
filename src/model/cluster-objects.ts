import type { Data } from '../yaml/node.ts';
import { type ApiEnablement, type Cluster, namedCluster, type Taint } from './cluster.ts';
import type { Resource } from './resource.ts';

/** The Cluster objects among others, as `kubectl get clusters -o yaml` prints them; of one name the last counts. In order of name. */
export function clustersIn(resources: readonly Resource[]): Cluster[] {
  const found = resources.filter(isCluster).map((resource) => [resource.name, clusterOf(resource)] as const);
  return [...new Map(found).values()].sort((a, b) => (a.name < b.name ? -1 : 1));
}

/** Whether this is a member of a Karmada fleet, and has a name. */
export function isCluster(resource: Resource): boolean {
  return isClusterKind(resource) && resource.name !== '';
}

/** Whether this is a Cluster of cluster.karmada.io. */
export function isClusterKind({ kind, group }: Resource): boolean {
  return kind === 'Cluster' && group === 'cluster.karmada.io';
}

/** What a Cluster object says (karmada v1.18, pkg/apis/cluster/v1alpha1/types.go); what has another type says nothing. */
function clusterOf(resource: Resource): Cluster {
  const oldZone = resource.text('spec', 'zone');
  const zones = texts(resource.list('spec', 'zones'));
  return {
    ...namedCluster(resource.name),
    labels: textMap(resource.get('metadata', 'labels')),
    taints: resource.list('spec', 'taints').flatMap(taintOf),
    provider: filled(resource.text('spec', 'provider')),
    region: filled(resource.text('spec', 'region')),
    zones: zones.length > 0 || oldZone === undefined || oldZone === '' ? zones : [oldZone],
    apiEnablements: resource.has('status', 'apiEnablements')
      ? resource.list('status', 'apiEnablements').flatMap(enablementOf)
      : undefined,
    deleting: resource.text('metadata', 'deletionTimestamp') !== undefined,
  };
}

function taintOf(data: Data): Taint[] {
  const key = textIn(data, 'key');
  const effect = textIn(data, 'effect');
  return key === undefined || effect === undefined
    ? []
    : [{ key, value: textIn(data, 'value') ?? '', effect }];
}

function enablementOf(data: Data): ApiEnablement[] {
  const groupVersion = textIn(data, 'groupVersion');
  if (groupVersion === undefined) return [];
  const resources = fieldOf(data, 'resources');
  const kinds = isList(resources) ? resources.flatMap((each) => textIn(each, 'kind') ?? []) : [];
  return [{ groupVersion, kinds: [...new Set(kinds)] }];
}

function textMap(data: Data | undefined): Record<string, string> {
  if (typeof data !== 'object' || data === null || isList(data)) return {};
  return Object.fromEntries(
    Object.entries(data).filter((entry): entry is [string, string] => typeof entry[1] === 'string'),
  );
}

function texts(list: readonly Data[]): string[] {
  return list.filter((each): each is string => typeof each === 'string' && each !== '');
}

function filled(text: string | undefined): string | undefined {
  return text === '' ? undefined : text;
}

function textIn(data: Data, key: string): string | undefined {
  const value = fieldOf(data, key);
  return typeof value === 'string' ? value : undefined;
}

function fieldOf(data: Data, key: string): Data | undefined {
  if (typeof data !== 'object' || data === null || isList(data)) return undefined;
  return Object.hasOwn(data, key) ? data[key] : undefined;
}

function isList(data: Data | undefined): data is readonly Data[] {
  return Array.isArray(data);
}
