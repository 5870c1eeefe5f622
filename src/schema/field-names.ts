import { nearest } from '../core/suggest.ts';
import type { Path } from '../yaml/node.ts';
import { fieldsOf, type SchemaPlace, schemaAt, takes } from './json-schema.ts';
import type { KnownKind } from './known-kind.ts';

/** A field of that name exists in another place of the object. */
export interface Elsewhere {
  readonly path: Path;
}

/** A field that the schema does not know where it stands. */
export interface Misplaced {
  readonly parent: Path;
  readonly key: string;
  /** Of its value, as schemas call it. */
  readonly type: string;
}

/** Names that so many objects have that one elsewhere says nothing. */
const common = new Set([
  'name',
  'namespace',
  'kind',
  'apiVersion',
  'key',
  'type',
  'labels',
  'annotations',
  'value',
]);

/** What was meant: the same name in another place of the object, else a name that is like it; undefined when in doubt. */
export function rightName(
  field: Misplaced,
  kind: KnownKind,
): { readonly name: string } | Elsewhere | undefined {
  const place = schemaAt(kind.root(), field.parent, kind.documentOf);
  if (place === undefined) return undefined;
  const path = placeOf(field, kind);
  if (path !== undefined) return { path };
  const siblings = fieldsOf(place);
  const like = nearest(field.key, siblings) ?? lastWord(field.key, siblings);
  return like === undefined ? undefined : { name: like };
}

/** `key` for `valuesKey`: the only candidate that has the word as its last one. */
function lastWord(key: string, candidates: readonly string[]): string | undefined {
  const ending = key.slice(0, 1).toUpperCase() + key.slice(1);
  const found = candidates.filter((name) => name.endsWith(ending));
  return found.length === 1 ? found[0] : undefined;
}

/** Where else in the object a field of that name may stand: above, below, or beside the parent; undefined when in doubt. */
function placeOf({ parent, key, type }: Misplaced, kind: KnownKind): Path | undefined {
  const at = (path: Path): SchemaPlace | undefined => schemaAt(kind.root(), path, kind.documentOf);
  const holds = (path: Path): boolean => {
    const found = at([...path, key]);
    return found !== undefined && fieldsOf(at(path) ?? found).includes(key) && takes(found, type);
  };
  if (parent.length === 0 && holds(['metadata'])) return ['metadata', key];
  if (common.has(key)) return undefined;
  for (let length = parent.length - 1; length >= 0; length -= 1) {
    const above = parent.slice(0, length);
    if (holds(above)) return [...above, key];
  }
  for (const depth of [1, 2]) {
    const below = objectsBelow(parent, depth, at).filter(holds);
    if (below.length > 0) return only(below, key);
  }
  const around = parent.slice(
    0,
    parent.findLastIndex((step) => typeof step === 'string'),
  );
  const beside = objectsBelow(around, 1, at).filter((path) => holds(path));
  return only(beside, key);
}

function only(paths: readonly Path[], key: string): Path | undefined {
  const [path, ...others] = paths;
  return path === undefined || others.length > 0 ? undefined : [...path, key];
}

/** The objects (no lists) so many levels below. */
function objectsBelow(path: Path, depth: number, at: (path: Path) => SchemaPlace | undefined): Path[] {
  const place = at(path);
  if (place === undefined) return [];
  if (depth === 0) return place.schema.properties === undefined ? [] : [path];
  return fieldsOf(place).flatMap((name) => objectsBelow([...path, name], depth - 1, at));
}
