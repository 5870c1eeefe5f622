import type { App } from '../model/app.ts';
import { chartOf } from '../model/chart-reference.ts';
import type { Reference } from '../model/references.ts';
import type { Repo } from '../model/repo.ts';
import { isFluxKustomization, type Resource } from '../model/resource.ts';
import type { View } from '../model/view.ts';

/** What stands in the picture: an app, a Kustomization that is none, or something that apps refer to. */
export interface GraphNode {
  /** `n1`, `n2` …: names come from the repository and may hold anything. */
  readonly id: string;
  readonly kind: 'app' | 'kustomization' | 'object';
  readonly title: string;
  /** Below the title. */
  readonly lines: readonly string[];
  /** The index of its group in `groups`; undefined for none. */
  readonly group: number | undefined;
}

export interface GraphEdge {
  readonly from: string;
  readonly to: string;
  /** `unseen` edges only keep nodes without others from standing in one endless row. */
  readonly kind: 'depends-on' | 'uses' | 'applies' | 'unseen';
}

export interface Graph {
  readonly nodes: readonly GraphNode[];
  readonly edges: readonly GraphEdge[];
  /** What the members of a group have in common: their root, their clusters. */
  readonly groups: readonly string[];
}

export interface GraphOptions {
  /** Where an app runs, in words; undefined where nothing is known of clusters. */
  readonly clustersOf: ((app: App) => string) | undefined;
  /** Every object that apps refer to; otherwise only sources that several apps share. */
  readonly allReferences: boolean;
  /** Only these apps, what they depend on, and what depends on them; empty for all. */
  readonly only: readonly string[];
}

/** The apps of a repository with what they wait for and what they refer to. */
export function graphOf(repo: Repo, options: GraphOptions): Graph {
  const picture = new Picture();
  const hasRoots = repo.views.length > 1;
  for (const view of repo.views) {
    const root = hasRoots ? `root ${view.root === '' ? './' : `${view.root}/`}` : undefined;
    addView(picture, repo, view, { ...options, root });
  }
  return folded(picture.graph(options.only));
}

/** A picture while it is being made. */
class Picture {
  readonly #nodes = new Map<string, GraphNode>();
  readonly #edges = new Map<string, GraphEdge>();
  readonly #groups: string[] = [];

  add(key: string, node: Omit<GraphNode, 'id' | 'group'>, group: string | undefined): string {
    const known = this.#nodes.get(key);
    if (known !== undefined) return known.id;
    const id = `n${this.#nodes.size + 1}`;
    this.#nodes.set(key, { ...node, id, group: group === undefined ? undefined : this.#group(group) });
    return id;
  }

  join(from: string, to: string, kind: GraphEdge['kind']): void {
    if (from !== to) this.#edges.set(`${from} ${to} ${kind}`, { from, to, kind });
  }

