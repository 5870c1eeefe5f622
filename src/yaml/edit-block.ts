import { lineEnd, newlineOf, type TextEdit } from '../core/text.ts';
import type { ScalarNode } from './node.ts';
import { canBeBlock } from './write.ts';

/**
 * A new text over that of a literal block: only the lines that differ are written. Undefined where the block's header
 * would have to change, or one of the texts cannot stand in such a block.
 */
export function blockEdits(text: string, node: ScalarNode, value: string): TextEdit[] | undefined {
  const { start, end } = node.range;
  const body = text.indexOf('\n', start) + 1;
  if (
    node.style !== 'literal' ||
    body === 0 ||
    body > end ||
    /\d/.test(text.slice(start, lineEnd(text, start)))
  )
    return undefined;
  const last = /\n*$/;
  if (!canBeBlock(`${value}\n`) || last.exec(value)?.[0] !== last.exec(node.text)?.[0]) return undefined;
  const before = node.text.replace(last, '').split('\n');
  const after = value.replace(last, '').split('\n');
  const margin = /^ */.exec(text.slice(body, lineEnd(text, body)))?.[0] ?? '';
  let same = 0;
  while (same < Math.min(before.length, after.length) && before[same] === after[same]) same += 1;
  let tail = 0;
  const rest = Math.min(before.length, after.length) - same;
  while (tail < rest && before.at(-1 - tail) === after.at(-1 - tail)) tail += 1;
  const starts = [body];
  for (const _ of before) {
    const newline = text.indexOf('\n', starts.at(-1) ?? body);
    starts.push(newline === -1 ? text.length : newline + 1);
  }
  const lines = after.slice(same, after.length - tail);
  const newline = newlineOf(text);
  const from = starts[same] ?? body;
  const to = starts[before.length - tail] ?? end;
  const written = lines.map((line) => (line === '' ? newline : margin + line + newline)).join('');
  const isAtEnd = to === text.length && !text.endsWith('\n');
  if (isAtEnd && lines.length === 0) return undefined;
  return [{ range: { start: from, end: to }, text: isAtEnd ? written.slice(0, -newline.length) : written }];
}
