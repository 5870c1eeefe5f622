import { isDeepStrictEqual } from 'node:util';
import { KitError } from '../core/errors.ts';
import { applyEdits, type TextEdit } from '../core/text.ts';
import { toData } from './data.ts';
import { appendItem, removeAt, setValue } from './edit.ts';
import type { Data, Path, Purpose, Reader, YamlNode } from './node.ts';
import { pathText } from './path-text.ts';
import { readYaml } from './read.ts';
import { isList, isMap } from './render.ts';
import { embedValue, joinLists, moveEntry, renameKey, wrapValue } from './reshape.ts';

/** One change of a document's data. */
export type DataEdit =
  | {
      readonly kind: 'set';
      readonly path: Path;
      readonly value: Data;
      /** Where a new entry goes: below the last of these, above all others where none is there; else behind the last. */
      readonly below?: readonly string[] | undefined;
    }
  | { readonly kind: 'append'; readonly path: Path; readonly value: Data }
  | { readonly kind: 'remove'; readonly path: Path }
  /** The key, and nothing else. */
  | { readonly kind: 'rename'; readonly path: Path; readonly key: string }
  /** The value under a key of its own, with 0 into a list: `x` becomes `{key: x}` or `[x]`. */
  | { readonly kind: 'wrap'; readonly path: Path; readonly key: string | 0 }
  /** The value as a text that means the same, with its comments. */
  | { readonly kind: 'embed'; readonly path: Path }
  /** An entry to another mapping. */
  | { readonly kind: 'move'; readonly path: Path; readonly to: Path }
  /** The items of a list to another list. */
  | { readonly kind: 'join'; readonly path: Path; readonly to: Path; readonly position: 'before' | 'after' };

/**
 * The text after the edits, in order. After each the text is read again: it must mean exactly what was intended, to both
 * readers, in every document.
 * @throws KitError `edit-refused` when it does not, or cannot be read; the message names the path
 */
export function editChecked(
  text: string,
  edits: readonly DataEdit[],
  options: { readonly document?: number; readonly purpose?: Purpose } = {},
): string {
  return edits.reduce((current, edit) => editOnce(current, edit, options), text);
}

/** The same edit of a value that stands below a path. */
export function editBelow(above: Path, edit: DataEdit): DataEdit {
  const path = [...above, ...edit.path];
  if (edit.kind === 'move' || edit.kind === 'join') return { ...edit, path, to: [...above, ...edit.to] };
  return { ...edit, path };
}

/** The one stretch in which two texts differ, as an edit of the first; none when they are equal. */
export function editsBetween(before: string, after: string): TextEdit[] {
  if (before === after) return [];
  const shorter = Math.min(before.length, after.length);
  let start = 0;
  while (start < shorter && before[start] === after[start]) start += 1;
  let same = 0;
  while (same < shorter - start && before.at(-1 - same) === after.at(-1 - same)) same += 1;
  return [{ range: { start, end: before.length - same }, text: after.slice(start, after.length - same) }];
}

function editOnce(
  text: string,
  edit: DataEdit,
  { document = 0, purpose = 'manifest' }: { readonly document?: number; readonly purpose?: Purpose },
): string {
  const where = pathText(edit.path);
  const before = rootsOf(text, purpose);
  const root = before?.[document];
  if (before === undefined || root === undefined) {
    throw new KitError('edit-refused', `cannot change ${where}: the text cannot be read`);
  }
  const after = applyEdits(text, editsOf(text, root, edit));
  const roots = rootsOf(after, purpose);
  const readers: readonly Reader[] = purpose === 'values' ? ['kubectl'] : ['kubectl', 'kustomize'];
  for (const reader of readers) {
    const got = roots?.map((node) => (node === undefined ? null : toData(node, reader)));
    const wanted = before.map((node, index) => {
      const data = node === undefined ? null : toData(node, reader);
      return index === document ? intended(data, edit, { got: got?.[index] ?? null, reader }) : data;
    });
    if (got !== undefined && isDeepStrictEqual(plain(got), plain(wanted))) continue;
    throw new KitError('edit-refused', `cannot change ${where} without changing more than that`, {
      help: ['edit the file by hand'],
    });
  }
  return after;
}

