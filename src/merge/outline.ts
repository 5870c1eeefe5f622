import { lineStart } from '../core/text.ts';
import { keyText } from '../yaml/key-text.ts';
import type { ListNode, MapNode, YamlNode } from '../yaml/node.ts';
import { skipSpaces, skipTrivia } from '../yaml/trivia.ts';
import type { Line, Side } from './read-side.ts';

/** An entry of a block mapping, or an item of a block list, with the lines that belong to it. */
export interface Part {
  readonly kind: 'entry' | 'item';
  /** The key; of an item its number. */
  readonly name: string;
  /** Of its key or dash. */
  readonly column: number;
  /** Comments and empty lines above it. */
  readonly lead: readonly Line[];
  /** The lines of key and value; where there is a body those before it, of an item with a body none. */
  readonly head: readonly Line[];
  readonly body: Body | undefined;
  /** Comments and empty lines below it. */
  readonly trail: readonly Line[];
  /** Where a comment stands that shares a line with it, or would: the line in `head`. */
  readonly note: number;
  /** That comment. */
  readonly comment: string | undefined;
  /** The value on the key's line, without anchor and tag: its columns. */
  readonly inline: { readonly start: number; readonly end: number } | undefined;
}

/** What a block mapping or list consists of. */
export interface Body {
  readonly kind: 'map' | 'list';
  readonly column: number;
  /** Comments and empty lines at its beginning that belong to no part. */
  readonly intro: readonly Line[];
  readonly parts: readonly Part[];
}

/** The lines from one to before another. */
interface Stretch {
  readonly from: number;
  readonly to: number;
}

/** Where a part stands. */
interface Spot {
  readonly name: string;
  readonly node: YamlNode;
  readonly first: number;
  readonly last: number;
}

/** The outline of a whole side; undefined where its values stand in brackets or are written in some other rare form. */
export function outlineOf(side: Side): Body | undefined {
  const whole = { from: 0, to: side.lines.length };
  if (side.root === undefined) {
    return { kind: 'map', column: 0, intro: side.lines, parts: [] };
  }
  return bodyOf(side, side.root, whole);
}

/** All lines of a body. */
export function linesOf(body: Body): Line[] {
  return [...body.intro, ...body.parts.flatMap(chunkOf)];
}

/** All lines of a part. */
export function chunkOf(part: Part): Line[] {
  return [...part.lead, ...coreOf(part), ...part.trail];
}

/** Key and value of a part, without the comments above and below. */
export function coreOf(part: Part): readonly Line[] {
  if (part.body === undefined) return part.head;
  return part.head.length > 0
    ? [...part.head, ...linesOf(part.body)]
    : withDash(linesOf(part.body), part.column);
}

/** The dash of an item put back before its first key. */
export function withDash(lines: readonly Line[], column: number): Line[] {
  const first = lines.findIndex(({ text }) => !isTrivia(text));
  return lines.map((line, index) => (index === first ? replaced(line, column, '-') : line));
}

export function isTrivia(text: string): boolean {
  const at = text.trimStart();
  return at === '' || at.startsWith('#');
}

function bodyOf(side: Side, node: YamlNode, stretch: Stretch, dash?: number): Body | undefined {
  if (node.kind === 'map' && !node.flow) return mapBody(side, node, stretch, dash);
  if (node.kind === 'list' && !node.flow) return listBody(side, node, stretch);
  return undefined;
}

function mapBody(side: Side, map: MapNode, stretch: Stretch, dash: number | undefined): Body | undefined {
  const { text } = side;
  const [top] = map.entries;
  if (top === undefined) return undefined;
  const column = columnOf(text, top.key.start);
  const spots: Spot[] = [];
  for (const { key, value } of map.entries) {
    const { start } = key;
    const before = text.slice(lineStart(text, start), start);
    const isAlone = before.trim() === '' || (dash !== undefined && spots.length === 0);
    if (columnOf(text, start) !== column || !isAlone || before.includes('\t')) return undefined;
    const last = side.lineAt(Math.max(key.end, value.end));
    spots.push({ name: keyText(key, 'kubectl'), node: value, first: side.lineAt(start), last });
  }
  const parts = partsOf(side, spots, { column, stretch });
  if (parts === undefined) return undefined;
  if (dash === undefined) return { kind: 'map', column, ...parts };
  const [first, ...others] = parts.parts;
  const [line] = first?.head ?? [];
  if (first === undefined || line === undefined) return undefined;
  const head = [replaced(line, dash, ' '), ...first.head.slice(1)];
  return { kind: 'map', column, intro: parts.intro, parts: [{ ...first, head }, ...others] };
}

function listBody(side: Side, list: ListNode, stretch: Stretch): Body | undefined {
  const { text } = side;
  const column = columnOf(text, list.start);
  const spots: Spot[] = [];
  let behind = list.start;
  for (const [index, node] of list.items.entries()) {
    const dash = skipTrivia(text, behind);
    if (
      text[dash] !== '-' ||
      columnOf(text, dash) !== column ||
      skipSpaces(text, lineStart(text, dash)) !== dash
    )
      return undefined;
    behind = Math.max(node.end, dash + 1);
    spots.push({ name: String(index), node, first: side.lineAt(dash), last: side.lineAt(behind) });
  }
  const parts = partsOf(side, spots, { column, stretch, isList: true });
  return parts === undefined ? undefined : { kind: 'list', column, ...parts };
}

