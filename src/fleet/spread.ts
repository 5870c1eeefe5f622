import type { Cluster } from '../model/cluster.ts';
import { fieldOf, isMap, listOf, textOf, wholeOf } from './fields.ts';
import type { DataMap } from './policy.ts';

/** One spread constraint after admission (rule 2). */
export interface Constraint {
  readonly field: string;
  readonly minGroups: number;
  readonly maxGroups: number;
}

/** The clusters that a scheduler takes of the feasible ones, or why it takes none. */
export type Selection = { readonly clusters: readonly Cluster[] } | { readonly error: string };

/** How a placement spreads what it places: nothing to say of where there are no constraints, or they are ignored (rule 22). */
export function constraintsOf(placement: DataMap): Constraint[] {
  if (isWeightedByHand(placement)) return [];
  return writtenConstraints(placement);
}

/** The constraints as they are written, be they heeded or not. */
export function writtenConstraints(placement: DataMap): Constraint[] {
  return listOf(fieldOf(placement, 'spreadConstraints')).map((constraint) => {
    const field = textOf(fieldOf(constraint, 'spreadByField'));
    const byLabel = textOf(fieldOf(constraint, 'spreadByLabel')) !== '';
    return {
      field: field === '' && !byLabel ? 'cluster' : field,
      minGroups: wholeOf(fieldOf(constraint, 'minGroups')) || 1,
      maxGroups: wholeOf(fieldOf(constraint, 'maxGroups')),
    };
  });
}

/**
 * Whether replicas are divided by weights that are written, or by none: then spread constraints are not looked at (rule 22;
 * select_clusters.go, shouldIgnoreSpreadConstraint). Nearly empty, `replicaScheduling: {}`, it is that already.
 */
export function isWeightedByHand(placement: DataMap): boolean {
  const scheduling = fieldOf(placement, 'replicaScheduling');
  if (!isMap(scheduling)) return false;
  const type = textOf(fieldOf(scheduling, 'replicaSchedulingType')) || 'Divided';
  const preference = textOf(fieldOf(scheduling, 'replicaDivisionPreference')) || 'Weighted';
  if (type !== 'Divided' || preference !== 'Weighted') return false;
  const weights = fieldOf(scheduling, 'weightPreference');
  if (!isMap(weights)) return true;
  return (
    listOf(fieldOf(weights, 'staticWeightList')).length > 0 &&
    textOf(fieldOf(weights, 'dynamicWeight')) === ''
  );
}

/** Rule 21, on a plane that has placed nothing yet: all clusters score alike, and the order is that of names. */
export function spread(feasible: readonly Cluster[], constraints: readonly Constraint[]): Selection {
  if (constraints.length === 0) return { clusters: feasible };
  const of = new Map(constraints.map((constraint) => [constraint.field, constraint]));
  const region = of.get('region');
  const cluster = of.get('cluster');
  if (region !== undefined) return byRegion(feasible, region, cluster ?? nothing);
  if (cluster !== undefined) return byCluster(feasible, cluster);
  return { error: 'just support cluster and region spread constraint' };
}

/** What Go has for a constraint that is not there. */
const nothing: Constraint = { field: 'cluster', minGroups: 0, maxGroups: 0 };

function byCluster(feasible: readonly Cluster[], { minGroups, maxGroups }: Constraint): Selection {
  if (feasible.length < minGroups)
    return { error: 'the number of feasible clusters is less than spreadConstraint.MinGroups' };
  return { clusters: feasible.slice(0, Math.max(0, maxGroups)) };
}

/** One cluster of each chosen region, then others by name (select_clusters_by_region.go). */
function byRegion(feasible: readonly Cluster[], region: Constraint, cluster: Constraint): Selection {
  const regions = new Map<string, Cluster[]>();
  for (const each of feasible) {
    if (each.region === undefined) continue;
    const members = regions.get(each.region);
    if (members === undefined) regions.set(each.region, [each]);
    else members.push(each);
  }
  if (regions.size < region.minGroups)
    return { error: 'the number of feasible region is less than spreadConstraint.MinGroups' };
  const chosen = chosenRegions(regions, region, cluster.minGroups);
  if (chosen === undefined)
    return { error: 'the number of clusters is less than the cluster spreadConstraint.MinGroups' };
  const first = chosen.flatMap((members) => members.slice(0, 1));
  const others = chosen.flatMap((members) => members.slice(1)).sort(byName);
  return { clusters: [...first, ...others.slice(0, Math.max(0, cluster.maxGroups - first.length))] };
}

/**
 * The regions that Karmada takes (select_groups.go): as few as reach both lower bounds, those that score most. On a fresh
 * plane a region's score grows with its clusters.
 */
function chosenRegions(
  regions: ReadonlyMap<string, readonly Cluster[]>,
  { minGroups, maxGroups }: Constraint,
  target: number,
): readonly (readonly Cluster[])[] | undefined {
  const ordered = [...regions].sort(([a, of], [b, others]) => others.length - of.length || (a < b ? -1 : 1));
  let held = 0;
  for (const [at, [, members]] of ordered.entries()) {
    const count = at + 1;
    if (count > maxGroups) return undefined;
    held += members.length;
    if (count >= minGroups && held >= target) return ordered.slice(0, count).map(([, found]) => found);
  }
  return undefined;
}

function byName(a: Cluster, b: Cluster): number {
  return a.name < b.name ? -1 : 1;
}
