import { Graph as Layout, layout } from '@dagrejs/dagre';
import type { Graph, GraphEdge, GraphNode } from '../fleet/graph.ts';
import { shownLine } from './graph.ts';
import { element, xmlText } from './xml.ts';

/** Sizes in pixels: of a line of text, of a character of it, of the space around. */
const size = { line: 16, character: 7.6, pad: 10, margin: 20, title: 22 } as const;

interface Point {
  readonly x: number;
  readonly y: number;
}

interface Box extends Point {
  readonly width: number;
  readonly height: number;
}

const colors: Readonly<Record<GraphNode['kind'], { readonly fill: string; readonly stroke: string }>> = {
  app: { fill: '#e8f0fe', stroke: '#3367d6' },
  kustomization: { fill: '#e6f4ea', stroke: '#1e8e3e' },
  object: { fill: '#fef7e0', stroke: '#b06000' },
};

/** The graph as a picture of its own: no script, no font, nothing from elsewhere. */
export function svg(graph: Graph): string {
  const drawn = laidOut(graph);
  const { width = 0, height = 0 } = drawn.graph() as { width?: number; height?: number };
  const full = { width: Math.ceil(width) + 2 * size.margin, height: Math.ceil(height) + 2 * size.margin };
  const groups = graph.groups.flatMap((title, at) =>
    graph.nodes.some(({ group }) => group === at) ? [groupBox(title, boxOf(drawn, `g${at}`))] : [],
  );
  const edges = graph.edges
    .filter(({ kind }) => kind !== 'unseen')
    .map((edge) => line(edge, drawn.edge(edge.from, edge.to, edge.kind) as { points: readonly Point[] }));
  const nodes = graph.nodes.map((node) => nodeBox(node, boxOf(drawn, node.id)));
  const arrow = element(
    'marker',
    {
      id: 'arrow',
      viewBox: '0 0 10 10',
      refX: 9,
      refY: 5,
      markerUnits: 'userSpaceOnUse',
      markerWidth: 8,
      markerHeight: 8,
      orient: 'auto-start-reverse',
    },
    element('path', { d: 'M 0 0 L 10 5 L 0 10 z', fill: '#5f6368' }),
  );
  const body = [
    element('title', {}, 'apps, and what they depend on'),
    element('defs', {}, arrow),
    element('rect', { width: full.width, height: full.height, fill: '#ffffff' }),
    element(
      'g',
      { transform: `translate(${size.margin} ${size.margin})` },
      [...groups, ...edges, ...nodes].join('\n'),
    ),
  ];
  return `${element(
    'svg',
    {
      xmlns: 'http://www.w3.org/2000/svg',
      width: full.width,
      height: full.height,
      viewBox: `0 0 ${full.width} ${full.height}`,
      'font-family': 'system-ui, sans-serif',
      'font-size': 12,
    },
    `\n${body.join('\n')}\n`,
  )}\n`;
}

function laidOut(graph: Graph): Layout {
  const drawn = new Layout({ compound: graph.groups.length > 0, multigraph: true });
  drawn.setGraph({ rankdir: 'LR', nodesep: 14, ranksep: 50 });
  drawn.setDefaultEdgeLabel(() => ({}));
  graph.groups.forEach((_, at) => {
    if (graph.nodes.some(({ group }) => group === at)) drawn.setNode(`g${at}`, {});
  });
  for (const { id, title, lines, group } of graph.nodes) {
    const texts = [title, ...lines].map(shownLine);
    const width = Math.max(60, ...texts.map((text) => text.length * size.character)) + 2 * size.pad;
    drawn.setNode(id, { width, height: texts.length * size.line + size.pad });
    if (group !== undefined) drawn.setParent(id, `g${group}`);
  }
  for (const { from, to, kind } of graph.edges) drawn.setEdge(from, to, {}, kind);
  layout(drawn);
  return drawn;
}

function boxOf(drawn: Layout, id: string): Box {
  return drawn.node(id) as unknown as Box;
}

function nodeBox({ kind, title, lines }: GraphNode, { x, y, width, height }: Box): string {
  const top = y - height / 2;
  const texts = [title, ...lines].map((text, at) =>
    element(
      'text',
      {
        x: round(x),
        y: round(top + size.pad / 2 + size.line * (at + 0.75)),
        'text-anchor': 'middle',
        ...(at === 0 ? { 'font-weight': 600 } : { fill: '#5f6368' }),
      },
      xmlText(shownLine(text)),
    ),
  );
  const rect = element('rect', {
    x: round(x - width / 2),
    y: round(top),
    width: round(width),
    height: round(height),
    rx: kind === 'app' ? 4 : 12,
    ...colors[kind],
  });
  return element('g', {}, [rect, ...texts].join(''));
}

function groupBox(title: string, { x, y, width, height }: Box): string {
  const left = round(x - width / 2);
  const top = round(y - height / 2);
  const rect = element('rect', {
    x: left,
    y: top - size.title / 2,
    width: round(width),
    height: round(height) + size.title / 2,
    rx: 6,
    fill: '#f8f9fa',
    stroke: '#bdc1c6',
  });
  const text = element(
    'text',
    { x: left + size.pad, y: top + 6, fill: '#3c4043' },
    xmlText(shownLine(title)),
  );
  return element('g', {}, rect + text);
}

function line({ kind }: GraphEdge, { points }: { readonly points: readonly Point[] }): string {
  const [start, ...rest] = points;
  if (start === undefined) return '';
  const path = [
    `M ${round(start.x)} ${round(start.y)}`,
    ...rest.map(({ x, y }) => `L ${round(x)} ${round(y)}`),
  ];
  return element('path', {
    d: path.join(' '),
    fill: 'none',
    stroke: '#5f6368',
    'stroke-width': kind === 'applies' ? 2 : 1,
    'stroke-dasharray': kind === 'uses' ? '4 3' : undefined,
    'marker-end': 'url(#arrow)',
  });
}

function round(number: number): number {
  return Math.round(number * 10) / 10;
}
