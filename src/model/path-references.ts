import type { RepoPath } from '../core/change.ts';
import type { Data, Path } from '../yaml/node.ts';
import { inputsOf, isRemote } from './kustomize-inputs.ts';
import { join } from './layout.ts';
import { sourceOf } from './own-source.ts';
import type { Repo } from './repo.ts';
import { fluxGroups, isFluxKustomization, type Resource } from './resource.ts';
import { hasVariable } from './substitution.ts';
import { kustomizationPath, resolvePath } from './tree.ts';
import type { View } from './view.ts';

/** A value of a manifest that is a path of this repository. */
export interface PathReference {
  readonly file: RepoPath;
  /** Where the object that holds it begins in its file. */
  readonly start: number;
  readonly path: Path;
  /** What stands before the path: the `key=` of a generator's file. */
  readonly prefix: string;
  readonly written: string;
  /** The folder from which the path counts. */
  readonly from: RepoPath;
  /** Whether that folder is the file's own, wherever the file goes. */
  readonly isBeside: boolean;
  /** Whether `..` may lead out of that folder. */
  readonly mayLeave: boolean;
  readonly target: RepoPath;
}

const known = new WeakMap<Repo, readonly PathReference[]>();

/**
 * Every path of this repository that a kustomization file or a Flux object names, whether or not it exists; looked for
 * once.
 */
export function pathReferences(repo: Repo): readonly PathReference[] {
  const before = known.get(repo);
  if (before !== undefined) return before;
  const found = new Map<string, PathReference>();
  for (const reference of [...kustomizationFilePaths(repo), ...fluxPaths(repo)]) {
    const key = JSON.stringify([reference.file, reference.start, reference.path, reference.target]);
    if (!found.has(key)) found.set(key, reference);
  }
  const all = [...found.values()];
  known.set(repo, all);
  return all;
}

function* kustomizationFilePaths({ kustomizations }: Repo): Iterable<PathReference> {
  for (const [folder, { file, root }] of kustomizations) {
    if (root === undefined) continue;
    for (const { node, path, written } of inputsOf(root)) {
      const target = isRemote(written) ? undefined : resolvePath(folder, written);
      if (target === undefined) continue;
      const prefix = node.text.slice(0, node.text.length - written.length);
      yield {
        file,
        start: root.start,
        path,
        prefix,
        written,
        from: folder,
        isBeside: true,
        mayLeave: true,
        target,
      };
    }
  }
}

function* fluxPaths({ resources, views }: Repo): Iterable<PathReference> {
  const applied = new Set<Resource>();
  for (const view of views) {
    const folders = foldersOfSources(view);
    for (const resource of new Set([
      ...view.resources,
      ...(view.kustomization === undefined ? [] : [view.kustomization]),
    ])) {
      applied.add(resource);
      yield* isFluxKustomization(resource)
        ? kustomizationPaths(view, resource)
        : sourcePaths(view, resource, folders);
    }
  }
  // What nothing applies here may be applied from elsewhere, and then from this repository.
  for (const resource of resources) {
    if (!isFluxKustomization(resource) || applied.has(resource)) continue;
    const written = resource.text('spec', 'path');
    if (written === undefined) continue;
    const target = kustomizationPath(written);
    yield rooted(resource, { path: ['spec', 'path'], written, from: '', target });
    yield* componentPaths(resource, target);
  }
}

/** `spec.path` and `spec.components`; none of a Kustomization of another repository. */
function* kustomizationPaths(view: View, kustomization: Resource): Iterable<PathReference> {
  const built = view.buildOf(kustomization)?.path;
  const written = kustomization.text('spec', 'path');
  if (built === undefined) return;
  if (written !== undefined) {
    const from = sourceFolder(view, kustomization) ?? '';
    yield rooted(kustomization, { path: ['spec', 'path'], written, from, target: built });
  }
  yield* componentPaths(kustomization, built);
}

