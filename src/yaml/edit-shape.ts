import { lineEnd, lineStart, newlineOf, type Range, rangeOf, type TextEdit } from '../core/text.ts';
import { entryOf } from './locate.ts';
import type { ListNode, MapNode, ScalarNode, YamlNode } from './node.ts';
import { skipBlanks } from './trivia.ts';

/** The value of a mapping's entry or the item of a list, as `edit.ts` found it. */
export interface Spot {
  readonly text: string;
  readonly node: YamlNode;
  readonly holder:
    | { readonly kind: 'entry'; readonly map: MapNode; readonly key: ScalarNode }
    | { readonly kind: 'item'; readonly list: ListNode };
}

/** How far what goes into a mapping moves to the right. */
const step = 2;

/** Puts a value under a key of its own, or with 0 into a list, where it stands: `a: x` to `a:`, `key: x` below. */
export function wrapEdits(spot: Spot, key: string | 0): TextEdit[] {
  const { text, node, holder } = spot;
  const { start, end } = node;
  const isFlow = holder.kind === 'entry' ? holder.map.flow : holder.list.flow;
  if (isFlow) return [insert(start, key === 0 ? '[' : `{ ${key}: `), insert(end, key === 0 ? ']' : ' }')];
  const announced = announcedAt(spot);
  const column = start - lineStart(text, start);
  const isBelow = lineStart(text, start) > announced;
  if (key === 0 && (isBelow || holder.kind === 'item')) {
    return [insert(start, '- '), ...shifts(text, { start, end }, step)];
  }
  const newline = newlineOf(text);
  const label = key === 0 ? '-' : `${key}:`;
  if (isBelow) {
    const line = ' '.repeat(announcedColumn(spot) + step) + label;
    return [
      insert(lineEnd(text, announced), newline + line),
      ...shifts(text, { start: announced, end }, shiftBelow(spot, column)),
    ];
  }
  const isCollection = (node.kind === 'map' || node.kind === 'list') && !node.flow;
  const more = shifts(text, { start, end }, step);
  if (holder.kind === 'item') {
    const head = isCollection ? `${label}${newline}${' '.repeat(column + step)}` : `${label} `;
    return [insert(start, head), ...more];
  }
  const head = `${newline}${' '.repeat(announcedColumn(spot) + step)}${label} `;
  return [{ range: { start: announced, end: skipBlanks(text, announced) }, text: head }, ...more];
}

/**
 * Makes a block collection a text: a literal block of its own lines, comments included. Undefined where the value does
 * not stand below its key, or has an anchor.
 */
export function embedEdits(spot: Spot): TextEdit[] | undefined {
  const { text, node, holder } = spot;
  const announced = announcedAt(spot);
  const { start, end } = node;
  if (holder.kind !== 'entry' || node.anchor !== undefined || node.tag !== undefined) return undefined;
  if (lineStart(text, start) < announced || (node.kind !== 'map' && node.kind !== 'list') || node.flow)
    return undefined;
  const keyColumn = announcedColumn(spot);
  const column = start - lineStart(text, start);
  const base = column > keyColumn ? column : keyColumn + step;
  const edits = [insert(announced, ' |')];
  for (const line of linesIn(text, { start: announced, end })) {
    const width = line.width + base - column;
    const isAbove = line.start < lineStart(text, start);
    edits.push(...widened(line, isAbove ? base : Math.max(base, width)));
  }
  return edits;
}

/** Moves an entry, its comment with it, to the end of another block mapping, under a name of its own. */
export function transferEdits(
  text: string,
  from: { readonly key: ScalarNode; readonly value: YamlNode },
  to: { readonly map: MapNode; readonly key: string },
): TextEdit[] | undefined {
  const first = to.map.entries[0];
  const start = lineStart(text, from.key.start);
  if (first === undefined || to.map.flow || text.slice(start, from.key.start).trim() !== '') return undefined;
  const end = lineEnd(text, Math.max(from.value.end, from.key.end));
  const column = first.key.start - lineStart(text, first.key.start);
  const shift = column - (from.key.start - start);
  const renamed = text.slice(start, from.key.start) + to.key + text.slice(from.key.end, end);
  const body = reindented(renamed, shift);
  const at = lineEnd(text, to.map.end);
  return [insert(at, newlineOf(text) + body)];
}

