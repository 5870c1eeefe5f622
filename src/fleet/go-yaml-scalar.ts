import { keptForWords } from '../core/once.ts';
import { plainValue } from '../yaml/scalar.ts';
import { timestampText } from '../yaml/timestamp.ts';

/** Where a scalar is written. */
export interface Spot {
  /** The column at which it begins. */
  readonly column: number;
  /** The column of its further lines. */
  readonly indent: number;
  /** Of a key on one line with its value nothing is folded. */
  readonly isKey: boolean;
}

/** A text as go-yaml v2 writes it (`encode.go`, `emitterc.go`): plain where it stays a text, else in the fewest quotes. */
export function goScalar(text: string, spot: Spot): string {
  const fits = spot.isKey || spot.column + text.length < width;
  switch (styleOf(text)) {
    case 'plain':
      return fits ? text : folded(text, spot, { quote: '', inside: (character) => character });
    case 'single':
      return folded(text, spot, {
        quote: "'",
        inside: (character) => (character === "'" ? "''" : character),
      });
    case 'double':
      return folded(text, spot, { quote: '"', inside: escaped });
    case 'literal':
      return literal(text, spot.indent);
  }
}

/** Whether a key stands on one line with its value; else it gets a `?`. */
export function isSimpleKey(key: string): boolean {
  if (lineBreak.test(key) || key.length > 128) return false;
  // A unit of UTF-16 has three bytes at most.
  return key.length * 3 <= 128 || new TextEncoder().encode(key).length <= 128;
}

type Style = 'plain' | 'single' | 'double' | 'literal';

const styleOf = keptForWords((text): Style => {
  if (word.test(text)) return 'plain';
  const isOdd = unprintable.test(text) || / [\n]/.test(text);
  if (text.includes('\n')) return isOdd || text.endsWith(' ') ? 'double' : 'literal';
  if (isOdd || readsAsOther(text)) return 'double';
  return indicator.test(text) ? 'single' : 'plain';
});

/** Longer than all of YAML's words, and like none of its numbers: what most keys and values are. */
const word = /^[A-Za-z][\w./-]{5,}$/;

/** Whether it would be no text without quotes, or a number in base 60 to others (YAML 1.1). */
function readsAsOther(text: string): boolean {
  if (typeof plainValue(text, 'kubectl') !== 'string') return true;
  return timestampText(text) !== undefined || base60.test(text);
}

const lineBreak = /[\n\r\x85\u2028\u2029]/;
/** What libyaml holds unprintable, all beyond 16 bits with it, and line breaks of Unicode, which it would write as they are. */
const unprintable = /[^\n\x20-\x7e\xa0-\u2027\u202a-\ud7ff\ue000-\ufefe\uff00-\ufffd]/;
/** Where a plain scalar would be something else: blanks at its ends, signs at its beginning, `: ` and ` #` inside. */
const indicator = /^[#,[\]{}&*!|>'"%@` ]|^[-?:](?: |$)|^---|^\.\.\.|:(?: |$)| #| $/;
const base60 = /^[-+]?[0-9][0-9_]*(?::[0-5]?[0-9])+(?:\.[0-9_]*)?$/;

/** Lines longer than this are broken at the next blank between words. */
const width = 80;

function folded(
  text: string,
  { column, indent, isKey }: Spot,
  { quote, inside }: { readonly quote: string; readonly inside: (character: string) => string },
): string {
  const characters = [...text];
  let at = column + quote.length;
  let result = quote;
  for (const [index, character] of characters.entries()) {
    const next = characters[index + 1];
    const isBetween = character === ' ' && characters[index - 1] !== ' ' && index > 0 && next !== undefined;
    if (isBetween && !isKey && at > width && (next !== ' ' || quote === '"')) {
      result += `\n${' '.repeat(indent)}${next === ' ' ? '\\' : ''}`;
      at = indent + (next === ' ' ? 1 : 0);
      continue;
    }
    const written = inside(character);
    result += written;
    at += character.length === written.length ? 1 : written.length;
  }
  return result + quote;
}

function escaped(character: string): string {
  const short = shortEscapes.get(character);
  if (short !== undefined) return short;
  if (!unprintable.test(character)) return character;
  const code = character.codePointAt(0) ?? 0;
  const hex = (digits: number) => code.toString(16).toUpperCase().padStart(digits, '0');
  if (code <= 0xff) return `\\x${hex(2)}`;
  return code <= 0xffff ? `\\u${hex(4)}` : `\\U${hex(8)}`;
}

const shortEscapes: ReadonlyMap<string, string> = new Map([
  ['\x00', '\\0'],
  ['\x07', '\\a'],
  ['\b', '\\b'],
  ['\t', '\\t'],
  ['\n', '\\n'],
  ['\v', '\\v'],
  ['\f', '\\f'],
  ['\r', '\\r'],
  ['\x1b', '\\e'],
  ['"', '\\"'],
  ['\\', '\\\\'],
  ['\x85', '\\N'],
  ['\u2028', '\\L'],
  ['\u2029', '\\P'],
]);

function literal(text: string, indent: number): string {
  const hint = /^[ \n]/.test(text) ? '2' : '';
  const chomping = !text.endsWith('\n') ? '-' : text === '\n' || text.endsWith('\n\n') ? '+' : '';
  const margin = ' '.repeat(indent);
  const lines = text.split('\n').map((line) => (line === '' ? '' : margin + line));
  return `|${hint}${chomping}\n${lines.join('\n')}`;
}
