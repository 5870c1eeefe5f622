import { Composer, Lexer, Parser } from 'yaml';
import { lineEnd, type Range } from '../core/text.ts';
import { limits } from './limits.ts';

/** Beyond this the second reader costs more than its better words are worth. */
const longText = 1_000_000;

/**
 * The first error that the `yaml` package finds in the refused document. Its lexer and parser are driven by hand, with
 * the depth watched: composing a deeply nested text ends the whole process (measured with yaml 2.9.1).
 */
export function secondOpinion(
  text: string,
  position: number,
): { readonly range: Range; readonly message: string } | undefined {
  const boundary = text.lastIndexOf('\n---', position);
  const start = boundary === -1 ? 0 : boundary + 1;
  if (text.length - start > longText) return undefined;
  const source = text.slice(start);
  const parser = new Parser();
  const tokens = [];
  let offset = start;
  let openQuote: number | undefined;
  for (const lexeme of new Lexer().lex(source)) {
    if (/^(["'])(?:[\s\S]*[^"'])?$/.test(lexeme)) openQuote = offset;
    // Marks of the lexer that are not in the text.
    if (!/^[\x02\x18\x1f]$/.test(lexeme)) offset += lexeme.length;
    for (const token of parser.next(lexeme)) tokens.push(token);
    if (parser.stack.length > 2 * limits.depth) return undefined;
  }
  for (const token of parser.end()) tokens.push(token);
  const composer = new Composer({ prettyErrors: false, uniqueKeys: false, logLevel: 'silent' });
  for (const document of composer.compose(tokens, true, source.length)) {
    const [first] = document.errors;
    if (first === undefined) continue;
    const message = lowerFirst(first.message).replace(/\.$/, '');
    if (openQuote !== undefined && message.startsWith('missing closing')) {
      return {
        range: { start: openQuote, end: lineEnd(text, openQuote) },
        message: 'a quote that is never closed',
      };
    }
    const [from, to] = first.pos;
    const range = { start: start + from, end: Math.min(start + Math.max(to, from + 1), text.length) };
    return { range, message };
  }
  return undefined;
}

function lowerFirst(text: string): string {
  return text.charAt(0).toLowerCase() + text.slice(1);
}
