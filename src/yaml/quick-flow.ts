import { lineEnd } from '../core/text.ts';
import type { Entry, ListNode, MapNode, ScalarNode, YamlNode } from './node.ts';
import { quickScalar, scalar } from './quick-scalar.ts';
import { skipSpaces } from './trivia.ts';

/** A plain scalar inside brackets, as far as its characters mean nothing there. */
const word = /-?[\w$./][\w$./@+~-]{0,200}/y;

/** What people write by hand; each scalar looks for the end of its line. */
const longest = 1_000;
const deepest = 5;

/** `[a, "b"]` or `{a: b}` on one line, with nothing inside but scalars and more of the same. */
export function quickFlow(text: string, start: number): ListNode | MapNode | undefined {
  return lineEnd(text, start) - start > longest ? undefined : brackets(text, start, 1);
}

function brackets(text: string, start: number, depth: number): ListNode | MapNode | undefined {
  if (depth > deepest) return undefined;
  const isMap = text[start] === '{';
  const closing = isMap ? '}' : ']';
  const entries: Entry[] = [];
  const items: YamlNode[] = [];
  let at = skipSpaces(text, start + 1);
  while (text[at] !== closing) {
    const key = isMap ? leaf(text, at) : undefined;
    if (isMap && (key === undefined || !text.startsWith(': ', key.end))) return undefined;
    const node = inside(text, key === undefined ? at : skipSpaces(text, key.end + 1), depth);
    if (node === undefined) return undefined;
    if (key === undefined) items.push(node);
    else entries.push({ key, value: node });
    at = skipSpaces(text, node.end);
    if (text[at] === closing) break;
    if (text[at] !== ',') return undefined;
    at = skipSpaces(text, at + 1);
    if (text[at] === closing) return undefined;
  }
  const end = at + 1;
  return isMap
    ? { kind: 'map', flow: true, entries, start, end }
    : { kind: 'list', flow: true, items, start, end };
}

function inside(text: string, at: number, depth: number): YamlNode | undefined {
  return text[at] === '[' || text[at] === '{' ? brackets(text, at, depth + 1) : leaf(text, at);
}

function leaf(text: string, start: number): ScalarNode | undefined {
  if (text[start] === '"' || text[start] === "'") return quickScalar(text, start, Number.POSITIVE_INFINITY);
  word.lastIndex = start;
  if (!word.test(text)) return undefined;
  const end = word.lastIndex;
  return scalar('plain', text.slice(start, end), { start, end });
}
