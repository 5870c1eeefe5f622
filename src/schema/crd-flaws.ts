import type { Data, Path } from '../yaml/node.ts';
import { isMap } from './crd-schema.ts';
import { isList } from './data-path.ts';
import { either } from './phrases.ts';

/** Why a pattern is no regular expression; undefined when it is one. */
export type PatternFault = (pattern: string) => string | undefined;

/** What is wrong with a structural schema, and where. */
export interface StructuralFlaw {
  readonly path: Path;
  /** Behind `has`. */
  readonly message: string;
}

const types = ['array', 'boolean', 'integer', 'number', 'object', 'string'];

/** The first thing in a CRD's schema that no API server takes; undefined when it can be compiled. */
export function structuralFlaw(
  schema: Data | undefined,
  path: Path,
  patternFault: PatternFault,
): StructuralFlaw | undefined {
  if (!isMap(schema))
    return { path, message: schema === undefined ? 'no schema' : 'a schema that is no object' };
  const own = ownFlaw(schema, path, patternFault);
  if (own !== undefined) return own;
  for (const [value, step] of childrenOf(schema)) {
    const flaw = structuralFlaw(value, [...path, ...step], patternFault);
    if (flaw !== undefined) return flaw;
  }
  return undefined;
}

function ownFlaw(
  {
    type,
    pattern,
    properties,
    items,
    required,
    enum: allowed,
    $ref,
    additionalProperties,
  }: Readonly<Record<string, Data>>,
  path: Path,
  patternFault: PatternFault,
): StructuralFlaw | undefined {
  const flaw = (key: string, message: string): StructuralFlaw => ({ path: [...path, key], message });
  if ($ref !== undefined)
    return flaw('$ref', '$ref in its schema, which a CustomResourceDefinition cannot have');
  if (type !== undefined && (typeof type !== 'string' || !types.includes(type)))
    return flaw('type', `type ${String(type)} in its schema; expected ${either(types)}`);
  const fault = typeof pattern === 'string' ? patternFault(pattern) : undefined;
  if (fault !== undefined) return flaw('pattern', `a pattern in its schema that does not compile: ${fault}`);
  if (pattern !== undefined && typeof pattern !== 'string')
    return flaw('pattern', 'a pattern that is no text');
  for (const [key, value] of Object.entries({ properties, items })) {
    if (value !== undefined && !isMap(value)) return flaw(key, `${key} in its schema that are no object`);
  }
  for (const [key, value] of Object.entries({ required, enum: allowed })) {
    if (value !== undefined && !isList(value)) return flaw(key, `${key} in its schema that is no list`);
  }
  if (
    additionalProperties !== undefined &&
    typeof additionalProperties !== 'boolean' &&
    !isMap(additionalProperties)
  )
    return flaw('additionalProperties', 'additionalProperties that are neither true, false nor a schema');
  return undefined;
}

function* childrenOf(schema: Readonly<Record<string, Data>>): Iterable<readonly [Data, Path]> {
  const { properties, additionalProperties, items, not } = schema;
  if (isMap(properties))
    for (const [name, value] of Object.entries(properties)) yield [value, ['properties', name]];
  for (const [key, value] of Object.entries({ additionalProperties, items, not }))
    if (isMap(value)) yield [value, [key]];
  for (const key of ['allOf', 'anyOf', 'oneOf']) {
    const list = schema[key];
    if (!isList(list)) continue;
    for (const [index, value] of list.entries()) yield [value, [key, index]];
  }
}
