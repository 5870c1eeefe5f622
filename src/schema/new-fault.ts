import type { Resource } from '../model/resource.ts';
import type { ObjectFault, Schemas } from './schemas.ts';

/** The first thing that the API of a rewritten object refuses, and the one of the object as it was did not. */
export function newFault(before: Resource, after: Resource, schemas: Schemas): ObjectFault | undefined {
  const known = new Set(schemas.faultsOf(before).map(keyOf));
  return schemas.faultsOf(after).find((fault) => !known.has(keyOf(fault)));
}

function keyOf({ kind, path }: ObjectFault): string {
  return `${kind} ${JSON.stringify(path)}`;
}
