import type { Data } from '../yaml/node.ts';
import { isList, isMap } from '../yaml/render.ts';
import type { Form } from './json-patch.ts';
import type { DataMap } from './policy.ts';

/** Plain data as documents of a patch. */
export const dataForm: Form<Data> = {
  open: (value) => (isList(value) ? value : isMap(value) ? new Map(Object.entries(value)) : undefined),
  list: (items) => items,
  object(entries) {
    const object: Record<string, Data> = Object.create(null);
    for (const [key, value] of entries) object[key] = value;
    return object;
  },
  typeName(value) {
    if (value === null) return undefined;
    if (typeof value === 'string') return 'string';
    return typeof value === 'boolean' ? 'bool' : isList(value) ? 'array' : 'number';
  },
};

/** A mapping with one entry set; all others are shared. */
export function withEntry(map: DataMap, key: string, value: Data): DataMap {
  const result: Record<string, Data> = Object.assign(Object.create(null), map);
  result[key] = value;
  return result;
}
