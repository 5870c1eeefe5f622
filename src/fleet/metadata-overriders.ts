import type { Data } from '../yaml/node.ts';
import { isMap } from '../yaml/render.ts';
import { withEntry } from './data-form.ts';
import type { Operation } from './json-patch.ts';
import { unescapeKey } from './json-pointer.ts';
import { fieldOf, type ListItem, mapOf, textOf } from './operations.ts';
import { patchObject, type Step, type StepWrite } from './patch-object.ts';
import type { DataMap } from './policy.ts';

/**
 * Writes labels or annotations (rule 37): `add` writes over what is there and begins the mapping, `replace` and `remove`
 * pass over what is not there. Of a key only `/` is escaped, as in Karmada. All overriders of a rule are one patch.
 */
export function applyMetadataOverriders(
  object: DataMap,
  overriders: readonly ListItem[],
  field: 'labels' | 'annotations',
): Step {
  const entries = overriders.flatMap(({ index, item }) =>
    sortedEntries(item).map(([key, value]) => ({ index, key, value, operator: textOf(item, 'operator') })),
  );
  let keys = keysOf(object, field);
  let base: DataMap | undefined = object;
  const operations: Operation<Data>[] = [];
  const writes: StepWrite[] = [];
  for (const { index, key, value, operator } of entries) {
    if (keys === undefined && operator === 'add') {
      base = begun(object, field);
      if (base === undefined) return { object, writes: [] };
      keys = new Set();
    }
    const escaped = key.replaceAll('/', '~1');
    const written = unescapeKey(escaped);
    if (keys === undefined || (operator !== 'add' && !keys.has(key))) continue;
    if (operator === 'remove') keys.delete(written);
    else keys.add(written);
    const pointer = `/metadata/${field}/${escaped}`;
    operations.push({ op: operator, path: pointer, value });
    writes.push({ path: [index, 'value', key], pointer, operation: operator });
  }
  if (operations.length === 0) return { object, writes: [] };
  const result = patchObject(base, operations);
  if (!('error' in result)) return { object: result.object, writes };
  const [failed] = result.path;
  return { ...result, path: typeof failed === 'number' ? (writes[failed]?.path ?? []) : [] };
}

function sortedEntries(overrider: DataMap): [string, Data][] {
  return Object.entries(mapOf(overrider, 'value')).sort(([a], [b]) => (a < b ? -1 : 1));
}

/** The keys of a mapping of texts; undefined of anything else, which Karmada takes for none. */
function keysOf(object: DataMap, field: string): Set<string> | undefined {
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
