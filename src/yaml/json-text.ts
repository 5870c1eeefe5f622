import { type ParseError, printParseErrorCode, visit } from 'jsonc-parser';
import type { YamlProblem } from './node.ts';

/** kubectl takes a text that begins with `{` for JSON, which is stricter than YAML. */
export function jsonProblem(text: string): YamlProblem[] {
  if (!/^\s*\{/.test(text) || isJson(text)) return [];
  const errors: ParseError[] = [];
  visit(
    text,
    { onError: (error, offset, length) => errors.push({ error, offset, length }) },
    { disallowComments: true, allowTrailingComma: false },
  );
  const [first] = errors;
  const reason = first === undefined ? 'more than one value' : jsonReason(first.error);
  const start = first?.offset ?? text.indexOf('{');
  return [
    {
      kind: 'syntax',
      range: { start, end: start + (first?.length ?? 1) },
      message: `a file that begins with { is read as JSON by kubectl, and this is none: ${reason}`,
      help: 'write it as JSON throughout, or as YAML without { } around it',
      fatal: false,
    },
  ];
}

/** jsonc-parser's name of an error as words: `comma expected`. */
export function jsonReason(error: ParseError['error']): string {
  return printParseErrorCode(error)
    .replace(/(?<=[a-z])(?=[A-Z])/g, ' ')
    .toLowerCase();
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
