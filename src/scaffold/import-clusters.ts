import { type Change, fileLimit, filesOf, type Plan } from '../core/change.ts';
import { KitError } from '../core/errors.ts';
import { positions } from '../core/text.ts';
import { namingFiles } from '../fleet/named-clusters.ts';
import { type ApiEnablement, type Cluster, inventoryFile } from '../model/cluster.ts';
import type { Repo } from '../model/repo.ts';
import { fluxGroups, kustomizeGroup, type Resource } from '../model/resource.ts';
import { readInventory } from '../schema/inventory.ts';
import { toData } from '../yaml/data.ts';
import { editsBetween } from '../yaml/edit-checked.ts';
import { editJsonc, type JsoncChange } from '../yaml/edit-jsonc.ts';
import { readJsonc } from '../yaml/jsonc.ts';
import type { Data } from '../yaml/node.ts';
import { printJsonc } from '../yaml/print-jsonc.ts';
import { isMap } from '../yaml/render.ts';
import { isSameData } from '../yaml/same-data.ts';

/** More than Karmada manages: each change is looked for in the whole file. */
const mostClusters = 10_000;

const schema = 'https://unpkg.com/gitops-kit/schemas/clusters.schema.json';

/** What an import does to the inventory, in names. */
export interface ClusterImport {
  readonly plan: Plan;
  readonly added: readonly string[];
  readonly changed: readonly string[];
  readonly removed: readonly string[];
  /** In the inventory, and not among the clusters. */
  readonly gone: readonly string[];
}

/**
 * The inventory brought up to date with the Cluster objects of a control plane: what they say of labels, taints, place and
 * APIs replaces what was written; comments, other keys and other clusters stay.
 * @param options.prune clusters that are not among them go
 * @throws KitError `bad-inventory`: what is there cannot be read; `bad-clusters`: what would be written could not, or is too much
 */
export function planImport(
  repo: Repo,
  clusters: readonly Cluster[],
  { prune }: { readonly prune: boolean },
): ClusterImport {
  const inventory = readInventory(repo.files);
  const text = repo.files.text(inventoryFile);
  const [problem] = inventory?.problems ?? [];
  if (problem !== undefined) {
    const { line, column } = positions(text ?? '')(problem.at.range.start);
    throw new KitError('bad-inventory', `${inventoryFile}:${line}:${column}: ${problem.message}`, {
      help: [
        ...(problem.help === undefined ? [] : [problem.help]),
        'mend it there, or remove the file and import anew',
        'nothing was written',
      ],
    });
  }
  const written = text === undefined ? new Map<string, Data>() : clustersIn(text);
  checkNumber(clusters, written);
  const used = usedApis(repo.resources);
  const wanted = new Map(clusters.map((cluster) => [cluster.name, writtenOf(cluster, used)]));
  if (inventory === undefined || text === undefined) {
    const names = [...wanted.keys()];
    const all = { $schema: schema, clusters: Object.fromEntries(wanted) };
    const created = checkedText(`${printJsonc(all, { indent: 0, used: 0, open: 3 })}\n`);
    const changes: Change[] = [{ kind: 'create', path: inventoryFile, text: created }];
    return result(repo, changes, { added: names, changed: [], removed: [], gone: [] });
  }
  const added = [...wanted].filter(([name]) => !written.has(name));
  const changes = [...wanted].flatMap(([name, data]) => changeOf(name, written.get(name), data) ?? []);
  const missing = [...written.keys()].filter((name) => !wanted.has(name)).sort();
  const removed = prune ? missing : [];
  const after = editJsonc(text, [
    { path: ['clusters'], set: new Map(added), remove: new Set(removed), open: 1 },
    ...changes,
  ]);
  const edits = editsBetween(text, checkedText(after));
  return result(repo, edits.length === 0 ? [] : [{ kind: 'edit', path: inventoryFile, edits }], {
    added: added.map(([name]) => name),
    changed: changes.flatMap(({ path }) => path[1] ?? []),
    removed,
    gone: prune ? [] : missing,
  });
}

function checkNumber(clusters: readonly Cluster[], written: ReadonlyMap<string, Data>): void {
  const count = new Set([...written.keys(), ...clusters.map(({ name }) => name)]).size;
  if (count <= mostClusters) return;
  throw new KitError(
    'bad-clusters',
    `the inventory would hold ${count} clusters, more than ${mostClusters}`,
    {
      help: ['import those that the policies of this repository mean', 'nothing was written'],
    },
  );
}

/** The inventory as it is to be written: it must be one that is read back. */
function checkedText(text: string): string {
  const bytes = Buffer.byteLength(text);
  const fault =
    bytes > fileLimit
      ? `would have ${bytes} bytes, more than the ${fileLimit} that are read`
      : readInventory(filesOf({ [inventoryFile]: text }))?.problems[0]?.message;
  if (fault === undefined) return text;
  throw new KitError('bad-clusters', `${inventoryFile} could not be read again: ${fault}`, {
    help: ['nothing was written'],
  });
}