  graph(only: readonly string[]): Graph {
    const all = [...this.#nodes.values()];
    const edges = [...this.#edges.values()];
    const kept = only.length === 0 ? undefined : reached(all, edges, only);
    const nodes = kept === undefined ? all : all.filter(({ id }) => kept.has(id));
    return {
      nodes,
      edges: kept === undefined ? edges : edges.filter(({ from, to }) => kept.has(from) && kept.has(to)),
      groups: this.#groups,
    };
  }

  #group(title: string): number {
    const at = this.#groups.indexOf(title);
    return at === -1 ? this.#groups.push(title) - 1 : at;
  }
}

function addView(
  picture: Picture,
  { apps }: Repo,
  view: View,
  { clustersOf, allReferences, root }: GraphOptions & { readonly root: string | undefined },
): void {
  const own = apps.filter((app) => app.view === view);
  const nodes = new Map<Resource, string>();
  const sharing = new Map<Resource, App[]>();
  for (const app of own) {
    const { kustomization } = app;
    if (kustomization !== undefined) sharing.set(kustomization, [...(sharing.get(kustomization) ?? []), app]);
    const clusters = clustersOf?.(app);
    const group = [root, clusters].filter((part) => part !== undefined).join(', ');
    const key = `app ${view.root} ${app.namespace ?? ''} ${app.name}`;
    const node = { kind: 'app', title: app.name, lines: chartLine(app, view) } as const;
    const id = picture.add(key, node, group === '' ? undefined : group);
    if (app.helmRelease !== undefined) nodes.set(app.helmRelease, id);
  }
  for (const [kustomization, [first, ...others]] of sharing) {
    const app = first?.helmRelease;
    const id = app === undefined ? undefined : nodes.get(app);
    if (others.length === 0 && id !== undefined) nodes.set(kustomization, id);
  }
  const nodeOf = (resource: Resource): string => {
    const known = nodes.get(resource);
    if (known !== undefined) return known;
    const { kind, name } = resource;
    const namespace = view.namespaceOf(resource);
    const isKustomization = isFluxKustomization(resource);
    const id = picture.add(
      `${kind} ${view.root} ${namespace ?? ''} ${name}`,
      { kind: isKustomization ? 'kustomization' : 'object', title: name, lines: [kind] },
      root,
    );
    nodes.set(resource, id);
    for (const { helmRelease } of sharing.get(resource) ?? [])
      if (helmRelease !== undefined) picture.join(id, nodeOf(helmRelease), 'applies');
    return id;
  };
  const users = usersOf(view);
  for (const { from, role, kind, namespace, name, group } of view.references) {
    const target = view.find(kind, namespace, name, group);
    if (target === undefined) continue;
    if (role === 'depends-on') picture.join(nodeOf(from), nodeOf(target), 'depends-on');
    else if (role !== 'namespace' && role !== 'health-check' && nodes.has(from)) {
      const isShared = (role === 'source' || role === 'chart') && (users.get(target)?.size ?? 0) > 1;
      const isLayouts = isFluxKustomization(from) && role === 'source';
      if ((isShared && !isLayouts) || (allReferences && !isLayouts))
        picture.join(nodeOf(from), nodeOf(target), 'uses');
    }
  }
}

/** Who takes what from a source. */
function usersOf(view: View): Map<Resource, Set<Resource>> {
  const users = new Map<Resource, Set<Resource>>();
  for (const { from, role, kind, namespace, name, group } of view.references as readonly Reference[]) {
    if (role !== 'source' && role !== 'chart') continue;
    const source = view.find(kind, namespace, name, group);
    if (source === undefined) continue;
    const known = users.get(source);
    if (known === undefined) users.set(source, new Set([from]));
    else known.add(from);
  }
  return users;
}

function chartLine({ helmRelease, name }: App, view: View): string[] {
  const chart = helmRelease === undefined ? undefined : chartOf(helmRelease, view);
  if (chart === undefined) return [];
  const words = [
    ...(chart.name === name ? [] : [chart.name]),
    ...(chart.range === undefined ? [] : [chart.range]),
  ];
  return words.length === 0 ? [] : [words.join(' ')];
}

/** The nodes of some titles with all before and behind them; unseen edges lead nowhere. */
function reached(
  nodes: readonly GraphNode[],
  edges: readonly GraphEdge[],
  titles: readonly string[],
): Set<string> {
  const start = nodes
    .filter(({ kind, title }) => kind !== 'object' && titles.includes(title))
    .map(({ id }) => id);
  const walk = (next: (edge: GraphEdge) => readonly [string, string]): Set<string> => {
    const ways = new Map<string, string[]>();
    for (const edge of edges) {
      const [from, to] = next(edge);
      const known = ways.get(from);
      if (known === undefined) ways.set(from, [to]);
      else known.push(to);
    }
    const found = new Set(start);
    const open = [...start];
    for (let id = open.pop(); id !== undefined; id = open.pop()) {
      for (const to of ways.get(id) ?? []) {
        if (found.has(to)) continue;
        found.add(to);
        open.push(to);
      }
    }
    return found;
  };
  return new Set([...walk(({ from, to }) => [from, to]), ...walk(({ from, to }) => [to, from])]);
}

/** Nodes without edges in a block of about the form of a page: a layout by layers would put them into one column. */
function folded(graph: Graph): Graph {
  const joined = new Set(graph.edges.flatMap(({ from, to }) => [from, to]));
  const lonely = new Map<number | undefined, GraphNode[]>();
  for (const node of graph.nodes) {
    if (joined.has(node.id)) continue;
    const known = lonely.get(node.group);
    if (known === undefined) lonely.set(node.group, [node]);
    else known.push(node);
  }
  const unseen = [...lonely.values()].flatMap((nodes) => {
    const rows = Math.ceil(nodes.length / Math.ceil(Math.sqrt(nodes.length / 3)));
    return nodes.flatMap(({ id }, at): GraphEdge[] => {
      const next = nodes[at + rows];
      return next === undefined ? [] : [{ from: id, to: next.id, kind: 'unseen' }];
    });
  });
  return { ...graph, edges: [...graph.edges, ...unseen] };
}
