import { createScanner } from 'jsonc-parser';
import { KitError } from '../core/errors.ts';
import { applyEdits, lineEnd, lineStart, newlineOf, rangeOf, type TextEdit } from '../core/text.ts';
import { toData } from './data.ts';
import { readJsonc } from './jsonc.ts';
import { entryOf, nodeAt } from './locate.ts';
import type { Data, Entry, MapNode, YamlNode } from './node.ts';
import { printJsonc } from './print-jsonc.ts';
import { isMap } from './render.ts';
import { isSameData } from './same-data.ts';

/** jsonc-parser's `SyntaxKind.CommaToken`, which is a `const enum` there. */
const commaToken = 5;

/** What becomes of the entries of one mapping; the others stay as they are. */
export interface JsoncChange {
  /** Where the mapping is, from the top. */
  readonly path: readonly string[];
  /** Entries with their new values; those that are new go behind the last entry before them in order of name. */
  readonly set: ReadonlyMap<string, Data>;
  readonly remove: ReadonlySet<string>;
  /** How many levels of a new value get an entry a line. */
  readonly open: number;
}

/**
 * The text after the changes of mappings, none of which lies in another's new or removed entry. Comments and the form of
 * what stays are kept; a removed entry takes the comments along that stand on its line and right above it.
 * @throws KitError `edit-refused` where the text would not mean exactly that
 */
export function editJsonc(text: string, changes: readonly JsoncChange[]): string {
  const root = rootOf(text);
  const edits: TextEdit[] = [];
  for (const change of changes) {
    const map = nodeAt(root, change.path);
    if (map?.kind !== 'map') throw refused();
    edits.push(...editsOf(text, map, change));
  }
  const after = applyEdits(text, edits);
  const wanted = changed(toData(root, 'kubectl'), changes);
  if (!isSameData(toData(rootOf(after), 'kubectl'), wanted)) throw refused();
  return after;
}

function rootOf(text: string): YamlNode {
  const { documents, problems } = readJsonc(text);
  const root = documents[0]?.root;
  if (root === undefined || problems.length > 0) throw refused();
  return root;
}

function refused(): KitError {
  return new KitError('edit-refused', 'the file cannot be changed without changing more than that', {
    help: ['edit it by hand'],
  });
}

function editsOf(text: string, map: MapNode, change: JsoncChange): TextEdit[] {
  const { set, remove, open } = change;
  const written = text.slice(map.start, map.end);
  const added = [...set].filter(([key]) => entryOf(map, key) === undefined);
  const isReshaped = added.length > 0 || map.entries.some(({ key }) => remove.has(key.text));
  if (isReshaped && !written.includes('\n') && !written.includes('/*')) {
    const value = changed(toData(map, 'kubectl'), [{ ...change, path: [] }]);
    return [{ range: rangeOf(map), text: printed(text, map, value, open) }];
  }
  const kept = map.entries.filter(({ key }) => !remove.has(key.text));
  return [
    ...kept.flatMap(({ key, value }) => {
      const now = set.get(key.text);
      return now === undefined ? [] : [{ range: rangeOf(value), text: printed(text, value, now, 0) }];
    }),
    // Insertions first: of two edits that begin at one place, the one that takes nothing away.
    ...insertions(text, map, { kept, added, open }),
    ...map.entries.filter(({ key }) => remove.has(key.text)).map((entry) => removal(text, entry)),
  ];
}

/** A value in place of another. */
function printed(text: string, { start }: YamlNode, value: Data, open: number): string {
  const used = start - lineStart(text, start);
  const json = printJsonc(value, { indent: indentOf(text, start), used, open });
  return json.replaceAll('\n', newlineOf(text));
}

