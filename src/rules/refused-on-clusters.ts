import type { KnownCharts } from '../chart/known-charts.ts';
import type { Location } from '../core/finding.ts';
import { clusterValues } from '../fleet/cluster-values.ts';
import type { Fleet } from '../fleet/fleet.ts';
import type { Operation } from '../fleet/override-operations.ts';
import type { Resource } from '../model/resource.ts';
import { valuesOf } from '../model/values-sources.ts';
import type { Path } from '../yaml/node.ts';
import { type OverriddenValues, overriddenValues, type ValueWrite, writersIn } from './overridden-values.ts';
import { isJudging, type RefusedValue, refusedValues } from './refused-values.ts';
import type { RuleContext } from './rule.ts';

/** What Helm refuses on some clusters only, and the operation that brings it about. */
export interface RefusedThere {
  readonly refused: RefusedValue;
  readonly operation: Operation;
  readonly at: Location;
  /** The first release. */
  readonly release: Resource;
  readonly clusters: Set<string>;
}

const known = new WeakMap<Fleet, { readonly charts: KnownCharts; readonly found: readonly RefusedThere[] }>();

/** What the schemas of charts refuse of values that overrides make; worked out once for all rules. */
export function refusedOnClusters(
  fleet: Fleet,
  { repo, charts, schemas }: Pick<RuleContext, 'repo' | 'charts' | 'schemas'>,
): readonly RefusedThere[] {
  const before = known.get(fleet);
  if (before?.charts === charts) return before.found;
  const all = new Map<string, RefusedThere>();
  for (const each of overriddenValues(fleet, repo, charts)) {
    for (const found of refusedIn(each, fleet, { repo, schemas })) {
      const key = `${found.at.file} ${found.at.range.start} ${found.refused.what}`;
      const first = all.get(key);
      if (first === undefined) all.set(key, found);
      else for (const cluster of found.clusters) first.clusters.add(cluster);
    }
  }
  const found = [...all.values()];
  known.set(fleet, { charts, found });
  return found;
}

function refusedIn(
  { charted, release, clusters, facts, writes, pin }: OverriddenValues,
  fleet: Fleet,
  { repo, schemas }: Pick<RuleContext, 'repo' | 'schemas'>,
): RefusedThere[] {
  if (!isJudging(facts, schemas)) return [];
  const values = clusterValues(fleet, release, clusters[0], repo.files);
  const refused = values === undefined ? [] : refusedValues(values, facts, schemas);
  if (refused.length === 0) return [];
  const shared = sharedWords({ charted }, { repo, schemas });
  const writers = writersIn(writes);
  return refused.flatMap((each): RefusedThere[] => {
    const writer = writers.around(each.path);
    // What every cluster has, the rules for values say where it stands.
    if (writer === undefined && shared.has(wordsOf(each))) return [];
    const made = writer ?? writers.within(each.path);
    const operation = made?.operation ?? pin ?? writes.at(-1)?.operation;
    if (operation === undefined) return [];
    const at = made === undefined ? valuePlace(operation, []) : placeIn(made, each.path);
    return [{ refused: each, operation, at, release: release.resource, clusters: new Set(clusters) }];
  });
}

/** What is refused of the values without any override. */
function sharedWords(
  { charted: { release, view, facts } }: Pick<OverriddenValues, 'charted'>,
  { repo, schemas }: Pick<RuleContext, 'repo' | 'schemas'>,
): ReadonlySet<string> {
  const chart = facts();
  if (chart === undefined) return new Set();
  return new Set(refusedValues(valuesOf(release, view, repo.files), chart, schemas).map(wordsOf));
}

/** How a fault is known again at another version of the chart. */
function wordsOf({ path, help }: RefusedValue): string {
  return JSON.stringify([path, help]);
}

function placeIn({ operation, path, text }: ValueWrite, of: Path): Location {
  const isWholeText = text !== undefined && operation.inner === undefined;
  return valuePlace(operation, isWholeText ? [] : of.slice(path.length));
}

/** Where an operation says its value, or the part of it that is at a path; the operation itself where it has none. */
function valuePlace({ policy: { resource }, path }: Operation, below: Path): Location {
  const value = [...path, 'value'];
  return resource.has(...value) ? resource.at(...value, ...below) : resource.at(...path);
}
