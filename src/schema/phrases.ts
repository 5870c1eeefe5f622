import type { Resource } from '../model/resource.ts';
import { nodeAt } from '../yaml/locate.ts';
import type { Data, Path } from '../yaml/node.ts';

/** The JSON types in words. */
const typeWords: Readonly<Record<string, string>> = {
  string: 'a text',
  integer: 'a whole number',
  number: 'a number',
  boolean: 'true or false',
  array: 'a list',
  object: 'an object',
  null: 'no value',
};

/** Types in words: `a text or a whole number`. */
export function types(names: readonly string[]): string {
  return either(names.map((name) => typeWords[name] ?? name));
}

/** `HelmRelease podinfo`; a kustomization.yaml has no name. */
export function named({ kind, name }: Resource): string {
  return name === '' ? kind : `${kind} ${name}`;
}

/** The value as it stands in the file; undefined for collections, long texts, and what Secrets hold. */
export function shownValue(value: Data, { kind, node }: Resource, path: Path): string | undefined {
  if (typeof value === 'object') return undefined;
  if (kind === 'Secret' && (path[0] === 'data' || path[0] === 'stringData')) return undefined;
  const found = nodeAt(node, path);
  const isQuoted = found?.kind === 'scalar' && found.style !== 'plain';
  const written = found?.kind === 'scalar' ? found.text : String(value);
  const text = typeof value === 'string' && isQuoted ? JSON.stringify(value) : written;
  if (text.length > 80) return undefined;
  return text === '' ? '""' : text;
}

/** A value of a schema as text. */
export function scalarWords(value: unknown): string {
  return value === '' ? '""' : String(value);
}

/** `a`, `a or b`, `a, b or c`. */
export function either(words: readonly string[]): string {
  return words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} or ${words.at(-1)}`;
}
