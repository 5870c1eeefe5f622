import type { Data, Path } from '../yaml/node.ts';

/** The value at a path of data; undefined when there is none. */
export function valueAt(data: Data, path: Path): Data | undefined {
  let at: Data | undefined = data;
  for (const step of path) {
    if (typeof at !== 'object' || at === null) return undefined;
    if (isList(at)) at = typeof step === 'number' ? at[step] : undefined;
    else at = Object.hasOwn(at, step) ? at[step] : undefined;
  }
  return at;
}

/** A JSON pointer as a path: its segments are indexes where the data has a list. */
export function pathOf(pointer: string, data: Data): Path {
  const path: (string | number)[] = [];
  let at: Data | undefined = data;
  for (const segment of pointer.split('/').slice(1)) {
    const key = segment.replaceAll('~1', '/').replaceAll('~0', '~');
    const step: string | number = isList(at) ? Number(key) : key;
    path.push(step);
    at = at === undefined ? undefined : valueAt(at, [step]);
  }
  return path;
}

/** `spec.ports[0].port`; keys that are no plain words stand in brackets. */
export function fieldName(path: Path): string {
  let name = '';
  for (const step of path) {
    if (typeof step === 'number') name += `[${step}]`;
    else if (/^[\w$-]+$/.test(step)) name += name === '' ? step : `.${step}`;
    else name += `["${step}"]`;
  }
  return name;
}

/** The JSON type of a value, as schemas call it. */
export function typeOf(value: Data | undefined): string {
  if (isList(value)) return 'array';
  switch (typeof value) {
    case 'string':
      return 'string';
    case 'boolean':
      return 'boolean';
    case 'bigint':
      return 'integer';
    case 'number':
      return Number.isInteger(value) ? 'integer' : 'number';
    default:
      return value === null || value === undefined ? 'null' : 'object';
  }
}

/** Array.isArray does not narrow readonly arrays. */
export function isList(value: Data | undefined): value is readonly Data[] {
  return Array.isArray(value);
}
