import type { Cluster } from '../model/cluster.ts';
import { clustersOf } from './affinity.ts';
import { selectable } from './choice.ts';
import { fieldOf, listOf, textMap, textOf } from './fields.ts';
import type { AppliedRule, Template } from './fleet.ts';
import type { DataMap, OverridePolicy, OverrideRule } from './policy.ts';
import { type Match, matcher, type Selectable } from './selectors.ts';

/** The two rounds in which override policies are applied (rule 31): cluster-wide ones, then those of the namespace. */
export type Round = 'cluster' | 'namespace';

/** Finds the override rules of an object on a cluster. */
export interface OverrideIndex {
  /** The rules of one round, in the order in which they are applied; an object of a template is looked up once. */
  rules(round: Round, object: Template | Selectable, cluster: string): readonly AppliedRule[];
  /** Whether a rule may change what selectors of the next round see (rule 33). */
  mayReselect(rule: OverrideRule): boolean;
  /** The overriders of a rule that the control plane knows: the API server drops the others. */
  overriders(rule: OverrideRule): DataMap;
}

type Found = readonly Match<OverridePolicy>[];

export function overrideIndex(
  policies: readonly OverridePolicy[],
  clusters: ReadonlyMap<string, Cluster>,
  karmadaVersion: string | undefined,
): OverrideIndex {
  const rounds = {
    cluster: rounded(policies.filter(({ namespace }) => namespace === undefined)),
    namespace: rounded(policies.filter(({ namespace }) => namespace !== undefined)),
  };
  const rulesOn = rulesByCluster(clusters);
  const reselects = new Map<OverrideRule, boolean>();
  return {
    rules: (round, object, cluster) => {
      const found = rounds[round](object);
      if (found.length === 0) return [];
      return found.flatMap(({ policy }) =>
        (rulesOn(policy).get(cluster) ?? []).map((rule) => ({ policy, rule })),
      );
    },
    mayReselect: (rule) => {
      const known = reselects.get(rule) ?? changesSelection(rule.overriders);
      reselects.set(rule, known);
      return known;
    },
    overriders: hasFieldOverrider(karmadaVersion) ? ({ overriders }) => overriders : withoutFields,
  };
}

/** Karmada v1.12 brought the fieldOverrider; the newest is meant where none is said. */
function hasFieldOverrider(version: string | undefined): boolean {
  const [major = 1, minor = 12] = (version ?? '').split('.').filter(Boolean).map(Number);
  return major > 1 || minor >= 12;
}

function withoutFields({ overriders }: OverrideRule): DataMap {
  const { fieldOverrider: _, ...others } = overriders;
  return Object.assign(Object.create(null), others);
}

/** What selectors see of an object that overrides may have changed. */
export function selectableData(object: DataMap): Selectable {
  const metadata = fieldOf(object, 'metadata');
  return {
    apiVersion: textOf(fieldOf(object, 'apiVersion')),
    kind: textOf(fieldOf(object, 'kind')),
    namespace: textOf(fieldOf(metadata, 'namespace')),
    name: textOf(fieldOf(metadata, 'name')),
    labels: textMap(fieldOf(metadata, 'labels')),
  };
}

/** The policies of a round that match, the least precise first, then by name (rule 32); of a template they are kept. */
function rounded(policies: readonly OverridePolicy[]): (object: Template | Selectable) => Found {
  if (policies.length === 0) return () => [];
  const matches = matcher(policies, { withoutSelectors: true });
  const known = new Map<Template, Found>();
  const find = (object: Selectable): Found => {
    const found = matches(object);
    return found.length < 2 ? found : found.toSorted(byPrecision);
  };
  return (object) => {
    if (!('resource' in object)) return find(object);
    const found = known.get(object) ?? find(selectable(object));
    known.set(object, found);
    return found;
  };
}

function byPrecision(a: Match<OverridePolicy>, b: Match<OverridePolicy>): number {
  return a.score - b.score || (a.policy.name < b.policy.name ? -1 : 1);
}

/** The rules of a policy that apply to each cluster, by index, in order; worked out once. */
function rulesByCluster(
  clusters: ReadonlyMap<string, Cluster>,
): (policy: OverridePolicy) => ReadonlyMap<string, readonly number[]> {
  const known = new Map<OverridePolicy, Map<string, number[]>>();
  return (policy) => {
    const before = known.get(policy);
    if (before !== undefined) return before;
    const found = new Map<string, number[]>();
    for (const [index, { targetCluster }] of policy.rules().entries()) {
      for (const { name } of clustersOf(targetCluster, clusters)) {
        const rules = found.get(name);
        if (rules === undefined) found.set(name, [index]);
        else rules.push(index);
      }
    }
    known.set(policy, found);
    return found;
  };
}

/** A patch of the whole object, of its metadata, or of what it is. */
const reselecting = /^[^/]*(?:$|\/$|\/(?:metadata|apiVersion|kind)(?:\/|$))/;

function changesSelection(overriders: DataMap): boolean {
  return (
    listOf(fieldOf(overriders, 'labelsOverrider')).length > 0 ||
    listOf(fieldOf(overriders, 'plaintext')).some((operation) =>
      reselecting.test(textOf(fieldOf(operation, 'path'))),
    )
  );
}
