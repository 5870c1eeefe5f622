import type { Cluster } from '../model/cluster.ts';
import { fieldOf, listOf, mapOf, textsOf } from './fields.ts';
import { isValid, labelSelector, type Requirement, requirementOf, test } from './label-selector.ts';
import type { DataMap } from './policy.ts';

/** Why a ClusterAffinity does not take a cluster, a phrase; undefined of one that it takes. */
export type Affinity = (cluster: Cluster) => string | undefined;

/**
 * Reads a ClusterAffinity, of a placement or of an override rule: all its parts must take the cluster (rule 18;
 * pkg/util/selector.go, ClusterMatches).
 */
export function affinity(data: DataMap): Affinity {
  const excluded = new Set(textsOf(fieldOf(data, 'exclude')));
  const names = textsOf(fieldOf(data, 'clusterNames'));
  const named = new Set(names);
  const labels = mapOf(fieldOf(data, 'labelSelector'));
  const matches = labels === undefined ? undefined : labelSelector(labels).matches;
  const fields = fieldTests(fieldOf(data, 'fieldSelector'));
  return (cluster) => {
    if (excluded.has(cluster.name)) return 'it is excluded by name';
    if (matches?.(cluster.labels) === false) return `the label selector does not match ${labelsOf(cluster)}`;
    const failed = fields.find(({ holds }) => !holds(cluster));
    if (failed !== undefined) return failed.why(cluster);
    return named.size === 0 || named.has(cluster.name) ? undefined : 'it is not among the cluster names';
  };
}

/**
 * The clusters that an affinity takes, in order of name; without one all of them.
 * @param clusters in order of name
 */
export function clustersOf(
  data: DataMap | undefined,
  clusters: ReadonlyMap<string, Cluster>,
): readonly Cluster[] {
  if (data === undefined) return [...clusters.values()];
  const takes = affinity(data);
  const names = textsOf(fieldOf(data, 'clusterNames'));
  // Ten thousand rules that name a cluster each must not look at all clusters ten thousand times.
  const asked =
    names.length === 0
      ? [...clusters.values()]
      : [...new Set(names)].sort().flatMap((name) => clusters.get(name) ?? []);
  return asked.filter((cluster) => takes(cluster) === undefined);
}

interface FieldTest {
  holds(cluster: Cluster): boolean;
  /** Of a cluster that fails. */
  why(cluster: Cluster): string;
}

function fieldTests(selector: DataMap[string] | undefined): FieldTest[] {
  return listOf(fieldOf(selector, 'matchExpressions')).map((expression) => {
    const requirement = requirementOf(expression);
    const { key, operator, values } = requirement;
    const wanted = `${operator} ${values.join(', ')}`;
    if (key === 'zone') {
      return {
        holds: ({ zones }) => zonesHold(requirement, zones),
        why: ({ zones }) =>
          `its zones ${zones.length === 0 ? '(none)' : zones.join(', ')} do not meet ${wanted}`,
      };
    }
    const holds = isValid(requirement) ? test(requirement) : () => false;
    return {
      holds: (cluster) => holds(fieldsOf(cluster)),
      why: (cluster) => `its ${key} ${fieldsOf(cluster)[key] ?? '(none)'} does not meet ${wanted}`,
    };
  });
}

function zonesHold({ operator, values }: Requirement, zones: readonly string[]): boolean {
  const overlaps = zones.some((zone) => values.includes(zone));
  if (operator === 'In') return overlaps;
  return operator === 'NotIn' && !overlaps;
}

function fieldsOf({ provider, region }: Cluster): Record<string, string> {
  return {
    ...(provider === undefined ? {} : { provider }),
    ...(region === undefined ? {} : { region }),
  };
}

function labelsOf({ labels }: Cluster): string {
  const written = Object.entries(labels).map(([key, value]) => `${key}=${value}`);
  if (written.length === 0) return 'a cluster without labels';
  return `its labels ${written.slice(0, 5).join(', ')}${written.length > 5 ? ', …' : ''}`;
}
