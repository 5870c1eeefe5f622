import type { Data } from '../yaml/node.ts';
import { isList, isMap } from '../yaml/render.ts';

/** The keys of a JSON pointer (RFC 6901), escapes taken out; what stands before the first `/` is ignored. */
export function pointerKeys(pointer: string): string[] {
  return pointer.split('/').slice(1).map(unescapeKey);
}

/** A JSON pointer of keys and indexes. */
export function pointerTo(path: readonly (string | number)[]): string {
  return path.map((step) => `/${escapeKey(String(step))}`).join('');
}

export function escapeKey(key: string): string {
  return key.replaceAll('~', '~0').replaceAll('/', '~1');
}

/** In one pass, so that `~01` is `~1`; an unknown escape stays as it is. */
export function unescapeKey(key: string): string {
  return key.includes('~') ? key.replace(/~[01]/g, (found) => (found === '~1' ? '/' : '~')) : key;
}

/** A number as Go's `strconv.Atoi` reads it, or its error: `+1` and `01` are numbers, what 64 bits cannot hold is none. */
export function goIndex(text: string): number | { readonly error: string } {
  const failed = (why: string) => ({ error: `strconv.Atoi: parsing ${goQuoted(text)}: ${why}` });
  if (!/^[-+]?[0-9]+$/.test(text)) return failed('invalid syntax');
  const number = Number(text);
  if (Math.abs(number) >= 2 ** 63) return failed('value out of range');
  return number === 0 ? 0 : number;
}

/** A text in double quotes, as Go's `%q` has it where it can be printed. */
export function goQuoted(text: string): string {
  return JSON.stringify(text);
}

/** What `jsonpointer.Get` finds (github.com/go-openapi/jsonpointer 0.22): only what is there, and no negative index. */
export function getPointer(
  object: Data,
  pointer: string,
): { readonly value: Data } | { readonly error: string } {
  if (pointer !== '' && !pointer.startsWith('/')) {
    return { error: 'JSON pointer must be empty or start with a "/\nJSON pointer error' };
  }
  let value = object;
  for (const key of pointerKeys(pointer)) {
    const next = childOf(value, key);
    if ('error' in next) return next;
    value = next.value;
  }
  return { value };
}

function childOf(value: Data, key: string): { readonly value: Data } | { readonly error: string } {
  const failed = (what: string) => ({ error: `${what}: JSON pointer error` });
  if (value === null) return failed(`nil value has no field ${goQuoted(key)}`);
  if (isMap(value)) {
    const found = Object.hasOwn(value, key) ? value[key] : undefined;
    return found === undefined ? failed(`object has no key ${goQuoted(key)}`) : { value: found };
  }
  if (!isList(value)) return failed(`invalid token reference ${goQuoted(key)}`);
  const index = goIndex(key);
  if (typeof index !== 'number') return { error: `${index.error}\nJSON pointer error` };
  const item = value[index];
  if (item !== undefined) return { value: item };
  return failed(`index out of bounds array[0,${value.length - 1}] index '${index}'`);
}

/**
 * The longest part of a pointer that leads to something: empty where its first key is missing. A negative index counts
 * from the end.
 */
export function nearestPointer(object: Data, pointer: string): string {
  let value = object;
  let nearest = '';
  for (const step of pointer.split('/').slice(1)) {
    const next = stepInto(value, unescapeKey(step));
    if (next === undefined) break;
    value = next;
    nearest += `/${step}`;
  }
  return nearest;
}

function stepInto(value: Data, key: string): Data | undefined {
  if (isMap(value)) return Object.hasOwn(value, key) ? value[key] : undefined;
  if (!isList(value)) return undefined;
  const index = goIndex(key);
  return typeof index === 'number' ? value.at(index) : undefined;
}
