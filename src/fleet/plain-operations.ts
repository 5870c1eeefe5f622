import { isMap } from './fields.ts';
import type { Before } from './overridden-objects.ts';
import {
  findsContainers,
  hasPointers,
  isInserted,
  isShort,
  type Operation,
  placeOf,
} from './override-operations.ts';

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
  return (operation) => {
    // Containers are found by their names, where there are some.
    if (findsContainers(operation)) return false;
    const { place, above: around } = placeOf(operation);
    const isTouched = above.has(place) || places.has(place) || around.some((each) => places.has(each));
    places.add(place);
    for (const each of around) above.add(each);
    return isTouched;
  };
}
