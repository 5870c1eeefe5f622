import { lineEnd, type Range, rangeOf } from '../core/text.ts';
import type { ScalarNode, ScalarStyle } from './node.ts';

/** A text inside a scalar of another text, as a values.yaml inside a ConfigMap. */
export interface Embedded {
  readonly text: string;
  /** Where a stretch of the inner text stands in the outer one; exact but for folded lines and escapes, where it is near. */
  toOuter(range: Range): Range;
}

/** From the inner offset `inner` on, the texts run in step from the outer offset `outer`, for `length` characters. */
interface Stretch {
  readonly inner: number;
  readonly outer: number;
  readonly length: number;
}

/** The text of a scalar, with its way back into the outer text. */
export function embedded(outer: string, scalar: ScalarNode): Embedded {
  const { text } = scalar;
  const stretches = stretchesOf(outer, scalar);
  const offset = (inner: number): number => {
    let low = 0;
    let high = stretches.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((stretches[middle]?.inner ?? 0) <= inner) low = middle;
      else high = middle - 1;
    }
    const stretch = stretches[low];
    if (stretch === undefined) return scalar.start;
    return stretch.outer + Math.max(0, Math.min(inner - stretch.inner, stretch.length));
  };
  return {
    text,
    toOuter({ start, end }) {
      const from = offset(start);
      // The end belongs to the character before it: it must not slip into the next line's indentation.
      const to = end > start ? offset(end - 1) + 1 : from;
      return { start: from, end: Math.max(from, to) };
    },
  };
}

function stretchesOf(outer: string, scalar: ScalarNode): readonly Stretch[] {
  switch (scalar.style) {
    case 'literal':
    case 'folded':
      return ofBlock(outer, scalar);
    case 'plain':
      return ofLine(outer, scalar, rangeOf(scalar));
    case 'single':
    case 'double':
      return ofLine(outer, scalar, { start: scalar.start + 1, end: scalar.end - 1 });
  }
}

/** Line by line: each inner line is found behind the indentation of its outer line. */
function ofBlock(outer: string, scalar: ScalarNode): readonly Stretch[] {
  const stretches: Stretch[] = [];
  const { text, style } = scalar;
  let at = outer.indexOf('\n', scalar.start) + 1;
  if (at === 0) return stretches;
  const indent = indentOf(outer, scalar, at);
  for (let inner = 0; inner < text.length && at <= outer.length; ) {
    const end = lineEnd(outer, at);
    const from = Math.min(at + indent, end);
    const length = end - from;
    at = nextLine(outer, end);
    if (style === 'folded') {
      // Between folded lines the inner text has a blank, or newlines: the line itself is the next that matches.
      const found = length === 0 ? -1 : text.indexOf(outer.slice(from, end), inner);
      if (found === -1) continue;
      inner = found;
    }
    stretches.push({ inner, outer: from, length: length + 1 });
    inner += style === 'folded' ? length : length + 1;
  }
  return stretches;
}

function nextLine(outer: string, end: number): number {
  const newline = outer.indexOf('\n', end);
  return newline === -1 ? outer.length + 1 : newline + 1;
}

/** Spaces before the block's lines: those of its first line with text, less what the text itself begins with. */
function indentOf(outer: string, scalar: ScalarNode, body: number): number {
  let at = body;
  while (at < outer.length) {
    const end = lineEnd(outer, at);
    const line = outer.slice(at, end);
    if (/[^ ]/.test(line)) return spaces(line) - spaces(scalar.text.replace(/^(?: *\n)+/, ''));
    at = nextLine(outer, end);
  }
  return 0;
}

function spaces(line: string): number {
  return /^ */.exec(line)?.[0].length ?? 0;
}

/** A plain or quoted scalar: character by character, an escape or a fold counting as one. */
function ofLine(outer: string, { text, style }: ScalarNode, { start, end }: Range): readonly Stretch[] {
  const stretches: Stretch[] = [{ inner: 0, outer: start, length: text.length }];
  if (end - start === text.length) return stretches;
  let at = start;
  for (let inner = 0; inner < text.length && at < end; inner += 1) {
    // A line break behind a backslash stands for nothing.
    if (style === 'double') at += matchLength(/\\\r?\n[ \t]*/y, outer, at);
    const length = writtenLength(outer, at, style, text.charCodeAt(inner));
    stretches.push({ inner, outer: at, length: 1 });
    at += length;
  }
  return stretches;
}

/** How many characters of the outer text stand for the inner one that begins there. */
function writtenLength(outer: string, at: number, style: ScalarStyle, code: number): number {
  if (style === 'double' && outer[at] === '\\')
    return matchLength(/\\(?:x..|u.{4}|U.{8}|[\s\S])/y, outer, at);
  if (style === 'single' && outer[at] === "'" && outer[at + 1] === "'") return 2;
  const fold = matchLength(/[ \t]*\r?\n[ \t\r\n]*/y, outer, at);
  if (fold === 0) return 1;
  const newlines = outer.slice(at, at + fold).split('\n').length - 1;
  // A fold of one line break is a blank; of several, one newline less than there are.
  return code === 0x0a && newlines > 2 ? outer.indexOf('\n', at) + 1 - at : fold;
}

function matchLength(pattern: RegExp, text: string, at: number): number {
  pattern.lastIndex = at;
  return pattern.exec(text)?.[0].length ?? 0;
}
