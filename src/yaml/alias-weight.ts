import { type Range, rangeOf } from '../core/text.ts';
import { limits } from './limits.ts';
import type { AliasNode, YamlNode } from './node.ts';

interface Weight {
  /** Nodes with every alias written out. */
  readonly nodes: number;
  /** Those of them that stand behind an alias. */
  readonly aliased: number;
}

/**
 * What a document's aliases expand to, without expanding them. `refused` when it is more than our limit, or so much of
 * the document that kubectl's reader calls it excessive (go-yaml: more than 99 % behind aliases; 97 % here, since
 * go-yaml counts while it reads).
 */
export function aliasWeight(
  root: YamlNode,
): Weight & { readonly refused: boolean; readonly first: Range | undefined } {
  const known = new Map<YamlNode, Weight>();
  let first: AliasNode | undefined;

  const weigh = (node: YamlNode): Weight => {
    switch (node.kind) {
      case 'scalar':
        return one;
      case 'alias': {
        first ??= node;
        if (node.target === undefined) return one;
        const target = known.get(node.target) ?? weigh(node.target);
        known.set(node.target, target);
        return { nodes: 1 + target.nodes, aliased: target.nodes };
      }
      default: {
        const found = known.get(node);
        if (found !== undefined) return found;
        let nodes = 1;
        let aliased = 0;
        const children = node.kind === 'list' ? node.items : node.entries.map((entry) => entry.value);
        for (const child of children) {
          const weight = weigh(child);
          nodes += weight.nodes;
          aliased += weight.aliased;
        }
        if (node.kind === 'map') nodes += node.entries.length;
        const weight = { nodes, aliased };
        if (node.anchor !== undefined) known.set(node, weight);
        return weight;
      }
    }
  };

  const { nodes, aliased } = weigh(root);
  const isExcessive = aliased > 100 && nodes > 1_000 && aliased / nodes > 0.97;
  const refused = first !== undefined && (nodes > limits.expandedNodes || isExcessive);
  return { nodes, aliased, refused, first: first === undefined ? undefined : rangeOf(first) };
}

const one: Weight = { nodes: 1, aliased: 0 };
