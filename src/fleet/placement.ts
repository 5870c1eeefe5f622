import { kept, once } from '../core/once.ts';
import { apiLives, isServed } from '../model/api-versions.ts';
import { type Cluster, servedBy } from '../model/cluster.ts';
import { affinity, clustersOf } from './affinity.ts';
import { fieldOf, isMap, listOf, mapOf, textOf } from './fields.ts';
import type { Refusal, Template } from './fleet.ts';
import type { DataMap, PropagationPolicy } from './policy.ts';
import {
  type Constraint,
  type Selection,
  type Spreading,
  spread,
  spreadingOf,
  writtenConstraints,
} from './spread.ts';
import { untolerated } from './tolerations.ts';

/** Where a policy places the objects of one API. */
export interface Placement {
  /** In order of name. */
  readonly placed: readonly string[];
  /** Why it places nothing anywhere: a phrase (rules 19, 21, 23). */
  readonly unscheduled: string | undefined;
  /** Where it may place at another time, in order of name: those of any group, and those that only the spread left out. */
  candidates(): readonly string[];
  /** Why it does not place on a cluster; undefined of one that it places on. */
  refusal(cluster: string): Refusal | undefined;
}

/** What a placement is made for: the kind counts, since a cluster must serve it (rule 17). */
export type PlacedKind = Pick<Template, 'group' | 'kind' | 'apiVersion'>;

/** The scheduler: places what policies take; policies that say the same share a placement for each kind. */
export function scheduler(
  clusters: ReadonlyMap<string, Cluster>,
): (policy: PropagationPolicy, of: PlacedKind) => Placement {
  const serving = keptByKind(servingOf);
  const alike = new Map<string, (of: PlacedKind) => Placement>();
  const ofPolicy = kept(({ placement }: PropagationPolicy) => {
    const text = JSON.stringify(placement, plain);
    const made = alike.get(text) ?? keptByKind((of) => schedule(placement, clusters, serving(of)));
    alike.set(text, made);
    return made;
  });
  return (policy, of) => ofPolicy(policy)(of);
}

function keptByKind<T>(make: (of: PlacedKind) => T): (of: PlacedKind) => T {
  const made = kept((group: string) =>
    kept((apiVersion: string) => kept((kind: string) => make({ group, apiVersion, kind }))),
  );
  return ({ group, apiVersion, kind }) => made(group)(apiVersion)(kind);
}

/** JSON has no integers beyond a double's. */
function plain(_: string, value: unknown): unknown {
  return typeof value === 'bigint' ? `${value}n` : value;
}

/** Why a cluster does not serve a kind. */
type Serving = (cluster: Cluster) => Refusal | undefined;

/** The answer of each cluster, worked out once for all policies. */
function servingOf(of: PlacedKind): Serving {
  return kept((cluster: Cluster) => unserved(cluster, of));
}

/** One group of clusters that is tried (rule 19). */
interface Group {
  readonly name: string | undefined;
  /** Undefined: every cluster. */
  readonly affinity: DataMap | undefined;
}

function schedule(placement: DataMap, clusters: ReadonlyMap<string, Cluster>, serving: Serving): Placement {
  const filters = commonFilters(placement, serving);
  const spreading = spreadingOf(placement);
  let used: { readonly group: Group; readonly selection: Selection } | undefined;
  for (const group of groupsOf(placement)) {
    const taken = clustersOf(group.affinity, clusters);
    const feasible = taken.filter((cluster) => filters.every((filter) => filter(cluster) === undefined));
    const selection = selected(feasible, spreading);
    if (used === undefined || 'clusters' in selection) used = { group, selection };
    if ('clusters' in selection) break;
  }
  const chosen = used !== undefined && 'clusters' in used.selection ? used.selection.clusters : [];
  const placed = chosen.map(({ name }) => name).sort();
  const names = new Set(placed);
  const candidates = once(() => {
    const taken = new Set(groupsOf(placement).flatMap((group) => clustersOf(group.affinity, clusters)));
    return [...taken]
      .filter((cluster) => filters.every((filter) => filter(cluster) === undefined))
      .map(({ name }) => name)
      .sort();
  });
  return {
    placed,
    unscheduled: used !== undefined && 'error' in used.selection ? used.selection.error : undefined,
    candidates,
    refusal: (name) => {
      const cluster = clusters.get(name);
      if (cluster === undefined) return { filter: 'unknown-cluster', why: 'no such cluster is known' };
      if (names.has(name)) return undefined;
      // The affinity first: it is what somebody wrote to keep the object away.
      const { affinity: written, name: group } = used?.group ?? {};
      const why = written === undefined ? undefined : affinity(written)(cluster);
      if (why !== undefined)
        return { filter: 'affinity', why: group === undefined ? why : `of affinity ${group}: ${why}` };
      const refusals = filters.map((filter) => filter(cluster));
      return (
        refusals.find((refusal) => refusal !== undefined) ?? {
          filter: 'spread',
          why: spreadWhy(used?.selection, spreading.constraints, placed),
        }
      );
    },
  };
}

