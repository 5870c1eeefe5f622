import type { Data } from '../yaml/node.ts';
import { isList, isMap } from '../yaml/render.ts';
import type { Form } from './json-patch.ts';

/** A JSON document whose scalars keep their text: a patch of a JSON text changes only what it touches (rule 38). */
export type Json =
  | { readonly kind: 'scalar'; readonly raw: string }
  | { readonly kind: 'object'; readonly entries: ReadonlyMap<string, Json> }
  | { readonly kind: 'list'; readonly items: readonly Json[] };

export const jsonForm: Form<Json> = {
  open: (value) =>
    value.kind === 'object' ? value.entries : value.kind === 'list' ? value.items : undefined,
  object: (entries) => ({ kind: 'object', entries }),
  list: (items) => ({ kind: 'list', items }),
  typeName(value) {
    if (value.kind !== 'scalar') return 'array';
    if (value.raw === 'null') return undefined;
    if (value.raw.startsWith('"')) return 'string';
    return value.raw === 'true' || value.raw === 'false' ? 'bool' : 'number';
  },
};

/** Deeper texts are refused: Go's own limit is 10,000, and nobody nests so. */
const deepest = 1_000;

interface Open {
  readonly entries: Map<string, Json> | undefined;
  readonly items: Json[];
  key: string | undefined;
}

/** Undefined where the text is no JSON, or too deep. */
export function parseJson(text: string): Json | undefined {
  if (!isJson(text)) return undefined;
  const stack: Open[] = [];
  let holder: Open = { entries: undefined, items: [], key: undefined };
  const root = holder;
  const add = (value: Json): void => {
    if (holder.entries === undefined) {
      holder.items.push(value);
    } else if (holder.key === undefined) {
      holder.key = value.kind === 'scalar' ? keyOf(value.raw) : '';
    } else {
      holder.entries.set(holder.key, value);
      holder.key = undefined;
    }
  };
  for (const [token] of text.matchAll(tokens)) {
    if (token === '{' || token === '[') {
      stack.push(holder);
      if (stack.length > deepest) return undefined;
      holder = { entries: token === '{' ? new Map() : undefined, items: [], key: undefined };
    } else if (token === '}' || token === ']') {
      const { entries, items } = holder;
      holder = stack.pop() ?? root;
      add(entries === undefined ? { kind: 'list', items } : { kind: 'object', entries });
    } else {
      add({ kind: 'scalar', raw: token });
    }
  }
  return root.items[0];
}

/** Of a text that is JSON: brackets, texts, numbers and words; blanks, commas and colons are passed over. */
const tokens = /[{}[\]]|"[^"\\]*(?:\\.[^"\\]*)*"|[^\s{}[\],:"]+/g;

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

function keyOf(raw: string): string {
  const key: unknown = JSON.parse(raw);
  return typeof key === 'string' ? key : '';
}

/** The document on one line, as Go writes it: `<`, `>` and `&` as escapes. */
export function jsonText(json: Json): string {
  switch (json.kind) {
    case 'scalar':
      return json.raw.replace(escapedByGo, goEscape);
    case 'list':
      return `[${json.items.map(jsonText).join(',')}]`;
    case 'object':
      return `{${[...json.entries].map(([key, value]) => `${goString(key)}:${jsonText(value)}`).join(',')}}`;
  }
}

/** Data as the API server hands it on: keys in order. */
export function jsonOf(data: Data): Json {
  if (isList(data)) return { kind: 'list', items: data.map(jsonOf) };
  if (isMap(data)) {
    const keys = Object.keys(data).sort();
    return { kind: 'object', entries: new Map(keys.map((key) => [key, jsonOf(data[key] ?? null)])) };
  }
  return { kind: 'scalar', raw: typeof data === 'string' ? goString(data) : String(data) };
}

function goString(text: string): string {
  return JSON.stringify(text).replace(escapedByGo, goEscape);
}

const escapedByGo = /[<>&\u2028\u2029]/g;

function goEscape(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
}
