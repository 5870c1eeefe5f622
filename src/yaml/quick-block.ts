import { copied } from './leaf.ts';
import type { ScalarNode } from './node.ts';
import { nextLine, scalar } from './quick-scalar.ts';
import { skipSpaces } from './trivia.ts';

/** Blocks further right are left to the parser. */
const farthest = 80;

/**
 * The block of text whose header begins here and whose first line, further right than `parent`, decides the indentation;
 * undefined when it is none. Its lines are not walked through: expressions find its end, and take its indentation away.
 */
export function quickBlock(text: string, start: number, parent: number): ScalarNode | undefined {
  const mark = text[start + 1];
  const chomping = mark === '-' || mark === '+' ? mark : '';
  const body = nextLine(text, start + 1 + chomping.length);
  if (body === undefined) return undefined;
  let line = body;
  while (text.charCodeAt(line) === newline) line += 1;
  const content = skipSpaces(text, line);
  const indent = content - line;
  const isOdd = text.charCodeAt(content) === newline || text.charCodeAt(content) === tab;
  if (isOdd || indent <= parent || indent > farthest) return undefined;
  const behind = lineBehind(text, content, indent);
  if (behind === undefined) return undefined;
  const last = lastNewline(text, behind, indent);
  const isKept = chomping === '+';
  const end = isKept ? behind : last + (chomping === '-' ? 0 : 1);
  const written = text.slice(line === body ? content : body, end);
  const lines = written.replace(margin(indent), '\n');
  const close = isKept ? behind - 1 : last;
  // What was replaced in is a text of its own.
  const own = lines.length === written.length ? copied(lines) : lines;
  if (text[start] === '|') return { kind: 'scalar', style: 'literal', text: own, start, end: close };
  return isKept || hasOwnLayout.test(lines)
    ? undefined
    : scalar('folded', folded(lines), { start, end: close });
}

const tab = 0x09;
const newline = 0x0a;

/**
 * Where the first line begins that is neither blank nor as deep as the block. A newline that is missing at the end of
 * the text counts as if it were there; undefined when only blanks stand behind the last one.
 */
function lineBehind(text: string, content: number, indent: number): number | undefined {
  const border = shallower(indent);
  border.lastIndex = content;
  while (border.test(text)) {
    const line = border.lastIndex;
    if (line === text.length) return line;
    const at = skipSpaces(text, line);
    if (text.charCodeAt(at) !== newline) return line;
    border.lastIndex = at;
  }
  return text.endsWith(' ') ? undefined : text.length + 1;
}

/** The newline of the block's last line that has content; more spaces than the indentation are content. */
function lastNewline(text: string, behind: number, indent: number): number {
  let last = behind - 1;
  for (;;) {
    const line = text.lastIndexOf('\n', last - 1) + 1;
    if (last - line > indent || skipSpaces(text, line) < last) return last;
    last = line - 1;
  }
}

/** Lines that begin with a blank, and empty ones at the beginning, are not joined to their neighbours. */
const hasOwnLayout = /(?:^|\n)[ \t]|^\n/;

/** A newline becomes a blank; of several, the first goes. The last is the text's end. */
function folded(lines: string): string {
  return lines.replace(/\n+(?!\n|$)/g, (newlines) => (newlines.length === 1 ? ' ' : newlines.slice(1)));
}

/** Newlines that something less deep follows. */
const shallower = byIndent((indent) => new RegExp(`\\n(?!\\n| {${indent}})`, 'g'));

/** The indentation behind a newline; blank lines may have less. */
const margin = byIndent((indent) => new RegExp(`\\n {1,${indent}}`, 'g'));

function byIndent(make: (indent: number) => RegExp): (indent: number) => RegExp {
  const made = new Map<number, RegExp>();
  return (indent) => {
    const known = made.get(indent);
    if (known !== undefined) return known;
    const expression = make(indent);
    made.set(indent, expression);
    return expression;
  };
}