/** The groups in the order in which they are tried; one that takes all clusters where no affinity is written. */
function groupsOf(placement: DataMap): readonly Group[] {
  const single = mapOf(fieldOf(placement, 'clusterAffinity'));
  const terms = listOf(fieldOf(placement, 'clusterAffinities')).filter(isMap);
  if (single !== undefined || terms.length === 0) return [{ name: undefined, affinity: single }];
  return terms.map((term) => ({ name: textOf(fieldOf(term, 'affinityName')), affinity: term }));
}

function selected(feasible: readonly Cluster[], spreading: Spreading): Selection {
  if (feasible.length === 0) return { error: 'no cluster passes its filters' };
  const selection = spread(feasible, spreading);
  const isEmpty = 'clusters' in selection && selection.clusters.length === 0;
  return isEmpty ? { error: 'no clusters available to schedule' } : selection;
}

function spreadWhy(
  selection: Selection | undefined,
  constraints: readonly Constraint[],
  placed: readonly string[],
): string {
  if (selection !== undefined && 'error' in selection) return selection.error;
  const most = constraints.map(({ field, maxGroups }) => `${maxGroups} by ${field}`).join(', ');
  return `the spread constraints take at most ${most}: ${placed.join(', ')}`;
}

type Filter = (cluster: Cluster) => Refusal | undefined;

/** What a cluster must pass whatever the affinity says (rule 17), in the order in which it is said. */
function commonFilters(placement: DataMap, serving: Serving): readonly Filter[] {
  const taintOn = untolerated(placement);
  const spreadBy = new Set(writtenConstraints(placement).map(({ field }) => field));
  return [
    ({ deleting }) =>
      deleting ? { filter: 'deleting', why: 'it is being removed from the fleet' } : undefined,
    serving,
    (cluster) => {
      const taint = taintOn(cluster);
      if (taint === undefined) return undefined;
      const value = taint.value === '' ? '' : `=${taint.value}`;
      return { filter: 'taint', why: `its taint ${taint.key}${value}:${taint.effect} is not tolerated` };
    },
    ({ provider, region, zones }) => {
      const missing = [
        ['provider', provider === undefined],
        ['region', region === undefined],
        ['zone', zones.length === 0],
      ].find(([field, isMissing]) => isMissing === true && spreadBy.has(String(field)));
      return missing === undefined
        ? undefined
        : { filter: 'spread', why: `it has no ${missing[0]} to spread by` };
    },
  ];
}

/** What is recorded of a cluster's APIs decides; else, of Flux's kinds, the Flux that runs there; else all is served. */
export function unserved(cluster: Cluster, { group, kind, apiVersion }: PlacedKind): Refusal | undefined {
  const { fluxVersion } = cluster;
  const served = servedBy(cluster, apiVersion, kind);
  if (served === 'yes') return undefined;
  if (served === 'no') return { filter: 'api', why: `it does not serve ${apiVersion} ${kind}` };
  const version = /^v?(\d+)\.(\d+)/.exec(fluxVersion ?? '');
  const life = apiLives(group, kind)?.find((each) => `${group}/${each.version}` === apiVersion);
  if (version === null || life === undefined) return undefined;
  if (isServed(life, { major: Number(version[1]), minor: Number(version[2]) })) return undefined;
  return { filter: 'api', why: `its Flux ${fluxVersion} does not serve ${apiVersion} ${kind}` };
}