function* componentPaths(kustomization: Resource, built: RepoPath): Iterable<PathReference> {
  for (const [index, written] of kustomization.list('spec', 'components').entries()) {
    const target =
      typeof written === 'string' && !isRemote(written) ? resolvePath(built, written) : undefined;
    if (typeof written !== 'string' || target === undefined) continue;
    const path = ['spec', 'components', index];
    yield { ...rooted(kustomization, { path, written, from: built, target }), mayLeave: true };
  }
}

/** Where each object names a path of its source: a chart, its values files, a folder that is written to. */
const sourceFields: Readonly<Record<string, { readonly at: Path; readonly fields: readonly Path[] }>> = {
  [`${fluxGroups.helm}/HelmRelease`]: {
    at: ['spec', 'chart', 'spec'],
    fields: [['chart'], ['valuesFiles'], ['valuesFile']],
  },
  [`${fluxGroups.source}/HelmChart`]: { at: ['spec'], fields: [['chart'], ['valuesFiles'], ['valuesFile']] },
  'image.toolkit.fluxcd.io/ImageUpdateAutomation': { at: ['spec'], fields: [['update', 'path']] },
};

/** Paths in a source that is this repository. */
function* sourcePaths(
  view: View,
  resource: Resource,
  folders: ReadonlyMap<string, RepoPath>,
): Iterable<PathReference> {
  if (resource.group === fluxGroups.operator && resource.kind === 'FluxInstance') {
    yield* pathsAt(resource, ['spec', 'sync', 'path'], '');
    return;
  }
  const own = sourceFields[`${resource.group}/${resource.kind}`];
  if (own === undefined) return;
  const kind = resource.text(...own.at, 'sourceRef', 'kind') ?? 'GitRepository';
  const name = resource.text(...own.at, 'sourceRef', 'name');
  const namespace = resource.text(...own.at, 'sourceRef', 'namespace') ?? view.namespaceOf(resource);
  const from = folders.get(`${kind}/${namespace ?? ''}/${name}`);
  if (from === undefined) return;
  for (const field of own.fields) yield* pathsAt(resource, [...own.at, ...field], from);
}

/** A path, or a list of paths, counted from a folder. */
function* pathsAt(resource: Resource, at: Path, from: RepoPath): Iterable<PathReference> {
  const value = resource.get(...at);
  const texts: (readonly [Path, Data])[] = Array.isArray(value)
    ? value.map((each: Data, index) => [[...at, index], each])
    : [[at, value ?? null]];
  for (const [path, written] of texts) {
    if (typeof written === 'string')
      yield rooted(resource, { path, written, from, target: join(from, kustomizationPath(written)) });
  }
}

/** The folder of this repository from which a Kustomization's source was made. */
function sourceFolder(view: View, kustomization: Resource): RepoPath | undefined {
  const built = view.buildOf(kustomization)?.path;
  const path = kustomizationPath(view.substituted(kustomization, kustomization.text('spec', 'path') ?? ''));
  if (built === undefined || hasVariable(path)) return undefined;
  if (built === path) return '';
  return path === '' ? built : built.slice(0, -path.length - 1);
}

/** The folder of each source that is this repository, by kind, namespace and name. */
function foldersOfSources(view: View): Map<string, RepoPath> {
  const folders = new Map<string, RepoPath>();
  for (const { kustomization } of view.builds) {
    if (kustomization === undefined) continue;
    const source = sourceOf(kustomization, view.namespaceOf(kustomization) ?? kustomization.namespace);
    const folder = sourceFolder(view, kustomization);
    if (source !== undefined && folder !== undefined)
      folders.set(`${source.kind}/${source.namespace ?? ''}/${source.name}`, folder);
  }
  return folders;
}

function rooted(
  { file, node }: Resource,
  reference: Pick<PathReference, 'path' | 'written' | 'from' | 'target'>,
): PathReference {
  return { file, start: node.start, prefix: '', isBeside: false, mayLeave: false, ...reference };
}
