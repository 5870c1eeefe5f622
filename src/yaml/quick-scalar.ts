import { lineEnd, type Range } from '../core/text.ts';
import { copied } from './leaf.ts';
import type { ScalarNode, ScalarStyle } from './node.ts';
import { skipSpaces } from './trivia.ts';

/** A scalar of the tree; its text holds on to nothing of the file's. */
export function scalar(style: ScalarStyle, text: string, { start, end }: Range): ScalarNode {
  return { kind: 'scalar', style, text: copied(text), start, end };
}

/** Where the next line begins, if nothing but a comment stands between here and there. */
export function nextLine(text: string, from: number): number | undefined {
  const at = skipSpaces(text, from);
  if (at === text.length) return at;
  const code = text.charCodeAt(at);
  if (code === newline) return at + 1;
  if (code !== hash || at === from) return undefined;
  const end = text.indexOf('\n', at);
  return end === -1 ? text.length : end + 1;
}

/** A key and the colon behind it. A plain one may hold single blanks, and colons that no blank follows. */
const key =
  /(?:"[^"\\\n]{0,200}"|'[^'\n]{0,200}'|<<|[\w$./](?:[\w$./@+~-]| (?=\w)|:(?=[\w/])){0,200}):(?=[ \n]|$)/y;

export function isKey(text: string, start: number): boolean {
  key.lastIndex = start;
  return key.test(text);
}

/** The key that stands here, if a colon follows at once. */
export function keyAt(text: string, start: number): ScalarNode | undefined {
  if (!isKey(text, start)) return undefined;
  const end = key.lastIndex - 1;
  const range = { start, end };
  const first = text.charCodeAt(start);
  if (first === doubleQuote) return scalar('double', text.slice(start + 1, end - 1), range);
  if (first === singleQuote) return scalar('single', text.slice(start + 1, end - 1), range);
  return scalar('plain', text.slice(start, end), range);
}

/** A plain or quoted scalar; its further lines stand further right than `parent`. What follows is the caller's to judge. */
export function quickScalar(text: string, start: number, parent: number): ScalarNode | undefined {
  const first = text.charCodeAt(start);
  if (first === doubleQuote) return doubleQuoted(text, start, parent);
  return first === singleQuote ? singleQuoted(text, start, parent) : plain(text, start, parent);
}

const newline = 0x0a;
const space = 0x20;
const doubleQuote = 0x22;
const hash = 0x23;
const singleQuote = 0x27;
const backslash = 0x5c;

/** What begins a plain scalar: no indicator, and three of them only where no blank follows. */
const plainStart = /[^\n\t #&*!|>'"%@`[\]{},?:-]|[?:-](?![ \t\n]|$)/y;

/** One word, or a path or URL, that ends with its line: nearly all plain scalars. */
const word = /[\w$./](?:[\w$./@+~-]|:(?=[\w/])){0,200}(?=\n)/y;

function plain(text: string, start: number, parent: number): ScalarNode | undefined {
  word.lastIndex = start;
  if (word.test(text)) {
    const end = word.lastIndex;
    if (continuation(text, end, parent) === undefined)
      return scalar('plain', text.slice(start, end), { start, end });
  }
  plainStart.lastIndex = start;
  if (!plainStart.test(text)) return undefined;
  let end = start;
  for (let from: number | undefined = start; from !== undefined; ) {
    const line: string = text.slice(from, lineEnd(text, from));
    const comment = line.indexOf(' #');
    const content = withoutBlanks(comment === -1 ? line : line.slice(0, comment));
    if (content.endsWith(':') || content.includes(': ') || content.includes('\t')) return undefined;
    end = from + content.length;
    from = comment === -1 ? continuation(text, from + line.length, parent) : undefined;
  }
  const value = joined(text.slice(start, end), parent, 'plain');
  return value === undefined ? undefined : scalar('plain', value, { start, end });
}

/** Where a plain scalar goes on that reached the end of its line. */
function continuation(text: string, end: number, parent: number): number | undefined {
  for (let line = end + 1; line < text.length; ) {
    const at = skipSpaces(text, line);
    const code = text.charCodeAt(at);
    if (code !== newline) return at - line > parent && at < text.length && code !== hash ? at : undefined;
    line = at + 1;
  }
  return undefined;
}

function singleQuoted(text: string, start: number, parent: number): ScalarNode | undefined {
  let end = text.indexOf("'", start + 1);
  while (end !== -1 && text.charCodeAt(end + 1) === singleQuote) end = text.indexOf("'", end + 2);
  const value = end === -1 ? undefined : joined(text.slice(start + 1, end), parent, 'single');
  if (value === undefined) return undefined;
  return scalar('single', value.replaceAll("''", "'"), { start, end: end + 1 });
}

function doubleQuoted(text: string, start: number, parent: number): ScalarNode | undefined {
  let end = text.indexOf('"', start + 1);
  while (end !== -1 && isEscaped(text, end)) end = text.indexOf('"', end + 1);
  const lines = end === -1 ? undefined : joined(text.slice(start + 1, end), parent, 'double');
  const value = lines?.includes('\\') === true ? unescaped(lines) : lines;
  return value === undefined ? undefined : scalar('double', value, { start, end: end + 1 });
}

/** Whether an odd number of backslashes stands before an offset. */
function isEscaped(text: string, offset: number): boolean {
  let at = offset;
  while (text.charCodeAt(at - 1) === backslash) at -= 1;
  return (offset - at) % 2 === 1;
}

/** The escapes that people write; each stands for one character in every reader. */
const escapes: Readonly<Record<string, string>> = {
  '\\"': '"',
  '\\\\': '\\',
  '\\n': '\n',
  '\\t': '\t',
  '\\ ': ' ',
};

function unescaped(text: string): string | undefined {
  let isKnown = true;
  const value = text.replace(/\\[\s\S]/g, (found) => {
    const character = escapes[found];
    if (character === undefined) isKnown = false;
    return character ?? '';
  });
  return isKnown ? value : undefined;
}

/**
 * The lines of a scalar put together, without the blanks around their ends: one newline becomes a blank; of several, the
 * first goes; a backslash in double quotes takes it away. Undefined where a line is not further right than `parent`.
 */
function joined(text: string, parent: number, style: ScalarStyle): string | undefined {
  if (!text.includes('\n')) return text;
  if (text.includes('\t')) return undefined;
  const [first = '', ...others] = text.split('\n');
  const pieces: string[] = [];
  const last = others.length - 1;
  let before = ended(first, style);
  let newlines = 0;
  for (const [index, line] of others.entries()) {
    const column = skipSpaces(line, 0);
    newlines += 1;
    if (index < last && column === line.length) continue;
    if (column <= parent) return undefined;
    if (style === 'double' && isEscaped(before, before.length)) pieces.push(before.slice(0, -1));
    else pieces.push(before, newlines === 1 ? ' ' : '\n'.repeat(newlines - 1));
    before = index < last ? ended(line.slice(column), style) : line.slice(column);
    newlines = 0;
  }
  return pieces.join('') + before;
}

/** A line without the blanks at its end, but for one that a backslash keeps. */
function ended(line: string, style: ScalarStyle): string {
  const text = withoutBlanks(line);
  const isKept = style === 'double' && text.length < line.length && isEscaped(text, text.length);
  return isKept ? `${text} ` : text;
}

function withoutBlanks(line: string): string {
  let end = line.length;
  while (line.charCodeAt(end - 1) === space) end -= 1;
  return line.slice(0, end);
}
