import type { RepoPath } from '../core/change.ts';
import type { Location, ObjectName } from '../core/finding.ts';
import { once } from '../core/once.ts';
import { toData } from '../yaml/data.ts';
import { locate, nodeAt } from '../yaml/locate.ts';
import type { Data, MapNode, Path, YamlFile, YamlNode } from '../yaml/node.ts';
import { splitVersion } from './api-version.ts';

/** One Kubernetes object of the repository. Values are as a Flux Kustomization (kustomize) reads them. */
export interface Resource {
  readonly file: RepoPath;
  /** Which document of the file, from 0; items of a `kind: List` share their document's number. */
  readonly document: number;
  readonly apiVersion: string;
  /** The part of apiVersion before `/`; empty for core. */
  readonly group: string;
  readonly version: string;
  readonly kind: string;
  /** metadata.name as written; empty when it is absent. */
  readonly name: string;
  /** metadata.namespace as written; undefined when it is absent. */
  readonly namespace: string | undefined;
  readonly node: MapNode;
  /** The whole as data, for what only a merge key (`<<`) brings in; undefined where there is none in the file. */
  readonly merged: (() => Data | undefined) | undefined;
  /** The value at a path, undefined when it is absent. */
  get(this: Resource, ...path: Path): Data | undefined;
  /** Whether there is a value at a path, be it null. */
  has(this: Resource, ...path: Path): boolean;
  /** The string at a path; undefined when it is absent or no string. */
  text(this: Resource, ...path: Path): string | undefined;
  /** The list at a path; empty when it is absent or no list. */
  list(this: Resource, ...path: Path): readonly Data[];
  /** Where the value stands; for an absent one, the key of its nearest existing parent. */
  at(this: Resource, ...path: Path): Location;
  /** Where the key stands; for an absent one, as `at`. */
  keyAt(this: Resource, ...path: Path): Location;
  /** Its name for reports. */
  readonly object: ObjectName;
}

/** Flux's own API groups, by what the controllers behind them do. */
export const fluxGroups = {
  source: 'source.toolkit.fluxcd.io',
  kustomize: 'kustomize.toolkit.fluxcd.io',
  helm: 'helm.toolkit.fluxcd.io',
  operator: 'fluxcd.controlplane.io',
} as const;

/** The group of `kustomization.yaml` files: what bears it is an instruction to kustomize, never an object. */
export const kustomizeGroup = 'kustomize.config.k8s.io';

/** The objects of a file, lists expanded; documents without apiVersion and kind, and kustomize's own files, are none. */
export function resourcesOf(file: RepoPath, yaml: YamlFile): Resource[] {
  const resources: Resource[] = [];
  for (const [document, { root }] of yaml.documents.entries()) {
    if (root === undefined) continue;
    for (const node of objectsIn(root)) resources.push(resourceOf({ file, document, node, yaml }));
  }
  return resources;
}

/** A kustomization file as an object: kustomize takes it for a Kustomization of its own where it does not say what it is. */
export function kustomizationResource(file: RepoPath, root: MapNode): Resource {
  const unsaid = { apiVersion: `${kustomizeGroup}/v1beta1`, kind: 'Kustomization' };
  return resourceOf({ file, document: 0, node: root }, unsaid);
}

/** The same object as something makes it after it was read: other values, and the places of the file. */
export function withData(resource: Resource, data: Data): Resource {
  const get = (...path: Path): Data | undefined => dataAt(data, path);
  return { ...resource, get, has: (...path) => get(...path) !== undefined };
}

/** Whether SOPS encrypted the file: its data says nothing. */
export function isEncrypted(resource: Resource): boolean {
  return nodeAt(resource.node, ['sops']) !== undefined;
}

/** Whether this is a Flux Kustomization, of any version. */
export function isFluxKustomization(resource: Resource): boolean {
  return resource.kind === 'Kustomization' && resource.group === fluxGroups.kustomize;
}

