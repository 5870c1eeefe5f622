import { isDeepStrictEqual } from 'node:util';
import { applyEdits, newlineOf, type Range, type TextEdit } from '../core/text.ts';
import { lostComments } from './comments.ts';
import { toData } from './data.ts';
import { removeEntry } from './edit-remove.ts';
import { keyText } from './key-text.ts';
import type { Entry, MapNode, Reader, YamlNode } from './node.ts';
import { readYaml } from './read.ts';

const readers: readonly Reader[] = ['kubectl', 'kustomize'];

/** Takes away a key that stands at `range` and says what an earlier one of its mapping says; undefined where it says more. */
export function withoutRepeatedKey(text: string, range: Range): readonly TextEdit[] | undefined {
  for (const { root } of readYaml(text).documents) {
    const found = root === undefined ? undefined : entryAt(root, range.start);
    if (found === undefined) continue;
    const first = found.map.entries.find(({ key }) => key.text === found.entry.key.text);
    if (first === undefined || first === found.entry || !saysTheSame(first, found.entry)) return undefined;
    return unlessChanged(text, removeEntry(text, found.map, found.entry));
  }
  return undefined;
}

/** Takes away the `%YAML` lines at the top: both readers take YAML 1.1 anyway. */
export function withoutDirective(text: string): readonly TextEdit[] | undefined {
  const found = /^\ufeff?((?:%YAML [\d.]+[ \t]*\r?\n)+)---/.exec(text);
  const lines = found?.[1];
  if (lines === undefined) return undefined;
  const start = text.startsWith('\ufeff') ? 1 : 0;
  return unlessChanged(text, [{ range: { start, end: start + lines.length }, text: '' }]);
}

/** Puts what stands behind `---` on a line of its own. */
export function belowSeparator(text: string, { start, end }: Range): readonly TextEdit[] | undefined {
  const blank = /^---([ \t]+)\S/.exec(text.slice(start, end))?.[1];
  if (blank === undefined) return undefined;
  const from = start + 3;
  return unlessChanged(text, [{ range: { start: from, end: from + blank.length }, text: newlineOf(text) }]);
}

/** Writes a space for each tab that stands where Kubernetes wants spaces. */
export function withoutTabs(text: string): readonly TextEdit[] | undefined {
  const edits: TextEdit[] = [];
  let current = text;
  for (;;) {
    const tab = readYaml(current).problems.find(
      ({ kind, range }) => kind === 'syntax' && isTab(current, range),
    );
    if (tab === undefined) return edits.length === 0 ? undefined : unlessChanged(text, edits);
    if (tab.fatal) return undefined;
    // One character for one: the offsets stay.
    const edit = { range: tab.range, text: ' ' };
    edits.push(edit);
    current = applyEdits(current, [edit]);
  }
}

function isTab(text: string, { start, end }: Range): boolean {
  return end === start + 1 && text[start] === '\t';
}

/** Ends lines with a newline that end with a carriage return alone; undefined where one more stands before a newline. */
export function withNewlines(text: string): readonly TextEdit[] | undefined {
  if (text.includes('\r\r\n')) return undefined;
  const newline = newlineOf(text);
  const edits = [...text.matchAll(/\r(?!\n)/g)].map(({ index }) => ({
    range: { start: index, end: index + 1 },
    text: newline,
  }));
  return unlessUnread(text, edits);
}

/** Takes away the byte order marks at the beginning of lines, which files that were put together keep. */
export function withoutInnerMarks(text: string): readonly TextEdit[] | undefined {
  const edits = [...text.matchAll(/(?<=[\r\n])\ufeff/g)].map(({ index }) => ({
    range: { start: index, end: index + 1 },
    text: '',
  }));
  return unlessUnread(text, edits);
}

/** The edits of a text that nobody could read, where both readers can afterwards. */
function unlessUnread(text: string, edits: readonly TextEdit[]): readonly TextEdit[] | undefined {
  if (edits.length === 0) return undefined;
  const { problems } = readYaml(applyEdits(text, edits));
  return problems.some(({ fatal }) => fatal) ? undefined : edits;
}

/** The edits, where they change nothing of what either reader takes, and lose no comment. */
function unlessChanged(text: string, edits: readonly TextEdit[]): readonly TextEdit[] | undefined {
  const after = applyEdits(text, edits);
  const isSame = readers.every((reader) => isDeepStrictEqual(meaning(text, reader), meaning(after, reader)));
  return isSame && lostComments(text, after).length === 0 ? edits : undefined;
}

function meaning(text: string, reader: Reader): unknown {
  const { documents, problems } = readYaml(text);
  if (problems.some(({ fatal }) => fatal)) return problems.length;
  return documents.map(({ root }) => (root === undefined ? undefined : toData(root, reader)));
}

function saysTheSame(one: Entry, other: Entry): boolean {
  return readers.every(
    (reader) =>
      keyText(one.key, reader) === keyText(other.key, reader) &&
      isDeepStrictEqual(toData(one.value, reader), toData(other.value, reader)),
  );
}

/** The entry whose key begins at an offset. */
function entryAt(
  node: YamlNode,
  start: number,
): { readonly map: MapNode; readonly entry: Entry } | undefined {
  if (node.kind === 'map') {
    const entry = node.entries.find(({ key }) => key.start === start);
    if (entry !== undefined) return { map: node, entry };
  }
  for (const child of childrenOf(node)) {
    const found = child.start <= start && start < child.end ? entryAt(child, start) : undefined;
    if (found !== undefined) return found;
  }
  return undefined;
}

function childrenOf(node: YamlNode): readonly YamlNode[] {
  if (node.kind === 'list') return node.items;
  return node.kind === 'map' ? node.entries.map(({ value }) => value) : [];
}
