import { applyEdits, rangeOf, type TextEdit } from '../core/text.ts';
import { toData } from '../yaml/data.ts';
import type { YamlNode } from '../yaml/node.ts';
import { flowText } from '../yaml/render.ts';
import type { Side } from './read-side.ts';

/** A side's text with every alias written out in its line, so that no line changes its place. */
export function withoutAliases(side: Side): string {
  if (side.root === undefined) return side.text;
  const edits: TextEdit[] = [];
  collect(side.root, edits);
  return applyEdits(side.text, edits);
}

function collect(node: YamlNode, edits: TextEdit[]): void {
  switch (node.kind) {
    case 'alias':
      edits.push({ range: rangeOf(node), text: flowText(toData(node, 'kubectl')) });
      return;
    case 'list':
      for (const item of node.items) collect(item, edits);
      return;
    case 'map':
      for (const { value } of node.entries) collect(value, edits);
      return;
    case 'scalar':
      return;
  }
}