interface Frame {
  readonly column: number;
  readonly stretch: Stretch;
  readonly isList?: true;
}

/** Gives every line of a stretch to a part; undefined where two parts share a line, or something else stands between. */
function partsOf(
  side: Side,
  spots: readonly Spot[],
  frame: Frame,
): { readonly intro: readonly Line[]; readonly parts: readonly Part[] } | undefined {
  const { from, to } = frame.stretch;
  const [top] = spots;
  if (top === undefined || top.first < from) return undefined;
  const opening = side.lines.slice(from, top.first);
  const marker = opening.findLastIndex(({ text }) => !isTrivia(text));
  if (marker !== -1 && (from > 0 || !opening[marker]?.text.startsWith('---'))) return undefined;
  const blank = opening.findLastIndex(({ text }) => text.trim() === '');
  const intro = opening.slice(0, Math.max(marker, blank) + 1);
  const parts: Part[] = [];
  let start = from + intro.length;
  for (const [index, spot] of spots.entries()) {
    const next = spots[index + 1];
    if (spot.first < start || spot.last >= (next?.first ?? to)) return undefined;
    const gap = { from: spot.last + 1, to: next?.first ?? to };
    const end =
      next === undefined ? to : gap.from + trailLength(side.lines.slice(gap.from, gap.to), frame.column);
    parts.push(partOf(side, spot, { frame, start, end }));
    start = end;
  }
  return { intro, parts };
}

/**
 * How many of the lines between two parts belong to the upper one: those down to the last comment that is indented
 * deeper than they are, and a comment right below it that an empty line parts from the lower one.
 */
function trailLength(gap: readonly Line[], column: number): number {
  const deeper = gap.findLastIndex(({ text }) => text.trim() !== '' && indentOf(text) > column) + 1;
  let at = deeper;
  while (at < gap.length && gap[at]?.text.trim() !== '') at += 1;
  return at > deeper && at < gap.length ? at : deeper;
}

function partOf(
  side: Side,
  spot: Spot,
  { frame, start, end }: { readonly frame: Frame; readonly start: number; readonly end: number },
): Part {
  const { column } = frame;
  const { name, node, first, last } = spot;
  const kind = frame.isList === true ? 'item' : 'entry';
  const lead = side.lines.slice(start, first);
  const inner = innerEnd(side, node, last + 1, end);
  const stretch = { from: kind === 'item' ? first : first + 1, to: inner };
  const canBeOutlined = kind === 'entry' || node.kind === 'map';
  const body = canBeOutlined ? bodyOf(side, node, stretch, kind === 'item' ? column : undefined) : undefined;
  const head = body === undefined ? side.lines.slice(first, last + 1) : side.lines.slice(first, stretch.from);
  const trail = side.lines.slice(body === undefined ? last + 1 : inner, end);
  const note = body === undefined ? noteOf(node, last - first) : 0;
  const inline = body === undefined ? inlineOf(side, node, first) : undefined;
  const comment = head.length === 0 ? undefined : commentOn(side, first + note);
  return { kind, name, column, lead, head, body, trail, note, comment, inline };
}

function commentOn(side: Side, line: number): string | undefined {
  const column = side.comments.get(line);
  return column === undefined ? undefined : side.lines[line]?.text.slice(column).trimEnd();
}

/** The comment of a block of text stands behind its header, any other behind the value. */
function noteOf(node: YamlNode, last: number): number {
  return node.kind === 'scalar' && (node.style === 'literal' || node.style === 'folded') ? 0 : last;
}

/** Where the comments below a collection end that are indented as it is: they belong into it. */
function innerEnd(side: Side, node: YamlNode, from: number, to: number): number {
  if (node.kind === 'scalar' || node.kind === 'alias') return from;
  const column = columnOf(side.text, node.start);
  const gap = side.lines.slice(from, to);
  return from + gap.findLastIndex(({ text }) => text.trim() !== '' && indentOf(text) >= column) + 1;
}

function inlineOf(side: Side, node: YamlNode, first: number): Part['inline'] {
  const { start, end } = node;
  const isPlain = node.anchor === undefined && node.tag === undefined && node.kind !== 'alias';
  if (!isPlain || side.lineAt(start) !== first || side.lineAt(end) !== first) return undefined;
  return { start: columnOf(side.text, start), end: columnOf(side.text, end) };
}

function replaced(line: Line, column: number, character: string): Line {
  return { text: line.text.slice(0, column) + character + line.text.slice(column + 1), at: line.at };
}

function indentOf(text: string): number {
  return skipSpaces(text, 0);
}

function columnOf(text: string, offset: number): number {
  return offset - lineStart(text, offset);
}
