/**
 * What JSON may hold raw and its reader would act upon, in strings only: characters for a terminal, and `##[`, which
 * begins a command to the runner of GitHub Actions wherever it stands in a line.
 */
const raw =
  /(?<=##)\[|[\x7f-\x9f\u061c\u200b\u200e\u200f\u2028\u2029\u202a-\u202e\u2060\u2066-\u2069\ufeff]/g;

/** A value as an indented JSON text that is safe to print: what a terminal or a log would act upon stands as `\u202e`. */
export function jsonDocument(value: unknown): string {
  return `${JSON.stringify(value, undefined, 2).replace(raw, escaped)}\n`;
}

function escaped(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
}
