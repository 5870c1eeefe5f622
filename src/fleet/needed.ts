import type { Data } from '../yaml/node.ts';
import { fieldOf, textOf } from './fields.ts';
import type { DataMap } from './policy.ts';

/** An object that another one needs, in its namespace. */
export interface Needed {
  readonly kind: string;
  readonly name: string;
}

/** What an interpreter finds that an object needs; every hook of Karmada's stays in the object's own namespace. */
export type Interpreter = (object: DataMap) => readonly Needed[];

/** The object that a text names, if it is one. */
export function named(kind: string, name: Data | undefined): Needed[] {
  const text = textOf(name);
  return text === '' ? [] : [{ kind, name: text }];
}

/** The value at a path of keys. */
export function at(data: Data | undefined, path: readonly string[]): Data | undefined {
  let found = data;
  for (const step of path) found = fieldOf(found, step);
  return found;
}
