import type { Data, Path } from '../yaml/node.ts';
import { isList, isMap } from './fields.ts';

/** A number that YAML has and JSON has not: `.inf`, `.nan`. */
export interface UnwritableNumber {
  readonly path: Path;
  readonly value: number;
}

/** The first number of an object for which no API server takes it: what kubectl sends is JSON. */
export function unwritableNumber(data: Data): UnwritableNumber | undefined {
  const path: (string | number)[] = [];
  const find = (within: Data): number | undefined => {
    if (typeof within === 'number') return Number.isFinite(within) ? undefined : within;
    if (!isMap(within) && !isList(within)) return undefined;
    const entries = isList(within) ? within.entries() : Object.entries(within);
    for (const [key, value] of entries) {
      path.push(key);
      const found = find(value);
      if (found !== undefined) return found;
      path.pop();
    }
    return undefined;
  };
  const value = find(data);
  return value === undefined ? undefined : { path, value };
}
