import type { Template } from '../fleet/fleet.ts';
import type { OverriddenObject } from '../fleet/overridden-objects.ts';
import {
  findsContainers,
  isInserted,
  isShort,
  type Operation,
  placeOf,
} from '../fleet/override-operations.ts';
import { isSameData } from '../yaml/same-data.ts';

/** What one policy writes, and another writes over. */
export interface Clash {
  readonly key: string;
  readonly loser: Operation;
  readonly winner: Operation;
  /** The first object. */
  readonly template: Template;
  readonly clusters: Set<string>;
}

/** The operations on one object that another policy undoes. */
export function* clashesIn({ template, clusters, operations }: OverriddenObject): Iterable<Clash> {
  if (new Set(operations.map(({ policy }) => policy)).size < 2) return;
  const last = new Map<string, Operation>();
  const below = new Map<string, Operation>();
  for (const winner of operations) {
    if (isInserted(winner) || !isShort(winner) || findsContainers(winner)) continue;
    const { place, above } = placeOf(winner);
    const loser = last.get(place) ?? below.get(place);
    last.set(place, winner);
    for (const each of above) below.set(each, winner);
    if (loser === undefined || loser.policy === winner.policy) continue;
    if (loser.operator === winner.operator && isSameData(loser.value, winner.value)) continue;
    yield { key: `${keyOf(loser)} ${keyOf(winner)}`, loser, winner, template, clusters: new Set(clusters) };
  }
}

function keyOf({ policy, path }: Operation): string {
  const { file, range } = policy.resource.at(...path);
  return `${file} ${range.start}`;
}
