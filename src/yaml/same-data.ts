import type { Data } from './node.ts';
import { isList, isMap } from './render.ts';

/** Whether two values mean the same: mappings in any order of keys, `1` and `1n` alike. */
export function isSameData(a: Data | undefined, b: Data | undefined): boolean {
  if (a === undefined || b === undefined) return a === b;
  if (isList(a)) return isList(b) && a.length === b.length && a.every((item, at) => isSameData(item, b[at]));
  if (isMap(a)) {
    if (!isMap(b)) return false;
    const keys = Object.keys(a);
    return (
      keys.length === Object.keys(b).length &&
      keys.every((key) => Object.hasOwn(b, key) && isSameData(a[key], b[key]))
    );
  }
  if (typeof a === 'bigint' && typeof b === 'number') return Number.isInteger(b) && a === BigInt(b);
  if (typeof a === 'number' && typeof b === 'bigint') return isSameData(b, a);
  return Object.is(a, b);
}
