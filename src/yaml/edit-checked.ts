import { isDeepStrictEqual } from 'node:util';
import { KitError } from '../core/errors.ts';
import { applyEdits, type TextEdit } from '../core/text.ts';
import { toData } from './data.ts';
import { appendItem, removeAt, setValue } from './edit.ts';
import type { Data, Path, Purpose, Reader, YamlNode } from './node.ts';
import { pathText } from './path-text.ts';
import { readYaml } from './read.ts';
import { isList, isMap } from './render.ts';

/** One change of a document's data. */
export type DataEdit =
  | { readonly kind: 'set' | 'append'; readonly path: Path; readonly value: Data }
  | { readonly kind: 'remove'; readonly path: Path };

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
    const wanted = before.map((node, index) => {
      const data = node === undefined ? null : toData(node, reader);
      return index === document ? applied(data, edit.path, edit) : data;
    });
    const got = roots?.map((node) => (node === undefined ? null : toData(node, reader)));
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
      return setValue(text, root, edit.path, edit.value);
    case 'append':
      return appendItem(text, root, edit.path, edit.value);
    case 'remove':
      return removeAt(text, root, edit.path);
  }
}

/** The documents' roots; undefined when the text has a fatal problem. */
function rootsOf(text: string, purpose: Purpose): readonly (YamlNode | undefined)[] | undefined {
  const { documents, problems } = readYaml(text, { purpose });
  return problems.some(({ fatal }) => fatal) ? undefined : documents.map(({ root }) => root);
}

/** The data after the edit; what is not on its path stays the same. */
function applied(data: Data, path: Path, edit: DataEdit): Data {
  const [step, ...rest] = path;
  if (step === undefined) {
    if (edit.kind === 'append') return [...(isList(data) ? data : []), edit.value];
    return edit.kind === 'set' ? edit.value : null;
  }
  const isLast = rest.length === 0 && edit.kind === 'remove';
  if (isList(data) || (!isMap(data) && typeof step === 'number')) {
    const items: Data[] = isList(data) ? [...data] : [];
    const index = Number(step);
    if (isLast) items.splice(index, 1);
    else items[index] = applied(items[index] ?? null, rest, edit);
    return items;
  }
  const entries = new Map(isMap(data) ? Object.entries(data) : []);
  if (isLast) entries.delete(String(step));
  else entries.set(String(step), applied(entries.get(String(step)) ?? null, rest, edit));
  return Object.fromEntries(entries);
}

/** The same data with ordinary prototypes and entries in one order, for comparison. */
function plain(data: Data): unknown {
  if (isList(data)) return data.map(plain);
  if (!isMap(data)) return data;
  const names = Object.keys(data).sort();
  return { entries: names.map((name) => [name, plain(data[name] ?? null)]) };
}
