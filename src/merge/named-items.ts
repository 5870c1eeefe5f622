import type { Data } from '../yaml/node.ts';
import { isList, isMap } from '../yaml/render.ts';

/** What tells the items of a list apart: the first of these that all of them have, each with a text of its own. */
const identities = ['name', 'key'] as const;

/** Items by their names, in their order. */
export type NamedItems = ReadonlyMap<string, Data>;

/** Three lists whose items have names. */
export interface NamedLists {
  /** The key that holds an item's name. */
  readonly identity: string;
  readonly base: NamedItems;
  readonly ours: NamedItems;
  readonly theirs: NamedItems;
}

/**
 * The items of three lists by their names, base being empty where it is no list; undefined where some item has no name,
 * two of a list share one, or both sides put the items that all three have into new orders: such lists are single values.
 */
export function namedLists(
  base: Data | undefined,
  ours: readonly Data[],
  theirs: readonly Data[],
): NamedLists | undefined {
  const lists = [base !== undefined && isList(base) ? base : [], ours, theirs];
  for (const identity of identities) {
    const [inBase, inOurs, inTheirs] = lists.map((list) => named(list, identity));
    if (inBase === undefined || inOurs === undefined || inTheirs === undefined) continue;
    const found = { identity, base: inBase, ours: inOurs, theirs: inTheirs };
    return leadOf(found) === undefined ? undefined : found;
  }
  return undefined;
}

/** The names of the result in their order: the side that kept base's order gives way to the one that did not. */
export function orderOfItems(lists: NamedLists, isKept: (name: string) => boolean): string[] {
  const isOurs = leadOf(lists) === 'ours';
  const lead = [...(isOurs ? lists.ours : lists.theirs).keys()];
  const other = [...(isOurs ? lists.theirs : lists.ours).keys()];
  return interleaved(lead.filter(isKept), other.filter(isKept));
}

/**
 * The names of one list with those of another between them: each behind the nearest before it that both have, else
 * before the nearest behind it, else at the end.
 */
export function interleaved(lead: readonly string[], other: readonly string[]): string[] {
  const inLead = new Set(lead);
  const behind = new Map<string, string[]>();
  const first: string[] = [];
  let following = first;
  for (const name of other) {
    if (inLead.has(name)) {
      following = [];
      behind.set(name, following);
    } else {
      following.push(name);
    }
  }
  const [next] = behind.keys();
  if (next === undefined) return [...lead, ...first];
  return lead.flatMap((name) => [...(name === next ? first : []), name, ...(behind.get(name) ?? [])]);
}

/** Whose order counts; undefined where both changed it, to different ones. */
function leadOf({ base, ours, theirs }: NamedLists): 'ours' | 'theirs' | undefined {
  const shared = (items: NamedItems): string =>
    JSON.stringify([...items.keys()].filter((name) => base.has(name) && ours.has(name) && theirs.has(name)));
  const [inBase, inOurs, inTheirs] = [shared(base), shared(ours), shared(theirs)];
  if (inOurs === inBase || inOurs === inTheirs) return 'theirs';
  return inTheirs === inBase ? 'ours' : undefined;
}

function named(list: readonly Data[], identity: string): NamedItems | undefined {
  const items = new Map<string, Data>();
  for (const item of list) {
    const name = isMap(item) && Object.hasOwn(item, identity) ? item[identity] : undefined;
    if (typeof name !== 'string' || items.has(name)) return undefined;
    items.set(name, item);
  }
  return items;
}
