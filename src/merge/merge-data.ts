import { isDeepStrictEqual } from 'node:util';
import type { Data, Path } from '../yaml/node.ts';
import { isList, isMap } from '../yaml/render.ts';
import { type NamedItems, namedLists, orderOfItems } from './named-items.ts';

/** What three sides of one place mean together; undefined where a side, or the result, has nothing there. */
export interface DataMerge {
  /** With ours where both sides changed a place, to different values. */
  readonly ours: Data | undefined;
  /** With theirs there. */
  readonly theirs: Data | undefined;
  readonly conflicts: readonly DataConflict[];
}

/** A place that both sides changed, to different values; undefined where the key is not there. */
export interface DataConflict {
  /** Of an item of a list: its index in the result with ours, or in base where it is not there. */
  readonly path: Path;
  readonly base: Data | undefined;
  readonly ours: Data | undefined;
  readonly theirs: Data | undefined;
}

type Sides = Omit<DataConflict, 'path'>;

/**
 * The merge of data that says what a merged text must mean. What one side left as it was in base is as the other side has
 * it; what both changed to the same is that; mappings are merged key by key, lists whose items have names item by item;
 * whatever else both changed is a conflict. Null is a value like any other: Helm deletes a default by it.
 */
export function mergeData(
  base: Data | undefined,
  ours: Data | undefined,
  theirs: Data | undefined,
): DataMerge {
  return merge({ base, ours, theirs }, []);
}

function merge(sides: Sides, path: Path): DataMerge {
  const { base, ours, theirs } = sides;
  if (isDeepStrictEqual(ours, theirs) || isDeepStrictEqual(theirs, base)) return agreed(ours);
  if (isDeepStrictEqual(ours, base)) return agreed(theirs);
  if (ours !== undefined && theirs !== undefined) {
    if (isMap(ours) && isMap(theirs)) {
      return mergeMaps(base !== undefined && isMap(base) ? base : {}, ours, theirs, path);
    }
    const lists = isList(ours) && isList(theirs) ? mergeLists(base, ours, theirs, path) : undefined;
    if (lists !== undefined) return lists;
  }
  return { ours, theirs, conflicts: [{ path, base, ours, theirs }] };
}

type Mapping = Readonly<Record<string, Data>>;

function mergeMaps(base: Mapping, ours: Mapping, theirs: Mapping, path: Path): DataMerge {
  const withOurs: Record<string, Data> = Object.create(null);
  const withTheirs: Record<string, Data> = Object.create(null);
  const conflicts: DataConflict[] = [];
  for (const key of new Set([...Object.keys(theirs), ...Object.keys(ours)])) {
    const sides = { base: own(base, key), ours: own(ours, key), theirs: own(theirs, key) };
    const merged = merge(sides, [...path, key]);
    if (merged.ours !== undefined) withOurs[key] = merged.ours;
    if (merged.theirs !== undefined) withTheirs[key] = merged.theirs;
    conflicts.push(...merged.conflicts);
  }
  return { ours: withOurs, theirs: withTheirs, conflicts };
}

function mergeLists(
  base: Data | undefined,
  ours: readonly Data[],
  theirs: readonly Data[],
  path: Path,
): DataMerge | undefined {
  const lists = namedLists(base, ours, theirs);
  if (lists === undefined) return undefined;
  const sidesOf = (name: string): Sides => ({
    base: lists.base.get(name),
    ours: lists.ours.get(name),
    theirs: lists.theirs.get(name),
  });
  const names = orderOfItems(lists, () => true);
  const items = new Map(names.map((name) => [name, merge(sidesOf(name), [])]));
  const kept = (side: 'ours' | 'theirs'): NamedItems => {
    const order = orderOfItems(lists, (name) => items.get(name)?.[side] !== undefined);
    return new Map(order.map((name) => [name, items.get(name)?.[side] ?? null]));
  };
  const withOurs = kept('ours');
  const places = new Map(
    [lists.base, withOurs].flatMap((list) => [...list.keys()].map((name, at) => [name, at])),
  );
  const conflicts = [...items].flatMap(([name, item]) =>
    item.conflicts.map((found) => ({ ...found, path: [...path, places.get(name) ?? -1, ...found.path] })),
  );
  return { ours: [...withOurs.values()], theirs: [...kept('theirs').values()], conflicts };
}

function agreed(data: Data | undefined): DataMerge {
  return { ours: data, theirs: data, conflicts: [] };
}

function own(map: Mapping, key: string): Data | undefined {
  return Object.hasOwn(map, key) ? map[key] : undefined;
}
