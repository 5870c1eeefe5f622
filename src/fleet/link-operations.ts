import { referencePaths } from '../model/references.ts';
import type { Template } from './fleet.ts';
import { findsContainers, hasPointers, isShort, type Operation, writesOn } from './override-operations.ts';

/** The operations that may change at what an object points. */
export function referenceOperations(
  { group, kind }: Template,
  operations: readonly Operation[],
): readonly Operation[] {
  const paths = operations.length === 0 ? [] : referencePaths({ group, kind });
  if (paths.length === 0) return [];
  return operations.filter((each) => isPlaced(each) && paths.some((path) => writesOn(each, path)));
}

/** The operations that may change which keys others find in a ConfigMap or Secret. */
export function keyOperations(
  { group, kind }: Template,
  operations: readonly Operation[],
): readonly Operation[] {
  if (group !== '' || (kind !== 'ConfigMap' && kind !== 'Secret')) return [];
  return operations.filter(
    (each) =>
      each.overrider === 'plaintext' &&
      isPlaced(each) &&
      keyFields.some((field) => writesOn(each, [field])) &&
      // What is written to one key takes none away.
      (each.operator === 'remove' || each.pointer.lastIndexOf('/') <= 0),
  );
}

/** Where a ConfigMap or Secret keeps what is read of it. */
export const keyFields: readonly string[] = ['data', 'stringData'];

/** One that swaps the whole object is a fault of its own. */
function isPlaced(operation: Operation): boolean {
  if (operation.pointer === '' || findsContainers(operation)) return false;
  return hasPointers(operation) && isShort(operation);
}
