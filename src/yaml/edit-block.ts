import { lineEnd, newlineOf, type TextEdit } from '../core/text.ts';
import type { ScalarNode } from './node.ts';
import { coreTag } from './scalar.ts';
import { chomping, isBlockable } from './write.ts';

/**
 * A new text over that of a literal block: only the lines that differ are written, and the header where the text's
 * beginning or end needs another one. Undefined where one of the texts cannot stand in such a block, or one line would do.
 * @param above the column of the block's key or dash, which the width in a header counts from
 */
export function blockEdits(
  text: string,
  node: ScalarNode,
  value: string,
  above?: number,
): TextEdit[] | undefined {
  const block = literalBlock(text, node);
  if (block === undefined || !isBlockable(`${value}\n`) || /^\s*\t/.test(value)) return undefined;
  const { starts, margin } = block;
  const isSameEnd = newlinesAtEnd(value) === newlinesAtEnd(node.text);
  if (!isSameEnd && !value.includes('\n')) return undefined;
  const header = headerEdits(text, node, {
    value,
    isSameEnd,
    width: margin.length - (above ?? margin.length),
  });
  const trail = isSameEnd ? undefined : trailOf(text, block, newlinesAtEnd(value));
  if (header === undefined || trail === 'commented') return undefined;
  const before = linesOf(node.text);
  const after = linesOf(value);
  const contentEnd = starts[before.length] ?? text.length;
  const isOpen = contentEnd === text.length && !text.endsWith('\n');
  // A last line without newline is written anew, so that none is left above it.
  const most = Math.min(before.length, after.length) - (isOpen ? 1 : 0);
  let same = 0;
  while (same < most && before[same] === after[same]) same += 1;
  const rest = Math.min(before.length, after.length) - same;
  let tail = 0;
  while (tail < rest && before.at(-1 - tail) === after.at(-1 - tail)) tail += 1;
  const newline = newlineOf(text);
  const from = starts[same] ?? contentEnd;
  const tailStart = starts[before.length - tail] ?? contentEnd;
  const lines = after
    .slice(same, after.length - tail)
    .map((line) => (line === '' ? newline : margin + line + newline))
    .join('');
  if (trail === undefined) {
    const isLast = isOpen && tail === 0;
    const written = isLast ? lines.slice(0, -newline.length) : lines;
    return [...header, { range: { start: from, end: tailStart }, text: written }];
  }
  const closing = isOpen && tail > 0 ? newline : '';
  return [
    ...header,
    { range: { start: from, end: tailStart }, text: lines },
    { range: { start: contentEnd, end: trail.end }, text: closing + newline.repeat(trail.lines) },
  ];
}

interface LiteralBlock {
  /** Where each line of the text begins in the file, and where what is below them does. */
  readonly starts: readonly number[];
  readonly margin: string;
  readonly keepsNewlines: boolean;
}

/** Where the lines of a literal block stand; undefined for other scalars, and for a block without any text. */
function literalBlock(text: string, node: ScalarNode): LiteralBlock | undefined {
  const { start, end } = node;
  const body = text.indexOf('\n', start) + 1;
  if (node.style !== 'literal' || body === 0 || body > end) return undefined;
  if (node.tag !== undefined && coreTag(node.tag) !== 'str') return undefined;
  const lines = linesOf(node.text);
  const starts = [body];
  for (const _ of lines) {
    const newline = text.indexOf('\n', starts.at(-1) ?? body);
    starts.push(newline === -1 ? text.length : newline + 1);
  }
  const filled = lines.findIndex((line) => line !== '');
  const at = starts[filled];
  if (at === undefined) return undefined;
  const margin = text.slice(at, lineEnd(text, at) - (lines[filled]?.length ?? 0));
  return { starts, margin, keepsNewlines: /^\|[1-9]?\+/.test(text.slice(start, start + 3)) };
}

/** The header for another text; undefined where its width would have to be said and cannot be. */
function headerEdits(
  text: string,
  node: ScalarNode,
  {
    value,
    isSameEnd,
    width,
  }: { readonly value: string; readonly isSameEnd: boolean; readonly width: number },
): TextEdit[] | undefined {
  const [written = '|'] = /^\|[-+1-9]*/.exec(text.slice(node.start, node.start + 3)) ?? [];
  const said = /[1-9]/.exec(written)?.[0] ?? '';
  // Only spaces before the first text hide how deep it is; empty lines do not.
  const needsWidth = said === '' && /^\n* /.test(value);
  if (needsWidth && (width < 1 || width > 9)) return undefined;
  const end = isSameEnd ? (/[-+]/.exec(written)?.[0] ?? '') : chomping(value);
  const wanted = `|${needsWidth ? width : said}${end}`;
  const isSame = wanted === written || (isSameEnd && !needsWidth);
  const { start } = node;
  return isSame ? [] : [{ range: { start, end: start + written.length }, text: wanted }];
}

/**
 * Where the empty lines below a block end, and how many there are to be; `commented` where they would have to count and a
 * comment is below them, which readers take differently.
 */
function trailOf(
  text: string,
  { starts, keepsNewlines }: LiteralBlock,
  newlines: number,
): { readonly end: number; readonly lines: number } | 'commented' {
  const start = starts.at(-1) ?? text.length;
  const counts = newlines > 1;
  if (!counts && !keepsNewlines) return { end: start, lines: 0 };
  let end = start;
  while (end < text.length && text.slice(end, lineEnd(text, end)).trim() === '') {
    const newline = text.indexOf('\n', end);
    end = newline === -1 ? text.length : newline + 1;
  }
  if (counts && text.slice(end, lineEnd(text, end)).trimStart().startsWith('#')) return 'commented';
  return { end, lines: counts ? newlines - 1 : 0 };
}

function linesOf(value: string): string[] {
  return value.slice(0, value.length - newlinesAtEnd(value)).split('\n');
}

function newlinesAtEnd(value: string): number {
  let end = value.length;
  while (end > 0 && value[end - 1] === '\n') end -= 1;
  return value.length - end;
}
