import { lineEnd, lineStart, newlineOf, type Range, type TextEdit } from '../core/text.ts';
import type { Data, ListNode, MapNode, ScalarNode, YamlNode } from './node.ts';
import { plainText } from './plain-text.ts';
import {
  type Blocks,
  blockLines,
  entryLines,
  flowEntry,
  flowText,
  indent,
  isBlockText,
  isFilled,
  isList,
  itemLines,
  type Layout,
  layoutOf,
  valueLines,
} from './render.ts';
import { skipBlanks, skipSpaces } from './trivia.ts';
import { canBeBlock, quoted } from './write.ts';

/** A value in a text, and what holds it. */
export interface Place {
  readonly text: string;
  readonly root: YamlNode;
  readonly node: YamlNode;
  readonly holder:
    | { readonly kind: 'document' }
    | { readonly kind: 'entry'; readonly map: MapNode; readonly key: ScalarNode }
    | { readonly kind: 'item'; readonly list: ListNode };
}

/** Writes a value over another one. */
export function replaceValue(place: Place, value: Data): TextEdit[] {
  const { text, node, holder } = place;
  const start = tagStart(text, node);
  const range = { start, end: node.end };
  if (isInFlow(place)) return [{ range, text: spaced(place, start, inPlace(node, value, isJson(place))) }];
  const layout = layoutIn(place, range.end);
  if (layout.blocks === 'stripped' && holder.kind !== 'document' && isBlockText(value, 'any')) {
    // At the end of a file without newline: a text that ends with one brings it along.
    const edits = replaceIn(place, value, { range, layout: { ...layout, blocks: 'any' } });
    const last = edits.at(-1);
    if (!value.endsWith('\n') || last?.range.end !== text.length) return edits;
    return [...edits.slice(0, -1), { ...last, text: last.text + newlineOf(text) }];
  }
  return replaceIn(place, value, { range, layout });
}

function replaceIn(
  place: Place,
  value: Data,
  { range, layout }: { readonly range: Range; readonly layout: Layout },
): TextEdit[] {
  const { text, node, holder } = place;
  if (isBlockCollection(node) && isFilled(value) && isList(value) === (node.kind === 'list')) {
    return [{ range, text: joined(text, blockLines(value, layout), columnOf(text, node.start)) }];
  }
  if (holder.kind === 'document') {
    const lines = isFilled(value) ? blockLines(value, layout) : [flowText(value)];
    return [{ range, text: joined(text, lines, 0) }];
  }
  const isLeaf = !isBlockText(value, layout.blocks) && !isFilled(value);
  if (holder.kind === 'item' && isLeaf) return headAndTail(place, range, inPlace(node, value), []);
  if (holder.kind === 'item') {
    const column = itemColumn(text, node.start);
    const [head = '', ...tail] = itemLines(value, layout);
    return headAndTail(place, range, head.slice(2), indent(tail, column - 2));
  }
  const { head, tail } = isLeaf ? { head: inPlace(node, value), tail: [] } : valueLines(value, layout);
  return headAndTail(place, range, head, indent(tail, columnOf(text, holder.key.start)));
}

/**
 * Puts `key: value` into a mapping: behind the last entry, or below the last of the entries that are named; above all of
 * them where none of these is there. Brackets and a comment above the first entry leave only the end.
 */
export function insertEntry(
  place: Place,
  map: MapNode,
  { key, value }: { readonly key: string; readonly value: Data },
  below?: readonly string[],
): TextEdit[] {
  const { text } = place;
  const last = map.entries.at(-1);
  const first = map.entries[0];
  if (last === undefined || first === undefined) return replaceValue(place, { [key]: value });
  if (map.flow) {
    const entry = flowEntry(key, value, isJson(place));
    return [behindFlow(text, map, first.key.start, last.value.end, entry)];
  }
  const { start } = first.key;
  const column = columnOf(text, start);
  const above = map.entries.findLast((entry) => below?.includes(entry.key.text));
  if (above === undefined && below !== undefined && !isCommentAbove(text, start)) {
    const lines = entryLines(key, value, layoutIn(place, start));
    const entry = joined(text, lines, column) + newlineOf(text) + ' '.repeat(column);
    return [{ range: { start, end: start }, text: entry }];
  }
  const end = above === undefined ? map.end : Math.max(above.key.end, above.value.end);
  const behind = endWithComments(text, end, column);
  return [belowLine(text, behind, indent(entryLines(key, value, layoutIn(place, behind)), column))];
}

