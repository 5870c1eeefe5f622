import type { Data } from '../yaml/node.ts';
import { isMap } from '../yaml/render.ts';

/**
 * Values over those below them, as Helm reads them together: mappings key by key, everything else as a whole; null takes
 * a key away (helm.sh/helm/v3/pkg/chartutil/coalesce.go, CoalesceValues).
 */
export function coalesce(values: Data, below: Data): Data {
  if (!isMap(values)) return values;
  const under = isMap(below) ? below : {};
  const result = new Map<string, Data>();
  for (const [key, value] of Object.entries(under)) if (!Object.hasOwn(values, key)) result.set(key, value);
  for (const [key, value] of Object.entries(values)) {
    if (value === null) continue;
    const other = Object.hasOwn(under, key) ? under[key] : undefined;
    result.set(key, isMap(value) ? coalesce(value, other ?? {}) : value);
  }
  return Object.fromEntries(result);
}
