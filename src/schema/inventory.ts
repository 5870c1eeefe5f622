import type { Files } from '../core/change.ts';
import type { Location, Problem } from '../core/finding.ts';
import { rangeOf } from '../core/text.ts';
import { type Cluster, inventoryFile, namedCluster } from '../model/cluster.ts';
import { toData } from '../yaml/data.ts';
import { readJsonc } from '../yaml/jsonc.ts';
import { locate } from '../yaml/locate.ts';
import type { Data } from '../yaml/node.ts';
import { faultsOf, type SchemaFault } from './faults.ts';
import { validate } from './generated/clusters.js';

/** What the inventory holds, and what is wrong with it: with any problem it holds no clusters. */
export interface Inventory {
  /** In order of name. */
  readonly clusters: readonly Cluster[];
  /** Where the name of a cluster stands. */
  readonly places: ReadonlyMap<string, Location>;
  readonly problems: readonly Problem[];
}

/** Reads fleet/clusters.jsonc; undefined where there is none. */
export function readInventory(files: Files): Inventory | undefined {
  const text = files.text(inventoryFile);
  if (text === undefined) {
    const fault = files.fault(inventoryFile);
    if (fault === undefined) return undefined;
    const why = fault.kind === 'unreadable' ? fault.cause : fault.kind;
    const message = `the inventory cannot be read: ${why}`;
    return withProblems([{ range: { start: 0, end: 0 }, message, help: 'expected a regular file in UTF-8' }]);
  }
  const { documents, problems } = readJsonc(text);
  const root = documents[0]?.root;
  if (problems.length > 0) return withProblems(problems);
  if (root?.kind !== 'map') {
    const range = rangeOf(root ?? { start: 0, end: text.length });
    return withProblems([{ range, message: 'expected an object: { "clusters": { … } }' }]);
  }
  const data = toData(root, 'kubectl');
  const faults = faultsOf(validate, root, data);
  if (faults.length > 0) return withProblems(faults);
  const clusters = clustersOf(data);
  const at = (name: string): Location => ({
    file: inventoryFile,
    range: locate(root, ['clusters', name]).key,
  });
  return { clusters, places: new Map(clusters.map(({ name }) => [name, at(name)])), problems: [] };
}

function withProblems(faults: readonly Pick<SchemaFault, 'range' | 'message' | 'help'>[]): Inventory {
  const problems = faults.map(({ range, message, help }) => ({
    at: { file: inventoryFile, range },
    message,
    ...(help === undefined ? {} : { help }),
  }));
  return { clusters: [], places: new Map(), problems };
}

/** A cluster as the file has it. */
type Written = Partial<Omit<Cluster, 'name' | 'taints' | 'apiEnablements'>> & {
  readonly taints?: readonly { readonly key: string; readonly value?: string; readonly effect: string }[];
  readonly apiEnablements?: Readonly<Record<string, readonly string[]>>;
};

function clustersOf(data: Data): Cluster[] {
  // The border: the schema has the same keys and types.
  const { clusters } = data as { readonly clusters: Readonly<Record<string, Written>> };
  return Object.entries(clusters)
    .map(([name, { taints = [], apiEnablements, ...written }]): Cluster => {
      const apis = apiEnablements === undefined ? undefined : Object.entries(apiEnablements);
      return {
        ...namedCluster(name),
        ...written,
        taints: taints.map(({ value = '', ...taint }) => ({ ...taint, value })),
        apiEnablements: apis?.map(([groupVersion, kinds]) => ({ groupVersion, kinds })),
      };
    })
    .sort((a, b) => (a.name < b.name ? -1 : 1));
}
