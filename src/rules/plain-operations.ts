import { isMap } from '../fleet/fields.ts';
import type { Before } from './overridden-objects.ts';
import { hasPointers, isInserted, isShort, type Operation } from './override-operations.ts';

/** The operations whose place has a value of its own that no operation before them wrote, above or below it. */
export function plainOperations(operations: readonly Operation[]): ReadonlySet<Operation> {
  const isTouched = touches();
  return new Set(
    operations.filter((operation) => {
      // What an operation before it wrote is not what the object said, and an item is put before what stands there.
      if (!isShort(operation) || isTouched(operation)) return false;
      return hasPointers(operation) && !isInserted(operation);
    }),
  );
}

/** Whether it is certain that a plain operation can be applied, and cannot make anything but a text of a text. */
export function succeeds({ overrider, operator, path, pointer, inner }: Operation, found: Before): boolean {
  if (overrider !== 'field' || path.at(-2) !== 'yaml' || inner === undefined) return false;
  if (operator !== 'add') return (found({ pointer, inner }) ?? null) !== null;
  const end = inner.lastIndexOf('/');
  return end >= 0 && isMap(found({ pointer, inner: inner.slice(0, end) }));
}

/** Tells whether an operation writes where one before it wrote, above or below that place. */
function touches(): (operation: Operation) => boolean {
  const places = new Set<string>();
  const above = new Set<string>();
  return ({ overrider, pointer, inner }) => {
    // Containers are found by their names, where there are some.
    if (pointer === '' && ['image', 'command', 'args'].includes(overrider)) return false;
    const place = inner === undefined ? pointer : `${pointer} ${inner}`;
    const prefixes = prefixesOf(place);
    const isTouched = above.has(place) || prefixes.some((each) => places.has(each));
    places.add(place);
    for (const prefix of prefixes) above.add(prefix);
    return isTouched;
  };
}

/** A place and all places above it. */
function prefixesOf(place: string): string[] {
  const ends = [...place.matchAll(/[/ ]/g)].map(({ index }) => index);
  return [...ends.map((end) => place.slice(0, end)), place];
}