function isCommentAbove(text: string, offset: number): boolean {
  const start = lineStart(text, offset);
  return (
    start > 0 &&
    text
      .slice(lineStart(text, start - 1), start)
      .trimStart()
      .startsWith('#')
  );
}

/** Where an entry ends with the comments below it that are indented deeper than its key: they speak of what is in it. */
function endWithComments(text: string, offset: number, column: number): number {
  let end = lineEnd(text, offset);
  for (let next = text.indexOf('\n', end) + 1; next > 0; next = text.indexOf('\n', next) + 1) {
    const at = skipSpaces(text, next);
    if (text[at] === '#' && at - next > column) end = lineEnd(text, at);
    else if (text.slice(at, lineEnd(text, at)).trim() !== '') break;
  }
  return end;
}

/** Puts an item behind the last one of a list, quoted as its neighbours are. */
export function insertItem(place: Place, list: ListNode, value: Data): TextEdit[] {
  const { text } = place;
  const last = list.items.at(-1);
  const first = list.items[0];
  if (last === undefined || first === undefined) return replaceValue(place, [value]);
  if (list.flow) {
    const item = alike(list, value) ?? flowText(value, isJson(place));
    return [behindFlow(text, list, first.start, last.end, item)];
  }
  const column = columnOf(text, list.start);
  const gap = Math.max(1, skipBlanks(text, list.start + 1) - list.start - 1);
  const item = alike(list, value);
  const width = first.start > lineEnd(text, list.start) ? 1 : gap;
  const lines =
    item === undefined
      ? itemLines(value, layoutIn(place, list.end), width)
      : [`-${' '.repeat(width)}${item}`];
  return [belowLine(text, list.end, indent(lines, column))];
}

/** New text for a value: the first line where the old value stood, the rest below the line and its comment. */
function headAndTail(place: Place, range: Range, head: string, tail: readonly string[]): TextEdit[] {
  const { text, node } = place;
  const newline = newlineOf(text);
  const below = tail.map((line) => newline + line).join('');
  if (isBlockCollection(node) && lineStart(text, node.start) > announcedAt(place)) {
    // The old value stands below its key: the key's line, comment included, stays.
    const mark = announcedAt(place);
    const keyEnd = lineEnd(text, mark);
    return [
      { range: { start: mark, end: mark }, text: head === '' ? '' : ` ${head}` },
      { range: { start: keyEnd, end: node.end }, text: below },
    ].filter((edit) => edit.text !== '' || edit.range.end > edit.range.start);
  }
  const isMultiline = text.slice(range.start, range.end).includes('\n');
  const end = lineEnd(text, range.end);
  if (tail.length > 0 && isMultiline) {
    const whole = { start: range.start, end };
    const comment = text.slice(range.end, end);
    return [{ range: trimmed(text, whole, head), text: spaced(place, range.start, head) + comment + below }];
  }
  if (tail.length === 0)
    return [{ range: trimmed(text, range, head), text: spaced(place, range.start, head) }];
  return [
    { range: trimmed(text, range, head), text: spaced(place, range.start, head) },
    { range: { start: end, end }, text: below },
  ];
}

/** The blank before a value goes with the value. */
function trimmed(text: string, range: Range, head: string): Range {
  const isAnnounced = text[range.start - 1] === ' ' && text[range.start - 2] === ':';
  return head === '' && isAnnounced ? { start: range.start - 1, end: range.end } : range;
}

