import { KitError } from '../core/errors.ts';
import { withoutTrailing } from '../core/text.ts';

/**
 * A value as YAML on one line, to stand behind `key: ` or `- `: plain where every reader takes it as the same text,
 * else in double quotes. @throws KitError `unwritable-character`
 */
export function scalarText(value: string | number | boolean | null): string {
  if (typeof value === 'number' && !Number.isFinite(value)) {
    throw new KitError('unwritable-number', `${value} cannot be written: JSON has no such number`);
  }
  if (typeof value !== 'string') return String(value);
  return isSafePlain(value) ? value : quoted(value);
}

/**
 * A text as what stands behind `key: `: a literal block that keeps it to the last newline, or double quotes.
 * @param indent spaces before each line of the block
 * @param keyColumn spaces before the key: with it a text that begins with spaces or empty lines can be a block as well
 * @throws KitError `unwritable-character`
 */
export function textValue(text: string, indent: number, keyColumn?: number): string {
  const width = canBeBlock(text) ? '' : indicated(text, indent, keyColumn);
  if (width === undefined) return scalarText(text);
  const body = text.endsWith('\n') ? text.slice(0, -1) : text;
  const margin = ' '.repeat(indent);
  const lines = body.split('\n').map((line) => (line === '' ? '' : margin + line));
  return [`|${width}${chomping(text)}`, ...lines].join('\n');
}

/** Whether both readers take a text from a literal block exactly as it is. */
export function canBeBlock(text: string): boolean {
  return text.includes('\n') && !/^[ \n\t]/.test(text) && isBlockable(text);
}

/**
 * How wide the block of a text is that begins with spaces or empty lines (YAML 1.2, 8.1.1.1): readers cannot tell it
 * then. Undefined where they would not agree: kustomize cannot read back what it makes of a tab at the beginning.
 */
function indicated(text: string, indent: number, keyColumn: number | undefined): string | undefined {
  const width = indent - (keyColumn ?? indent);
  return width < 1 || width > 9 || /^\s*\t/.test(text) || !isBlockable(text) ? undefined : String(width);
}

/** Whether a text can stand in a literal block whose header may say its width. */
export function isBlockable(text: string): boolean {
  if (!text.includes('\n')) return false;
  if (unprintable.test(text)) return false;
  const body = withoutTrailing(text, '\n');
  return body.slice(body.lastIndexOf('\n') + 1).trim() !== '';
}

/** A text in double quotes on one line. @throws KitError `unwritable-character` */
export function quoted(text: string): string {
  return `"${text.replace(special, (found, offset: number) => escaped(found, offset))}"`;
}

/** What a block may not hold: control characters, other line breaks, byte order marks, half surrogate pairs. */
const unprintable =
  /[^\t\n\x20-\x7e\xa0-\u2027\u202a-\ufefe\uff00-\ufffd]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/;
const special =
  /["\\\x00-\x1f\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g;

/** How the header of a literal block says the end of its text. */
export function chomping(text: string): string {
  if (!text.endsWith('\n')) return '-';
  return text.endsWith('\n\n') ? '+' : '';
}

/** Letters first, then what never means anything to YAML; none of YAML 1.1's words. */
function isSafePlain(text: string): boolean {
  return /^[A-Za-z_][A-Za-z0-9_./-]*$/.test(text) && !words.test(text);
}

const words = /^(?:y|yes|n|no|on|off|true|false|null|nan|inf)$/i;

function escaped(character: string, offset: number): string {
  const code = character.charCodeAt(0);
  if (code === 0 || code >= 0xfffe || (code >= 0x7f && code <= 0x9f) || (code >= 0xd800 && code <= 0xdfff)) {
    const name = `U+${code.toString(16).toUpperCase().padStart(4, '0')}`;
    throw new KitError(
      'unwritable-character',
      `character ${name} at offset ${offset} cannot be written as YAML`,
    );
  }
  const short = shortEscapes.get(character);
  if (short !== undefined) return short;
  return code <= 0xff
    ? `\\x${code.toString(16).padStart(2, '0')}`
    : `\\u${code.toString(16).padStart(4, '0')}`;
}

const shortEscapes = new Map([
  ['"', '\\"'],
  ['\\', '\\\\'],
  ['\n', '\\n'],
  ['\t', '\\t'],
  ['\r', '\\r'],
]);
