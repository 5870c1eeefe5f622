import { escapeLine } from '../core/escape.ts';
import type { Graph, GraphEdge, GraphNode } from '../fleet/graph.ts';

/** The forms of a graph that are text for other programs; SVG needs a layout (graph-svg.ts). */
export const graphFormats = ['mermaid', 'dot', 'svg'] as const;
export type GraphFormat = (typeof graphFormats)[number];

/** How long a line of a node may be. */
const longest = 40;

export function shownLine(text: string): string {
  const line = escapeLine(text);
  return line.length > longest ? `${line.slice(0, longest - 1)}…` : line;
}

/** https://mermaid.js.org/syntax/flowchart.html: as GitHub and GitLab draw it from Markdown. */
export function mermaid({ nodes, edges, groups }: Graph): string {
  const text = (words: string): string =>
    // What is no plain word is written as a character reference: quotes, brackets and `end` mean something.
    shownLine(words).replace(/[^A-Za-z0-9 ,._/-]/gu, (character) => `#${character.codePointAt(0)};`);
  const box = ({ id, kind, title, lines }: GraphNode): string => {
    const [open, close] = kind === 'object' ? ['[(', ')]'] : kind === 'app' ? ['[', ']'] : ['([', '])'];
    return `${id}${open}"${[title, ...lines].map(text).join('<br/>')}"${close}`;
  };
  const arrows: Readonly<Record<GraphEdge['kind'], string>> = {
    'depends-on': '-->',
    uses: '-.->',
    applies: '==>',
    unseen: '~~~',
  };
  const inGroup = (group: number | undefined): GraphNode[] => nodes.filter((node) => node.group === group);
  const lines = [
    'flowchart LR',
    ...groups.flatMap((title, at) => {
      const members = inGroup(at);
      return members.length === 0
        ? []
        : [`  subgraph g${at + 1}["${text(title)}"]`, ...members.map((node) => `    ${box(node)}`), '  end'];
    }),
    ...inGroup(undefined).map((node) => `  ${box(node)}`),
    ...edges.map(({ from, to, kind }) => `  ${from} ${arrows[kind]} ${to}`),
  ];
  return `${lines.join('\n')}\n`;
}

/** https://graphviz.org/doc/info/lang.html */
export function dot({ nodes, edges, groups }: Graph): string {
  const quoted = (words: readonly string[]): string =>
    `"${words.map((each) => shownLine(each).replace(/["\\]/g, '\\$&')).join('\\n')}"`;
  const shapes: Readonly<Record<GraphNode['kind'], string>> = {
    app: 'box',
    kustomization: 'folder',
    object: 'cylinder',
  };
  const styles: Readonly<Record<GraphEdge['kind'], string>> = {
    'depends-on': '',
    uses: ' [style=dashed]',
    applies: ' [style=bold]',
    unseen: ' [style=invis]',
  };
  const line = ({ id, kind, title, lines }: GraphNode): string =>
    `${id} [shape=${shapes[kind]}, label=${quoted([title, ...lines])}];`;
  const inGroup = (group: number | undefined): GraphNode[] => nodes.filter((node) => node.group === group);
  const all = [
    'digraph apps {',
    '  rankdir=LR;',
    '  node [fontname="sans-serif", fontsize=11];',
    ...groups.flatMap((title, at) => {
      const members = inGroup(at);
      return members.length === 0
        ? []
        : [
            `  subgraph cluster_${at + 1} {`,
            `    label=${quoted([title])};`,
            ...members.map((node) => `    ${line(node)}`),
            '  }',
          ];
    }),
    ...inGroup(undefined).map((node) => `  ${line(node)}`),
    ...edges.map(({ from, to, kind }) => `  ${from} -> ${to}${styles[kind]};`),
    '}',
  ];
  return `${all.join('\n')}\n`;
}
