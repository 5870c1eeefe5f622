import { lineEnd } from '../core/text.ts';
import type { YamlProblem } from './node.ts';

/**
 * What is wrong with a text before any parser sees it: characters that Kubernetes refuses or the readers take
 * differently, directives, and text on a `---` line.
 */
export function guardText(text: string): YamlProblem[] {
  return [...characterProblems(text), ...lineProblems(text)];
}

/** Characters beyond what both readers take as they stand; one problem per file, at the first. */
function characterProblems(text: string): YamlProblem[] {
  if (!unusual.test(text)) return [];
  const found = suspicious.exec(text);
  if (found === null) return [];
  const code = text.codePointAt(found.index) ?? 0;
  const name = `U+${code.toString(16).toUpperCase().padStart(4, '0')}`;
  return [
    {
      kind: 'control-character',
      range: { start: found.index, end: found.index + 1 },
      message: `character ${name}${describe(code)} does not belong in a YAML file`,
      help:
        code === 0x0d
          ? 'end lines with a newline, or with carriage return and newline'
          : 'remove it, or write it as an escape in double quotes',
      fatal: true,
    },
  ];
}

/** What most files have nothing of: looking for it takes a third of the time. */
const unusual = /[^\t\n -~]/;

/** A byte order mark is allowed at the very beginning only; a carriage return only before a newline. */
const suspicious =
  /[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\ufffe\uffff]|\r(?!\n)|(?<!^)\ufeff|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/;

function describe(code: number): string {
  if (code === 0x0d) return ' (a carriage return without newline)';
  if (code === 0x85 || code === 0x2028 || code === 0x2029) return ' (a line break to some readers)';
  if (code === 0xfeff) return ' (a byte order mark)';
  if (code >= 0xd800 && code <= 0xdfff) return ' (half of a surrogate pair)';
  if (code < 0x20 || (code >= 0x7f && code <= 0x9f)) return ' (a control character)';
  return '';
}

/** Lines that begin with `%` or with `---` and more: both readers look at them before they look at YAML. */
function* lineProblems(text: string): Iterable<YamlProblem> {
  for (const start of text.includes('%') ? lineStarts(text, '%') : []) {
    const end = lineEnd(text, start);
    yield {
      kind: 'directive',
      range: { start, end },
      message: `directive ${shorten(text.slice(start, end))} is refused by Kubernetes`,
      help: 'remove the line',
      fatal: false,
    };
  }
  for (const start of lineStarts(text, '---')) {
    const end = lineEnd(text, start);
    const rest = text.slice(start + 3, end).trim();
    if (rest === '' || rest.startsWith('#')) continue;
    yield {
      kind: 'separator',
      range: { start, end },
      message: `text on the line of a document separator: ${shorten(rest)}`,
      help: 'put --- on a line of its own; kubectl refuses anything else',
      fatal: false,
    };
  }
}

/** The offsets of lines that begin with `mark`, a byte order mark before the first not counted. */
function* lineStarts(text: string, mark: string): Iterable<number> {
  const first = text.charCodeAt(0) === 0xfeff ? 1 : 0;
  if (text.startsWith(mark, first)) yield first;
  const pattern = `\n${mark}`;
  for (let at = text.indexOf(pattern); at !== -1; at = text.indexOf(pattern, at + 1)) yield at + 1;
}

function shorten(text: string): string {
  return text.length <= 40 ? text : `${text.slice(0, 39)}…`;
}
