import type { Template } from '../fleet/fleet.ts';
import { isSameData } from '../yaml/same-data.ts';
import type { OverriddenObject } from './overridden-objects.ts';
import { isInserted, isShort, type Operation } from './override-operations.ts';

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
  for (const winner of operations) {
    const place = placeOf(winner);
    if (place === undefined) continue;
    const loser = last.get(place);
    last.set(place, winner);
    if (loser === undefined || loser.policy === winner.policy) continue;
    if (loser.operator === winner.operator && isSameData(loser.value, winner.value)) continue;
    const of = ({ policy, path }: Operation): string => {
      const { file, range } = policy.resource.at(...path);
      return `${file} ${range.start}`;
    };
    yield { key: `${of(loser)} ${of(winner)}`, loser, winner, template, clusters: new Set(clusters) };
  }
}

/** Where an operation writes; undefined where it adds to a list, or finds its places by itself. */
function placeOf(operation: Operation): string | undefined {
  const { overrider, pointer, inner } = operation;
  if (overrider === 'image' || overrider === 'command' || overrider === 'args') return undefined;
  return isInserted(operation) || !isShort(operation) ? undefined : `${pointer}\n${inner ?? ''}`;
}
