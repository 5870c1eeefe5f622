import type { Data } from '../yaml/node.ts';

/** A mapping's value at a key; undefined when there is no mapping or no such key of its own. */
export function field(data: Data | undefined, key: string): Data | undefined {
  if (data === undefined || !isMapping(data) || !Object.hasOwn(data, key)) return undefined;
  return data[key];
}

/** A list's items; undefined when it is no list. */
export function listItems(data: Data | undefined): readonly Data[] | undefined {
  return Array.isArray(data) ? data : undefined;
}

/** A scalar as Helm reads it into a string field (`appVersion: 1.5` is "1.5"); undefined when it is null or no scalar. */
export function textOf(data: Data | undefined): string | undefined {
  if (data === undefined || data === null || typeof data === 'object') return undefined;
  return String(data);
}

export function isMapping(data: Data): data is { readonly [key: string]: Data } {
  return typeof data === 'object' && data !== null && !Array.isArray(data);
}
