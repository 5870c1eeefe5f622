import type { Data } from '../yaml/node.ts';
import { isList, isMap } from '../yaml/render.ts';

/** JSON has no integers beyond a double's: they are texts. */
export function printable(data: Data): Data {
  if (typeof data === 'bigint') return String(data);
  if (isList(data)) return data.map(printable);
  if (!isMap(data)) return data;
  // Without prototype, so that no key is taken for one.
  const copy: Record<string, Data> = Object.create(null);
  for (const [key, value] of Object.entries(data)) copy[key] = printable(value);
  return copy;
}