/** The text of a scalar at a path whatever its type: names are shown as they are written, even where a number is a fault. */
export function scalarText(node: YamlNode, path: Path): string | undefined {
  const found = nodeAt(node, path);
  const target = found?.kind === 'alias' ? found.target : found;
  return target?.kind === 'scalar' && target.text !== '' ? target.text : undefined;
}

/** Kustomize expands every kind that ends in `List` and has items (kustomize api/resource/factory.go, `inlineAnyEmbeddedLists`). */
function objectsIn(node: YamlNode): MapNode[] {
  if (node.kind !== 'map') return [];
  const kind = scalarText(node, ['kind']);
  const apiVersion = scalarText(node, ['apiVersion']);
  if (kind === undefined || apiVersion === undefined || apiVersion.startsWith(`${kustomizeGroup}/`))
    return [];
  const items = kind.endsWith('List') ? nodeAt(node, ['items']) : undefined;
  return items?.kind === 'list' ? items.items.flatMap(objectsIn) : [node];
}

function resourceOf(
  { file, document, node, yaml }: Pick<Resource, 'file' | 'document' | 'node'> & { readonly yaml?: YamlFile },
  unsaid = { apiVersion: '', kind: '' },
): Resource {
  const apiVersion = scalarText(node, ['apiVersion']) ?? unsaid.apiVersion;
  const kind = scalarText(node, ['kind']) ?? unsaid.kind;
  const name = scalarText(node, ['metadata', 'name']) ?? '';
  const namespace = scalarText(node, ['metadata', 'namespace']);
  const { group, version } = splitVersion(apiVersion);
  return {
    file,
    document,
    apiVersion,
    group,
    version,
    kind,
    name,
    namespace,
    node,
    merged: yaml?.mayMerge === false ? undefined : mergedData(node),
    get,
    has,
    text,
    list,
    at,
    keyAt,
    object: namespace === undefined ? { apiVersion, kind, name } : { apiVersion, kind, name, namespace },
  };
}

// The same functions for all objects: a repository has thousands, and closures would be a tenth of what is held of it.

function get(this: Resource, ...path: Path): Data | undefined {
  const found = nodeAt(this.node, path);
  return found === undefined ? dataAt(this.merged?.(), path) : toData(found, 'kustomize');
}

function has(this: Resource, ...path: Path): boolean {
  return nodeAt(this.node, path) !== undefined || dataAt(this.merged?.(), path) !== undefined;
}

function text(this: Resource, ...path: Path): string | undefined {
  const value = this.get(...path);
  return typeof value === 'string' ? value : undefined;
}

function list(this: Resource, ...path: Path): readonly Data[] {
  const value = this.get(...path);
  return isList(value) ? value : [];
}

function at(this: Resource, ...path: Path): Location {
  return { file: this.file, range: locate(this.node, path).value };
}

function keyAt(this: Resource, ...path: Path): Location {
  return { file: this.file, range: locate(this.node, path).key };
}

/** The whole object as data, for what only a merge key (`<<`) brings in; undefined without merge keys. */
function mergedData(node: MapNode): () => Data | undefined {
  return once(() => (hasMergeKey(node) ? toData(node, 'kustomize') : undefined));
}

function hasMergeKey(node: YamlNode): boolean {
  if (node.kind === 'list') return node.items.some(hasMergeKey);
  return (
    node.kind === 'map' && node.entries.some(({ key, value }) => key.text === '<<' || hasMergeKey(value))
  );
}

function dataAt(data: Data | undefined, path: Path): Data | undefined {
  let found = data;
  for (const step of path) {
    if (typeof found !== 'object' || found === null) return undefined;
    if (isList(found)) found = typeof step === 'number' ? found[step] : undefined;
    else found = Object.hasOwn(found, step) ? found[step] : undefined;
  }
  return found;
}

/** Array.isArray does not narrow readonly arrays. */
function isList(value: Data | undefined): value is readonly Data[] {
  return Array.isArray(value);
}