/** A value right behind `:`, `-` or a tag needs a blank. */
function spaced(place: Place, start: number, value: string): string {
  if (value === '' || start === 0 || place.holder.kind === 'document') return value;
  return /[\s[{(]/.test(place.text[start - 1] ?? ' ') ? value : ` ${value}`;
}

/** A scalar in the quotes of the scalar that it replaces, or without any. */
function inPlace(node: YamlNode, value: Data, json = false): string {
  if (node.kind !== 'scalar' || typeof value !== 'string' || json) return flowText(value, json);
  if (node.style === 'double') return quoted(value);
  if (node.style === 'single' && isSingleQuotable(value)) return `'${value.replaceAll("'", "''")}'`;
  // A colon inside brackets may end a key; where one stands already, it does not.
  const isColonFine = !value.includes(':') || node.text.includes(':');
  return node.style === 'plain' && isColonFine ? plainText(value) : flowText(value);
}

/** An item as the others of its list are quoted; undefined when they differ or it is no text. */
function alike(list: ListNode, value: Data): string | undefined {
  if (typeof value !== 'string' || canBeBlock(value)) return undefined;
  const [first] = list.items;
  if (
    first?.kind !== 'scalar' ||
    list.items.some((item) => item.kind !== 'scalar' || item.style !== first.style)
  ) {
    return undefined;
  }
  return inPlace(first, value);
}

function isSingleQuotable(text: string): boolean {
  return /^[\x20-\x7e\xa0-\u2027\u202a-\ud7ff\ue000-\ufefe\uff00-\ufffd]*$/.test(text);
}

function isBlockCollection(node: YamlNode): boolean {
  return (node.kind === 'map' || node.kind === 'list') && !node.flow;
}

function isInFlow({ holder }: Place): boolean {
  if (holder.kind === 'document') return false;
  return holder.kind === 'entry' ? holder.map.flow : holder.list.flow;
}

/** Whether the text around is JSON: keys in double quotes inside `{ }`. */
function isJson({ root }: Place): boolean {
  return root.kind === 'map' && root.flow && root.entries[0]?.key.style === 'double';
}

/** Behind the colon or dash that announces a value. */
function announcedAt({ text, node, holder }: Place): number {
  if (holder.kind !== 'entry') return node.start;
  const colon = text.indexOf(':', holder.key.end);
  const named = node.anchor === undefined ? -1 : text.indexOf(`&${node.anchor}`, colon);
  return named === -1 || named > node.start ? colon + 1 : named + 1 + (node.anchor?.length ?? 0);
}

/** Where a value begins with its tag: a tag belongs to the old value. */
function tagStart(text: string, node: YamlNode): number {
  if (node.tag === undefined) return node.start;
  const at = text.lastIndexOf(node.tag, node.start);
  return at === -1 ? node.start : at;
}

/** The layout of the document, for lines that will end where the line of `end` ends. */
function layoutIn({ text, root }: Place, end: number): Layout {
  return { ...layoutOf(root, (node) => columnOf(text, node.start)), blocks: blocksBefore(text, end) };
}

/** An empty line or comment behind a block would become part of it, or be taken differently; so would the file's end. */
function blocksBefore(text: string, end: number): Blocks {
  const newline = text.indexOf('\n', lineEnd(text, end));
  if (newline === -1) return 'stripped';
  return newline + 1 === text.length ||
    /^[ \t]*[^ \t\r\n#]/.test(text.slice(newline + 1, lineEnd(text, newline + 1)))
    ? 'any'
    : 'clipped';
}

/** The column of a value's key or dash; undefined inside brackets, and where the value does not begin on that line. */
export function columnAbove(place: Place): number | undefined {
  const { text, node, holder } = place;
  if (holder.kind === 'document' || isInFlow(place)) return undefined;
  const start = holder.kind === 'entry' ? holder.key.start : text.lastIndexOf('-', node.start - 1);
  return lineStart(text, start) === lineStart(text, node.start) ? columnOf(text, start) : undefined;
}

function columnOf(text: string, offset: number): number {
  return offset - lineStart(text, offset);
}

/** The column of an item's content, for lines that go on with it. */
function itemColumn(text: string, offset: number): number {
  const start = lineStart(text, offset);
  const dash = text.lastIndexOf('-', offset);
  return dash < start ? offset - start : dash - start + 2;
}

function joined(text: string, lines: readonly string[], column: number): string {
  const [first = '', ...rest] = lines;
  return [first, ...indent(rest, column)].join(newlineOf(text));
}

/** New lines below the line that holds `offset`. */
function belowLine(text: string, offset: number, lines: readonly string[]): TextEdit {
  const end = lineEnd(text, offset);
  const newline = newlineOf(text);
  return { range: { start: end, end }, text: lines.map((line) => newline + line).join('') };
}

/** An entry or item behind the last one inside brackets: on a line of its own where the others have one. */
function behindFlow(text: string, node: YamlNode, first: number, last: number, entry: string): TextEdit {
  const ownLine = lineStart(text, first) > node.start;
  const gap = ownLine ? newlineOf(text) + ' '.repeat(columnOf(text, first)) : ' ';
  return { range: { start: last, end: last }, text: `,${gap}${entry}` };
}