/** The items of one block list at the beginning or the end of another, with all comments. Undefined for flow lists. */
export function joinEdits(
  { text, node, holder }: Spot,
  into: Spot,
  position: 'before' | 'after',
): TextEdit[] | undefined {
  if (holder.kind !== 'entry' || node.kind !== 'list' || into.node.kind !== 'list') return undefined;
  if (node.flow || into.node.flow || node.items.length === 0 || into.node.items.length === 0)
    return undefined;
  const key = { start: announcedAt({ text, node, holder }), end: lineEnd(text, holder.key.end) };
  const column = into.node.start - lineStart(text, into.node.start);
  const shift = column - (node.start - lineStart(text, node.start));
  const comment = text.slice(key.start, key.end).trim();
  const newline = newlineOf(text);
  const title = comment === '' ? '' : `${newline}${' '.repeat(column)}${comment}`;
  const body = reindented(text.slice(key.end, lineEnd(text, node.end)), shift);
  const at = position === 'before' ? lineEnd(text, announcedAt(into)) : lineEnd(text, into.node.end);
  return [insert(at, title + body)];
}

/** The entry of a key that stands in a mapping; for renaming it. */
export function renameEdits(map: MapNode, key: string, now: string): TextEdit[] | undefined {
  const entry = entryOf(map, key);
  if (entry === undefined || entryOf(map, now) !== undefined) return undefined;
  const { style } = entry.key;
  const quote = style === 'double' ? '"' : style === 'single' ? "'" : '';
  return [{ range: rangeOf(entry.key), text: quote + now + quote }];
}

interface Line {
  readonly start: number;
  /** Spaces before its text. */
  readonly width: number;
}

/** The lines that begin inside a range; empty ones are left out. */
function linesIn(text: string, { start, end }: Range): Line[] {
  const lines: Line[] = [];
  for (let at = text.indexOf('\n', start) + 1; at > 0 && at < end; at = text.indexOf('\n', at) + 1) {
    const width = /^ */.exec(text.slice(at, lineEnd(text, at)))?.[0].length ?? 0;
    if (at + width < lineEnd(text, at)) lines.push({ start: at, width });
  }
  return lines;
}

function shifts(text: string, range: Range, by: number): TextEdit[] {
  return linesIn(text, range).flatMap((line) => widened(line, line.width + by));
}

/** A line with so many spaces before its text. */
function widened({ start, width }: Line, wanted: number): TextEdit[] {
  if (wanted === width) return [];
  return wanted > width
    ? [insert(start, ' '.repeat(wanted - width))]
    : [{ range: { start, end: start + width - wanted }, text: '' }];
}

function reindented(text: string, by: number): string {
  return text.replace(/^( *)(?=[^ \r\n])/gm, (spaces) => ' '.repeat(Math.max(0, spaces.length + by)));
}

/** How far the lines below a key move that get a key of their own above them. */
function shiftBelow(spot: Spot, column: number): number {
  const wanted = announcedColumn(spot) + 2 * step;
  return Math.max(step, wanted - column);
}

/** Behind the colon or dash that announces a value. */
function announcedAt({ text, node, holder }: Spot): number {
  if (holder.kind === 'entry') return text.indexOf(':', holder.key.end) + 1;
  return text.lastIndexOf('-', node.start - 1) + 1;
}

/** The column of a value's key, or of what stands behind a dash. */
function announcedColumn(spot: Spot): number {
  const { text, holder } = spot;
  const at = holder.kind === 'entry' ? holder.key.start : announcedAt(spot) + 1;
  return at - lineStart(text, at);
}

function insert(at: number, text: string): TextEdit {
  return { range: { start: at, end: at }, text };
}
