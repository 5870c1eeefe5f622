import type { Data, Path } from '../yaml/node.ts';
import { isList, isMap } from './fields.ts';

/** A number that YAML has and JSON has not: `.inf`, `.nan`. */
export interface UnwritableNumber {
  readonly path: Path;
  readonly value: number;
}

/** The first number of an object for which no API server takes it: what kubectl sends is JSON. */
export function unwritableNumber(data: Data): UnwritableNumber | undefined {
  if (typeof data === 'number') return Number.isFinite(data) ? undefined : { path: [], value: data };
  if (isList(data)) {
    for (let at = 0; at < data.length; at += 1) {
      const found = unwritableNumber(data[at] ?? null);
      if (found !== undefined) return below(at, found);
    }
  } else if (isMap(data)) {
    for (const key of Object.keys(data)) {
      const found = unwritableNumber(data[key] ?? null);
      if (found !== undefined) return below(key, found);
    }
  }
  return undefined;
}

function below(step: string | number, { path, value }: UnwritableNumber): UnwritableNumber {
  return { path: [step, ...path], value };
}