/** New entries in lines of their own, each behind the last kept one before it in order of name, and the commas between. */
function insertions(
  text: string,
  map: MapNode,
  {
    kept,
    added,
    open,
  }: {
    readonly kept: readonly Entry[];
    readonly added: readonly (readonly [string, Data])[];
    readonly open: number;
  },
): TextEdit[] {
  const last = kept.at(-1);
  const end = map.entries.at(-1);
  const isTrailing = end !== undefined && commaAfter(text, end) !== undefined;
  const groups = new Map<Entry | undefined, string[]>();
  const indent = indentOf(text, map.start) + 2;
  for (const [key, value] of added.toSorted(([a], [b]) => (a < b ? -1 : 1))) {
    const above = kept.findLast((entry) => entry.key.text < key);
    const name = `${' '.repeat(indent)}${JSON.stringify(key)}: `;
    const line = `\n${name}${printJsonc(value, { indent, used: name.length, open })}`;
    groups.set(above, [...(groups.get(above) ?? []), line.replaceAll('\n', newlineOf(text))]);
  }
  const edits = [...groups].flatMap(([above, lines]): TextEdit[] => {
    const behind = above === undefined ? map.start + 1 : above.value.end;
    const comma = above === undefined ? undefined : commaAfter(text, above);
    const at = restOfLine(text, comma === undefined ? behind : comma + 1);
    const isEnded = above === last && !isTrailing;
    return [
      ...(above === undefined || comma !== undefined ? [] : [inserted(behind, ',')]),
      inserted(at, `${lines.join(',')}${isEnded ? '' : ','}`),
    ];
  });
  const comma = last === undefined || last === end || isTrailing ? undefined : commaAfter(text, last);
  if (comma === undefined || groups.has(last)) return edits;
  return [...edits, { range: { start: comma, end: comma + 1 }, text: '' }];
}

function inserted(at: number, text: string): TextEdit {
  return { range: { start: at, end: at }, text };
}

/** Takes away an entry with its lines, the comments at its end and right above it, where it has lines of its own. */
function removal(text: string, entry: Entry): TextEdit {
  const comma = commaAfter(text, entry);
  const end = comma === undefined ? entry.value.end : comma + 1;
  const begin = lineStart(text, entry.key.start);
  const rest = restOfLine(text, end);
  const isAlone =
    text.slice(begin, entry.key.start).trim() === '' && /^\r?(?:\n|$)/.test(text.slice(rest, rest + 2));
  if (!isAlone) return { range: { start: entry.key.start, end }, text: '' };
  let start = begin;
  while (start > 0) {
    const above = lineStart(text, start - 1);
    if (!text.slice(above, start).trimStart().startsWith('//')) break;
    start = above;
  }
  const newline = text.indexOf('\n', rest);
  return { range: { start, end: newline === -1 ? text.length : newline + 1 }, text: '' };
}

/** Where the comma behind an entry is; undefined where none follows. */
function commaAfter(text: string, entry: Entry): number | undefined {
  const scanner = createScanner(text, true);
  scanner.setPosition(entry.value.end);
  return scanner.scan() === commaToken ? scanner.getTokenOffset() : undefined;
}

/** Behind the comments that stand on the rest of a line; the offset itself where something else does. */
function restOfLine(text: string, offset: number): number {
  const end = lineEnd(text, offset);
  const rest = text.slice(offset, end).trim();
  const isComment =
    rest.startsWith('//') || (rest.startsWith('/*') && rest.indexOf('*/') === rest.length - 2);
  return rest === '' || isComment ? end : offset;
}

function indentOf(text: string, offset: number): number {
  const line = text.slice(lineStart(text, offset), offset);
  return line.length - line.trimStart().length;
}

/** The data after the changes, each mapping made anew once. */
function changed(data: Data, changes: readonly Omit<JsoncChange, 'open'>[]): Data {
  const entries = new Map(isMap(data) ? Object.entries(data) : []);
  const below = new Map<string, Omit<JsoncChange, 'open'>[]>();
  for (const { path, set, remove } of changes) {
    const [step, ...rest] = path;
    if (step === undefined) {
      for (const key of remove) entries.delete(key);
      for (const [key, value] of set) entries.set(key, value);
    } else {
      const own = below.get(step) ?? [];
      below.set(step, own);
      own.push({ path: rest, set, remove });
    }
  }
  for (const [step, own] of below) entries.set(step, changed(entries.get(step) ?? null, own));
  return Object.fromEntries(entries);
}
