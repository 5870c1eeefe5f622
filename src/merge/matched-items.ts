import type { Data } from '../yaml/node.ts';
import { isList, isMap } from '../yaml/render.ts';
import { isSameData } from '../yaml/same-data.ts';
import { type NamedItems, namedLists } from './named-items.ts';

/** What three sides have of one list, and the merge. */
export interface ListSides {
  readonly base: Data | undefined;
  readonly ours: Data | undefined;
  readonly theirs: Data | undefined;
}

/** Where an item of the merged list stands in those of the sides. */
export interface ItemPlaces {
  readonly base: number | undefined;
  readonly ours: number | undefined;
  readonly theirs: number | undefined;
}

/** More items than this are not compared one with another. */
const most = 200;

/** The places of the merged items, known by their names; undefined where they have none. */
export function itemsByName(sides: ListSides, merged: readonly Data[]): ItemPlaces[] | undefined {
  const { base, ours, theirs } = sides;
  if (ours === undefined || theirs === undefined || !isList(ours) || !isList(theirs)) return undefined;
  const lists = namedLists(base, ours, theirs);
  if (lists === undefined) return undefined;
  const places = (items: NamedItems) => new Map([...items.keys()].map((name, index) => [name, index]));
  const [inBase, inOurs, inTheirs] = [places(lists.base), places(lists.ours), places(lists.theirs)];
  return merged.map((item) => {
    const name = String(isMap(item) ? item[lists.identity] : undefined);
    return { base: inBase.get(name), ours: inOurs.get(name), theirs: inTheirs.get(name) };
  });
}

/** The places of the merged items where they are upstream's, known by what they are; undefined where they are others. */
export function itemsByValue(
  { base, ours, theirs }: ListSides,
  merged: readonly Data[],
): ItemPlaces[] | undefined {
  if (ours === undefined || !isList(ours) || !isSameData(merged, theirs)) return undefined;
  const before = base !== undefined && isList(base) ? base : [];
  if (Math.max(merged.length, ours.length, before.length) > most) return undefined;
  return merged.map((item, index) => {
    const isOnly = placeOf(merged, item) !== undefined;
    return {
      base: isOnly ? placeOf(before, item) : undefined,
      ours: isOnly ? placeOf(ours, item) : undefined,
      theirs: index,
    };
  });
}

/** Where the only item stands that is the same. */
function placeOf(list: readonly Data[], item: Data): number | undefined {
  const places = list.flatMap((each, index) => (isSameData(each, item) ? [index] : []));
  return places.length === 1 ? places[0] : undefined;
}
