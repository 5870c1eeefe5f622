import type { Data, Path } from '../yaml/node.ts';
import { isFilled, isList, isMap } from '../yaml/render.ts';
import { isSameData } from '../yaml/same-data.ts';
import { type NamedItems, namedLists, orderOfItems } from './named-items.ts';

type Value = Data | undefined;

/** What three sides of one place mean together; undefined where a side, or the result, has nothing there. */
export interface DataMerge {
  /** With ours where both sides changed a place, to different values. */
  readonly ours: Value;
  /** With theirs there. */
  readonly theirs: Value;
  readonly conflicts: readonly DataConflict[];
}

/** A place that both sides changed, to different values; undefined where the key is not there. */
export interface DataConflict {
  /** Of an item of a list: its index in the result with ours, or in base where it is not there. */
  readonly path: Path;
  readonly base: Value;
  readonly ours: Value;
  readonly theirs: Value;
}

/**
 * The merge of data that says what a merged text must mean. What one side left as it was in base is as the other side has
 * it; what both changed to the same is that; mappings are merged key by key, lists whose items have names item by item,
 * where base has one as well or nothing; whatever else both changed is a conflict. Null is a value like any other: Helm deletes a default by it.
 */
export function mergeData(base: Value, ours: Value, theirs: Value): DataMerge {
  if (isSameData(ours, theirs) || isSameData(theirs, base)) return agreed(ours);
  if (isSameData(ours, base)) return agreed(theirs);
  const conflict = { ours, theirs, conflicts: [{ path: [], base, ours, theirs }] };
  if (ours === undefined || theirs === undefined) return conflict;
  const isNew = (base === undefined || base === null) && isFilled(ours) && isFilled(theirs);
  if (isMap(ours) && isMap(theirs) && (isNew || (base !== undefined && isMap(base))))
    return mergeMaps(base, ours, theirs);
  if (isList(ours) && isList(theirs) && (isNew || (base !== undefined && isList(base))))
    return mergeLists(base, ours, theirs) ?? conflict;
  return conflict;
}

type Mapping = Readonly<Record<string, Data>>;

function mergeMaps(base: Value, ours: Mapping, theirs: Mapping): DataMerge {
  const withOurs: Record<string, Data> = Object.create(null);
  const withTheirs: Record<string, Data> = Object.create(null);
  const conflicts: DataConflict[] = [];
  const before = base !== undefined && isMap(base) ? base : {};
  for (const key of new Set([...Object.keys(theirs), ...Object.keys(ours)])) {
    const merged = mergeData(own(before, key), own(ours, key), own(theirs, key));
    if (merged.ours !== undefined) withOurs[key] = merged.ours;
    if (merged.theirs !== undefined) withTheirs[key] = merged.theirs;
    for (const conflict of below(key, merged)) conflicts.push(conflict);
  }
  return { ours: withOurs, theirs: withTheirs, conflicts };
}

function mergeLists(base: Value, ours: readonly Data[], theirs: readonly Data[]): DataMerge | undefined {
  const lists = namedLists(base, ours, theirs);
  if (lists === undefined) return undefined;
  const items = new Map<string, DataMerge>();
  for (const name of new Set([...lists.theirs.keys(), ...lists.ours.keys()])) {
    items.set(name, mergeData(lists.base.get(name), lists.ours.get(name), lists.theirs.get(name)));
  }
  const kept = (side: 'ours' | 'theirs'): NamedItems => {
    const order = orderOfItems(lists, (name) => items.get(name)?.[side] !== undefined);
    return new Map(order.map((name) => [name, items.get(name)?.[side] ?? null]));
  };
  const withOurs = kept('ours');
  const places = [lists.base, withOurs].flatMap((list) =>
    [...list.keys()].map((name, at) => [name, at] as const),
  );
  const index = new Map(places);
  const conflicts = [...items].flatMap(([name, item]) => below(index.get(name) ?? 0, item));
  return { ours: [...withOurs.values()], theirs: [...kept('theirs').values()], conflicts };
}

function below(step: string | number, { conflicts }: DataMerge): DataConflict[] {
  return conflicts.map((conflict) => ({ ...conflict, path: [step, ...conflict.path] }));
}

function agreed(data: Value): DataMerge {
  return { ours: data, theirs: data, conflicts: [] };
}

function own(map: Mapping, key: string): Value {
  return Object.hasOwn(map, key) ? map[key] : undefined;
}