function result(repo: Repo, changes: readonly Change[], names: Omit<ClusterImport, 'plan'>): ClusterImport {
  const { added, changed, removed, gone } = names;
  const parts = [
    ...(added.length > 0 ? [`add ${listed(added)}`] : []),
    ...(changed.length > 0 ? [`update ${listed(changed)}`] : []),
    ...(removed.length > 0 ? [`remove ${listed(removed)}`] : []),
  ];
  const title = `${parts.join(', ') || 'no change'} in the inventory of clusters`;
  const [verb, stay] = gone.length === 1 ? ['is', 'stays'] : ['are', 'stay'];
  const notes = [
    ...(gone.length === 0
      ? []
      : [`${listed(gone)} ${verb} not in the input and ${stay}; --prune removes such`]),
    ...(removed.length === 0 ? [] : [`removed ${listed(removed)}`, ...namedNotes(repo, removed)]),
  ];
  return { plan: { title, changes, notes }, ...names };
}

/** The policies that still speak of clusters which are gone. */
function namedNotes(repo: Repo, removed: readonly string[]): string[] {
  const files = namingFiles(repo);
  const named = removed.filter((name) => files.has(name));
  const notes = named.slice(0, 5).map((name) => `${name} is still named by ${listed(files.get(name) ?? [])}`);
  return named.length <= 5 ? notes : [...notes, `policies still name ${named.length - 5} more`];
}

/** Names for a sentence, the first few of many. */
function listed(names: readonly string[]): string {
  const shown = names.slice(0, 5).join(', ');
  return names.length <= 5 ? shown : `${shown} and ${names.length - 5} more`;
}

/** What the inventory says of each cluster. */
function clustersIn(text: string): ReadonlyMap<string, Data> {
  const root = readJsonc(text).documents[0]?.root;
  const data = root === undefined ? null : toData(root, 'kubectl');
  const clusters = isMap(data) ? data['clusters'] : undefined;
  return new Map(clusters !== undefined && isMap(clusters) ? Object.entries(clusters) : []);
}

/** What a control plane knows of each cluster; the other keys are the reader's own. */
const ownKeys = ['labels', 'taints', 'provider', 'region', 'zones', 'apiEnablements', 'deleting'];

/** Undefined for a new cluster, and for one of which nothing changes. A list of APIs that the plane has no more stays. */
function changeOf(
  name: string,
  written: Data | undefined,
  wanted: Readonly<Record<string, Data>>,
): JsoncChange | undefined {
  if (written === undefined || !isMap(written)) return undefined;
  const set = Object.entries(wanted).filter(([key, value]) => !isSameData(written[key], value));
  const remove = ownKeys.filter(
    (key) => key !== 'apiEnablements' && Object.hasOwn(written, key) && !Object.hasOwn(wanted, key),
  );
  if (set.length + remove.length === 0) return undefined;
  return { path: ['clusters', name], set: new Map(set), remove: new Set(remove), open: 0 };
}

/** A cluster as the inventory has it: what is empty is left out, and so are credentials and addresses. */
function writtenOf(cluster: Cluster, used: ReadonlySet<string>): Readonly<Record<string, Data>> {
  const { labels, taints, provider, region, zones, apiEnablements, deleting } = cluster;
  return {
    ...(Object.keys(labels).length === 0 ? {} : { labels: sorted(labels) }),
    ...(taints.length === 0
      ? {}
      : {
          taints: taints.map(({ key, value, effect }) =>
            value === '' ? { key, effect } : { key, value, effect },
          ),
        }),
    ...(provider === undefined ? {} : { provider }),
    ...(region === undefined ? {} : { region }),
    ...(zones.length === 0 ? {} : { zones }),
    ...(apiEnablements === undefined ? {} : { apiEnablements: relevantApis(apiEnablements, used) }),
    ...(deleting ? { deleting } : {}),
  };
}

/** Of some sixty groups those of Flux, and those that this repository uses; none of it served is said, too. */
function relevantApis(
  served: readonly ApiEnablement[],
  used: ReadonlySet<string>,
): Readonly<Record<string, Data>> {
  const groups = new Set([...Object.values(fluxGroups), ...[...used].map(groupOf)]);
  const kinds = new Map(
    served
      .filter(({ groupVersion }) => groups.has(groupOf(groupVersion)))
      .map((each) => [each.groupVersion, each.kinds.toSorted()]),
  );
  const known = new Set([...kinds.keys()].map(groupOf));
  for (const apiVersion of used) if (!known.has(groupOf(apiVersion))) kinds.set(apiVersion, []);
  return sorted(Object.fromEntries(kinds));
}

/** The apiVersions of a repository's objects that a member may lack: Kubernetes' own `v1` is everywhere, Karmada's policies are nowhere. */
function usedApis(resources: readonly Resource[]): ReadonlySet<string> {
  const isOwn = ({ group }: Resource): boolean =>
    group === '' || group === kustomizeGroup || group.endsWith('.karmada.io');
  return new Set(resources.filter((each) => !isOwn(each)).map(({ apiVersion }) => apiVersion));
}

function groupOf(apiVersion: string): string {
  return apiVersion.slice(0, Math.max(apiVersion.indexOf('/'), 0));
}

function sorted<Value>(entries: Readonly<Record<string, Value>>): Record<string, Value> {
  return Object.fromEntries(Object.entries(entries).sort(([a], [b]) => (a < b ? -1 : 1)));
}
