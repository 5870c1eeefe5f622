import { lineEnd, lineStart, type Range, type TextEdit } from '../core/text.ts';
import type { Entry, ListNode, MapNode } from './node.ts';
import { skipTrivia } from './trivia.ts';

/** Removes one of several entries of a mapping. */
export function removeEntry(text: string, map: MapNode, entry: Entry): TextEdit[] {
  const index = map.entries.indexOf(entry);
  const parts = map.entries.map(({ key, value }) => ({
    start: key.start,
    end: Math.max(value.end, key.end),
  }));
  return remove(text, parts, index, map.flow);
}

/** Removes one of several items of a list. */
export function removeItem(text: string, list: ListNode, index: number): TextEdit[] {
  let behind = list.start;
  const parts = list.items.map((item) => {
    const start = list.flow ? item.start : skipTrivia(text, behind);
    behind = item.end;
    return { start, end: item.end };
  });
  return remove(text, parts, index, list.flow);
}

/** @param parts each entry or item from its key or dash to its end; at least two */
function remove(text: string, parts: readonly Range[], index: number, flow: boolean): TextEdit[] {
  const part = parts[index];
  if (part === undefined) return [];
  const next = parts[index + 1];
  const previous = parts[index - 1];
  if (flow) {
    if (next !== undefined) return [cut(part.start, next.start)];
    return [cut(previous?.end ?? part.start, part.end)];
  }
  const start = lineStart(text, part.start);
  const isFirstOnLine = text.slice(start, part.start).trim() === '';
  // The first entry of an item stands behind its dash: the next entry takes its place there.
  if (!isFirstOnLine) return next === undefined ? [] : [cut(part.start, next.start)];
  const end = lineEnd(text, part.end);
  const newline = text.indexOf('\n', end);
  if (newline !== -1) return [cut(start, newline + 1)];
  return [cut(start === 0 ? 0 : lineEnd(text, lineStart(text, start - 1)), end)];
}

function cut(start: number, end: number): TextEdit {
  return { range: { start, end }, text: '' };
}
