import type { Data } from '../yaml/node.ts';
import { isList } from './data-path.ts';
import { type DocumentOf, type JsonSchema, resolved, type SchemaPlace } from './json-schema.ts';

/**
 * An object as the API server has it when it evaluates rules: defaults filled in, members without value gone, whole
 * numbers as CEL's `int`. What no schema describes stays as it is.
 */
export function prepared(data: Data, place: SchemaPlace, documentOf: DocumentOf): Data {
  const { schema, document } = resolved(place, documentOf);
  const inner = (value: Data, child: JsonSchema): Data =>
    prepared(value, { schema: child, document }, documentOf);
  if (isList(data)) {
    const { items } = schema;
    return items === undefined ? data : data.map((item) => inner(item, items));
  }
  if (typeof data === 'number') return isWhole(schema) && Number.isSafeInteger(data) ? BigInt(data) : data;
  if (typeof data !== 'object' || data === null) return data;
  const { properties = {}, additionalProperties } = schema;
  const result: Record<string, Data> = Object.create(null);
  for (const [key, value] of Object.entries(data) as [string, Data][]) {
    const child = Object.hasOwn(properties, key) ? properties[key] : additionalProperties;
    if (typeof child !== 'object') result[key] = value;
    else if (value !== null || takesNull(child)) result[key] = inner(value, child);
  }
  for (const [key, child] of Object.entries(properties)) {
    const value = child.default;
    if (value !== undefined && result[key] === undefined) result[key] = inner(value, child);
  }
  return result;
}

function isWhole({ type }: JsonSchema): boolean {
  return type === 'integer' || (Array.isArray(type) && type.includes('integer'));
}

function takesNull({ type }: JsonSchema): boolean {
  return Array.isArray(type) && type.includes('null');
}
