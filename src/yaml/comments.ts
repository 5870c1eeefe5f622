import { lineEnd, type Range } from '../core/text.ts';
import type { YamlDocument, YamlNode } from './node.ts';
import { readYaml } from './read.ts';

/** The comments of a text, from their `#` to the line's end, in order. What looks like one inside a scalar is none. */
export function commentsIn(text: string): string[] {
  return commentRanges(text, readYaml(text).documents).map(({ start, end }) => text.slice(start, end));
}

/** Where the comments of a text stand that was read: each from its `#` to its last character that is no blank. */
export function commentRanges(text: string, documents: readonly YamlDocument[]): Range[] {
  const values: Range[] = [];
  for (const { root } of documents) if (root !== undefined) collect(text, root, values);
  values.sort((a, b) => a.start - b.start);
  const comments: Range[] = [];
  let at = 0;
  for (const { start, end } of [...values, { start: text.length, end: text.length }]) {
    for (let mark = text.indexOf('#', at); mark !== -1 && mark < start; mark = text.indexOf('#', at)) {
      const isComment = mark === 0 || /\s/.test(text[mark - 1] ?? '');
      at = isComment ? lineEnd(text, mark) : mark + 1;
      if (isComment) comments.push({ start: mark, end: mark + text.slice(mark, at).trimEnd().length });
    }
    at = Math.max(at, end);
  }
  return comments;
}

/** The comments of one text that another has no more; each as often as it went. */
export function lostComments(before: string, after: string): string[] {
  const left = new Map<string, number>();
  for (const comment of commentsIn(after)) left.set(comment, (left.get(comment) ?? 0) + 1);
  return commentsIn(before).filter((comment) => {
    const count = left.get(comment) ?? 0;
    left.set(comment, count - 1);
    return count <= 0;
  });
}

/** Where scalars stand; of a block of text what is below its header. */
function collect(text: string, node: YamlNode, into: Range[]): void {
  switch (node.kind) {
    case 'scalar': {
      const isBlock = node.style === 'literal' || node.style === 'folded';
      const start = isBlock ? lineEnd(text, node.start) : node.start;
      into.push({ start, end: Math.max(start, node.end) });
      return;
    }
    case 'list':
      for (const item of node.items) collect(text, item, into);
      return;
    case 'map':
      for (const { key, value } of node.entries) {
        collect(text, key, into);
        collect(text, value, into);
      }
      return;
    case 'alias':
      return;
  }
}
