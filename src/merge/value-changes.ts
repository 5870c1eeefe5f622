import type { Data, Path } from '../yaml/node.ts';
import { isList, isMap } from '../yaml/render.ts';
import { isSameData } from '../yaml/same-data.ts';
import { namedLists } from './named-items.ts';
import type { ValueChange } from './values-merge.ts';

/** What one side made of base, and what the merge holds. */
export interface ChangedPlace {
  readonly before: Data | undefined;
  readonly after: Data | undefined;
  readonly merged: Data | undefined;
}

/** The changes of one side that are in the merge, leaf by leaf of mappings. Items with names count one by one. */
export function changesIn(place: ChangedPlace, path: Path = []): ValueChange[] {
  const { before, after, merged } = place;
  if (isSameData(before, after)) return [];
  const children = childrenOf(place) ?? [];
  const found = children.flatMap(([key, child]) => changesIn(child, [...path, key]));
  // Where all items are as before, their order is not.
  return found.length === 0 && isSameData(after, merged) ? [{ path, before, after }] : found;
}

/** The places one level down, as long as there is something of the change to tell apart there. */
function childrenOf({ before, after, merged }: ChangedPlace): [string | number, ChangedPlace][] | undefined {
  if (after === undefined || merged === undefined) return undefined;
  const isCollection = before !== undefined && (isMap(before) || isList(before));
  if (!isCollection && isSameData(after, merged)) return undefined;
  if (isMap(after) && isMap(merged) && !(before !== undefined && isList(before))) {
    const was = before !== undefined && isMap(before) ? before : {};
    const at = (map: Readonly<Record<string, Data>>, key: string) =>
      Object.hasOwn(map, key) ? map[key] : undefined;
    return [...new Set([...Object.keys(was), ...Object.keys(after)])].map((key) => [
      key,
      { before: at(was, key), after: at(after, key), merged: at(merged, key) },
    ]);
  }
  const isListed = before === undefined || !isMap(before);
  const lists = isListed && isList(after) && isList(merged) ? namedLists(before, after, merged) : undefined;
  if (lists === undefined) return undefined;
  const places = new Map(
    [lists.base, lists.ours, lists.theirs].flatMap((items) =>
      [...items.keys()].map((name, at) => [name, at]),
    ),
  );
  return [...new Set([...lists.base.keys(), ...lists.ours.keys()])].map((name) => [
    places.get(name) ?? 0,
    { before: lists.base.get(name), after: lists.ours.get(name), merged: lists.theirs.get(name) },
  ]);
}