function editsOf(text: string, root: YamlNode, edit: DataEdit): TextEdit[] {
  switch (edit.kind) {
    case 'set':
      return setValue(text, root, edit.path, edit.value, edit.below);
    case 'append':
      return appendItem(text, root, edit.path, edit.value);
    case 'remove':
      return removeAt(text, root, edit.path);
    case 'rename':
      return renameKey(text, root, edit.path, edit.key);
    case 'wrap':
      return wrapValue(text, root, edit.path, edit.key);
    case 'embed':
      return embedValue(text, root, edit.path);
    case 'move':
      return moveEntry(text, root, edit.path, edit.to);
    case 'join':
      return joinLists(text, root, edit.path, edit);
  }
}

/** The documents' roots; undefined when the text has a fatal problem. */
function rootsOf(text: string, purpose: Purpose): readonly (YamlNode | undefined)[] | undefined {
  const { documents, problems } = readYaml(text, { purpose });
  return problems.some(({ fatal }) => fatal) ? undefined : documents.map(({ root }) => root);
}

/** The data after the edit; what is not on its paths stays the same. */
function intended(
  data: Data,
  edit: DataEdit,
  { got, reader }: { readonly got: Data; readonly reader: Reader },
): Data {
  const { path } = edit;
  const value = dataAt(data, path);
  switch (edit.kind) {
    case 'set':
      return withValue(data, path, edit.value);
    case 'append':
      return withValue(data, path, [...listOf(value), edit.value]);
    case 'remove':
      return without(data, path);
    case 'rename':
      return withValue(without(data, path), [...path.slice(0, -1), edit.key], value);
    case 'wrap':
      return withValue(data, path, edit.key === 0 ? [value] : { [edit.key]: value });
    case 'embed': {
      const text = dataAt(got, path);
      const meant = typeof text === 'string' ? meaningOf(text, reader) : undefined;
      return meant !== undefined && isDeepStrictEqual(plain(meant), plain(value))
        ? withValue(data, path, text)
        : data;
    }
    case 'move':
      return without(withValue(data, edit.to, value), path);
    case 'join': {
      const items = listOf(dataAt(data, edit.to));
      const moved = listOf(value);
      const all = edit.position === 'before' ? [...moved, ...items] : [...items, ...moved];
      return without(withValue(data, edit.to, all), path);
    }
  }
}

/** What a text of one document means. */
function meaningOf(text: string, reader: Reader): Data | undefined {
  const roots = rootsOf(text, 'manifest');
  const [root] = roots ?? [];
  return roots?.length === 1 && root !== undefined ? toData(root, reader) : undefined;
}

function dataAt(data: Data, path: Path): Data {
  return path.reduce<Data>((found, step) => {
    if (isList(found)) return found[Number(step)] ?? null;
    return isMap(found) && Object.hasOwn(found, step) ? (found[String(step)] ?? null) : null;
  }, data);
}

function listOf(data: Data): readonly Data[] {
  return isList(data) ? data : [];
}

function withValue(data: Data, path: Path, value: Data): Data {
  const [step, ...rest] = path;
  if (step === undefined) return value;
  if (isList(data) || (!isMap(data) && typeof step === 'number')) {
    const items: Data[] = isList(data) ? [...data] : [];
    items[Number(step)] = withValue(items[Number(step)] ?? null, rest, value);
    return items;
  }
  const entries = new Map(isMap(data) ? Object.entries(data) : []);
  entries.set(String(step), withValue(entries.get(String(step)) ?? null, rest, value));
  return Object.fromEntries(entries);
}

function without(data: Data, path: Path): Data {
  const [step, ...rest] = path;
  if (step === undefined) return null;
  if (isList(data)) {
    const index = Number(step);
    if (rest.length === 0) return data.filter((_, at) => at !== index);
    return data.map((item, at) => (at === index ? without(item, rest) : item));
  }
  if (!isMap(data)) return data;
  const entries = new Map(Object.entries(data));
  if (rest.length === 0) entries.delete(String(step));
  else entries.set(String(step), without(entries.get(String(step)) ?? null, rest));
  return Object.fromEntries(entries);
}

/** The same data with ordinary prototypes and entries in one order, for comparison. */
function plain(data: Data): unknown {
  if (isList(data)) return data.map(plain);
  if (!isMap(data)) return data;
  const names = Object.keys(data).sort();
  return { entries: names.map((name) => [name, plain(data[name] ?? null)]) };
}
