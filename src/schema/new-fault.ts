import type { Resource } from '../model/resource.ts';
import type { ObjectFault, Schemas } from './schemas.ts';

/** The first thing that the API of a rewritten object refuses, and the one of the object as it was did not. */
export function newFault(before: Resource, after: Resource, schemas: Schemas): ObjectFault | undefined {
  return newFaults(before, after, schemas)[0];
}

/** All of them. */
export function newFaults(before: Resource, after: Resource, schemas: Schemas): readonly ObjectFault[] {
  const faults = schemas.faultsOf(after);
  if (faults.length === 0) return [];
  const known = new Set(schemas.faultsOf(before).map(keyOf));
  return faults.filter((fault) => !known.has(keyOf(fault)));
}

function keyOf({ kind, path }: ObjectFault): string {
  return `${kind} ${JSON.stringify(path)}`;
}
