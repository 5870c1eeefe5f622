import type { Cluster } from '../model/cluster.ts';
import { groupBy } from '../model/group.ts';
import { fieldOf, isMap, listOf, textOf, wholeOf } from './fields.ts';
import type { DataMap } from './policy.ts';
import { chosenGroups } from './spread-groups.ts';

/** One spread constraint after admission (rule 2). */
export interface Constraint {
  readonly field: string;
  readonly minGroups: number;
  readonly maxGroups: number;
}

/** The clusters that a scheduler takes of the feasible ones, or why it takes none. */
export type Selection = { readonly clusters: readonly Cluster[] } | { readonly error: string };

/** How a placement spreads what it places. */
export interface Spreading {
  /** None where none are written, and where they are ignored (rule 22). */
  readonly constraints: readonly Constraint[];
  /** Whether objects are copied to each cluster, rather than their replicas divided. */
  readonly duplicates: boolean;
}

interface Regional {
  readonly region: Constraint;
  readonly cluster: Constraint;
  readonly duplicates: boolean;
}

export function spreadingOf(placement: DataMap): Spreading {
  const scheduling = fieldOf(placement, 'replicaScheduling');
  return {
    constraints: isWeightedByHand(placement) ? [] : writtenConstraints(placement),
    duplicates: !isMap(scheduling) || typeOf(scheduling) === 'Duplicated',
  };
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
  const preference = textOf(fieldOf(scheduling, 'replicaDivisionPreference')) || 'Weighted';
  if (typeOf(scheduling) !== 'Divided' || preference !== 'Weighted') return false;
  const weights = fieldOf(scheduling, 'weightPreference');
  if (!isMap(weights)) return true;
  return (
    listOf(fieldOf(weights, 'staticWeightList')).length > 0 &&
    textOf(fieldOf(weights, 'dynamicWeight')) === ''
  );
}

function typeOf(scheduling: DataMap): string {
  return textOf(fieldOf(scheduling, 'replicaSchedulingType')) || 'Divided';
}

/** Rule 21, on a plane that has placed nothing yet: all clusters score alike, and the order is that of names. */
export function spread(feasible: readonly Cluster[], { constraints, duplicates }: Spreading): Selection {
  if (constraints.length === 0) return { clusters: feasible };
  const of = new Map(constraints.map((constraint) => [constraint.field, constraint]));
  const region = of.get('region');
  const cluster = of.get('cluster');
  if (region !== undefined) return byRegion(feasible, { region, cluster: cluster ?? nothing, duplicates });
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
function byRegion(feasible: readonly Cluster[], { region, cluster, duplicates }: Regional): Selection {
  const members = groupBy(
    feasible.filter((each) => each.region !== undefined),
    (each) => each.region ?? '',
  );
  if (members.size < region.minGroups)
    return { error: 'the number of feasible region is less than spreadConstraint.MinGroups' };
  // Where objects are copied, a region weighs as much as it has clusters; where replicas are divided, each as much as any.
  const groups = [...members].map(([name, { length }]) => ({
    name,
    value: length,
    weight: duplicates ? length : 1,
  }));
  const chosen = chosenGroups(groups, { ...region, target: cluster.minGroups });
  if (chosen === undefined)
    return { error: 'the number of clusters is less than the cluster spreadConstraint.MinGroups' };
  const clusters = chosen.map(({ name }) => members.get(name) ?? []);
  const first = clusters.flatMap((each) => each.slice(0, 1));
  const others = clusters.flatMap((each) => each.slice(1)).sort((a, b) => (a.name < b.name ? -1 : 1));
  return { clusters: [...first, ...others.slice(0, Math.max(0, cluster.maxGroups - first.length))] };
}
