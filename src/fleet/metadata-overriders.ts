import type { Data } from '../yaml/node.ts';
import { isMap } from '../yaml/render.ts';
import { withEntry } from './data-form.ts';
import type { Operation } from './json-patch.ts';
import { fieldOf, mapOf, textOf } from './operations.ts';
import { patchObject, type Step } from './patch-object.ts';
import type { DataMap } from './policy.ts';

/**
 * Writes labels or annotations (rule 37): `add` writes over what is there and begins the mapping, `replace` and `remove`
 * pass over what is not there. Of a key only `/` is escaped, as in Karmada.
 */
export function applyMetadataOverrider(
  object: DataMap,
  overrider: DataMap,
  field: 'labels' | 'annotations',
): Step {
  const operator = textOf(overrider, 'operator');
  const entries = Object.entries(mapOf(overrider, 'value')).sort(([a], [b]) => (a < b ? -1 : 1));
  const found = textsOf(object, field);
  const base =
    found === undefined && operator === 'add' && entries.length > 0 ? begun(object, field) : object;
  const wanted = operator === 'add' ? entries : entries.filter(([key]) => found?.has(key) === true);
  const operations = wanted.map(
    ([key, value]): Operation<Data> => ({
      op: operator,
      path: `/metadata/${field}/${key.replaceAll('/', '~1')}`,
      value,
    }),
  );
  if (base === undefined || operations.length === 0) return { object, writes: [] };
  const result = patchObject(base, operations);
  if ('error' in result) return { ...result, path: ['value'] };
  const writes = operations.map(({ op, path }, index) => ({
    path: ['value', wanted[index]?.[0] ?? ''],
    pointer: path,
    operation: op,
  }));
  return { object: result.object, writes };
}

/** The keys of a mapping of texts; undefined of anything else, which Karmada takes for none. */
function textsOf(object: DataMap, field: string): ReadonlySet<string> | undefined {
  const texts = fieldOf(mapOf(object, 'metadata'), field);
  if (texts === undefined || !isMap(texts)) return undefined;
  if (!Object.values(texts).every((value) => typeof value === 'string')) return undefined;
  return new Set(Object.keys(texts));
}

/** The object with an empty mapping; undefined where it has no metadata that could hold one. */
function begun(object: DataMap, field: string): DataMap | undefined {
  const metadata = fieldOf(object, 'metadata');
  if (metadata !== undefined && !isMap(metadata)) return undefined;
  return withEntry(object, 'metadata', withEntry(metadata ?? {}, field, {}));
}
