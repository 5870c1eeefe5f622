/**
 * C0 but for newline and tab, DEL, C1, and the characters that reorder or hide text (bidi controls, zero-width,
 * line and paragraph separators): what a repository or a server can use to make a terminal lie. And what is no
 * character: halves of surrogate pairs, which no UTF-8 holds, U+FFFE and U+FFFF, which no XML holds.
 */
const unsafe =
  /[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200b\u200e\u200f\u2028\u2029\u202a-\u202e\u2060\u2066-\u2069\ufeff\ufffe\uffff]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g;

/** The text with every character that a terminal would act upon shown as `\x1b` or `\u202e`; newline and tab stay. */
export function escapeControl(text: string): string {
  return text.replace(unsafe, escaped);
}

/** As `escapeControl`, on one line: a newline is shown as `\n`, a tab as `\t`. */
export function escapeLine(text: string): string {
  return escapeControl(text).replaceAll('\n', '\\n').replaceAll('\t', '\\t');
}

/** A text that may be a URL, to be shown: without user name, password and query, which may hold a token. */
export function maskedUrl(text: string): string {
  return text.replace(/\/\/[^/?#]*@/, '//…@').replace(/\?.*$/s, '?…');
}

/**
 * What JSON may hold raw and its reader would act upon, in strings only: characters for a terminal, and `##[`, which
 * begins a command to the runner of GitHub Actions wherever it stands in a line.
 */
const unsafeInJson =
  /(?<=##)\[|[\x7f-\x9f\u061c\u200b\u200e\u200f\u2028\u2029\u202a-\u202e\u2060\u2066-\u2069\ufeff\ufffe\uffff]/g;

/** A text of JSON that is safe to print and says the same: what a terminal or a log would act upon stands as `\u202e`. */
export function escapeJson(text: string): string {
  return text.replace(
    unsafeInJson,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

function escaped(character: string): string {
  const code = character.charCodeAt(0);
  return code < 0x100
    ? `\\x${code.toString(16).padStart(2, '0')}`
    : `\\u${code.toString(16).padStart(4, '0')}`;
}
