import { Composer, Lexer, Parser } from 'yaml';
import type { Range } from '../core/text.ts';
import type { Refusal } from './events.ts';
import { limits } from './limits.ts';
import type { YamlProblem } from './node.ts';

/** A refusal as a problem, in the words of the reader that says it best. */
export function refusalProblem(text: string, { reason, position }: Refusal): YamlProblem {
  const here = { start: position, end: Math.min(position + 1, text.length) };
  if (reason.startsWith('nesting exceeded')) {
    return {
      kind: 'limit',
      range: here,
      message: `nesting deeper than ${limits.depth}`,
      help: 'no Kubernetes object nests so deep',
      fatal: true,
    };
  }
  const second = secondOpinion(text, position);
  const help = isTemplate(text, position)
    ? 'a template of Helm or Go is no YAML before it is rendered'
    : undefined;
  return {
    kind: 'syntax',
    range: second?.range ?? here,
    message: second?.message ?? lowerFirst(reason),
    ...(help === undefined ? {} : { help }),
    fatal: true,
  };
}

/** Beyond this the second reader costs more than its better words are worth. */
const longText = 1_000_000;

/**
 * The first error that the `yaml` package finds in the refused document. Its lexer and parser are driven by hand, with
 * the depth watched: composing a deeply nested text ends the whole process (measured with yaml 2.9.1).
 */
function secondOpinion(
  text: string,
  position: number,
): { readonly range: Range; readonly message: string } | undefined {
  const boundary = text.lastIndexOf('\n---', position);
  const start = boundary === -1 ? 0 : boundary + 1;
  if (text.length - start > longText) return undefined;
  const source = text.slice(start);
  const parser = new Parser();
  const tokens = [];
  for (const lexeme of new Lexer().lex(source)) {
    for (const token of parser.next(lexeme)) tokens.push(token);
    if (parser.stack.length > 2 * limits.depth) return undefined;
  }
  for (const token of parser.end()) tokens.push(token);
  const composer = new Composer({ prettyErrors: false, uniqueKeys: false, logLevel: 'silent' });
  for (const document of composer.compose(tokens, true, source.length)) {
    const [first] = document.errors;
    if (first === undefined) continue;
    const [from, to] = first.pos;
    const range = { start: start + from, end: Math.min(start + Math.max(to, from + 1), text.length) };
    return { range, message: lowerFirst(first.message).replace(/\.$/, '') };
  }
  return undefined;
}

function isTemplate(text: string, position: number): boolean {
  const start = text.lastIndexOf('\n', position - 1) + 1;
  const end = text.indexOf('\n', position);
  return /\{\{.*\}\}/.test(text.slice(start, end === -1 ? undefined : end).slice(0, 1_000));
}

function lowerFirst(text: string): string {
  return text.charAt(0).toLowerCase() + text.slice(1);
}
