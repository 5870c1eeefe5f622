import type { RepoPath } from '../core/change.ts';
import { join } from './layout.ts';
import { fluxGroups, isFluxKustomization, type Resource } from './resource.ts';
import { hasVariable } from './substitution.ts';
import { isWithin, kustomizationPath, type Tree } from './tree.ts';

/** The source that a Kustomization applies, as Flux finds it. */
export interface SourceName {
  readonly kind: string;
  readonly namespace: string | undefined;
  readonly name: string;
}

/** A Kustomization's source; its namespace defaults to the Kustomization's. */
export function sourceOf(kustomization: Resource, namespace: string | undefined): SourceName | undefined {
  const source = (field: string): string | undefined => kustomization.text('spec', 'sourceRef', field);
  const kind = source('kind');
  const name = source('name');
  if (kind === undefined || name === undefined) return undefined;
  return { kind, name, namespace: source('namespace') ?? namespace };
}

/** The folder of this repository that a source's paths are counted from; undefined for a source of something else. */
export type OwnSources = (source: SourceName | undefined) => RepoPath | undefined;

/**
 * Tells the sources that are this repository from others: the root's own source, what bootstrap calls `flux-system`,
 * a GitRepository that names the same URL and ref, and what the paths tell: a GitRepository that is declared nowhere, or,
 * where no root names a source, any, whose Kustomizations apply folders of this repository; an OCIRepository or Bucket
 * whose paths exist below one folder, from which it is therefore made.
 */
export function ownSources(
  resources: readonly Resource[],
  root: SourceName | undefined,
  tree: Tree,
): OwnSources {
  const declared = new Map<string, Resource>();
  for (const resource of resources) {
    if (resource.group !== fluxGroups.source) continue;
    declared.set(keyOf(resource), resource);
  }
  const rootObject = root === undefined ? undefined : declared.get(keyOf(root));
  const rootOrigin = rootObject === undefined ? undefined : originOf(rootObject);
  const takes = takesBySource(resources);
  const known = new Map<string, RepoPath | undefined>();
  const told = (source: SourceName): RepoPath | undefined => {
    const key = `${source.kind}/${source.name}`;
    if (!known.has(key)) known.set(key, toldByPaths(source.kind, takes.get(key) ?? [], tree));
    return known.get(key);
  };
  return (source) => {
    if (source === undefined) return '';
    if (root !== undefined && keyOf(source) === keyOf(root)) return '';
    if (source.kind !== 'GitRepository') return told(source);
    if (source.name === 'flux-system') return '';
    const object = declared.get(keyOf(source));
    if (object === undefined) return root === undefined ? '' : told(source);
    if (rootOrigin !== undefined) return originOf(object) === rootOrigin ? '' : undefined;
    return root === undefined ? told(source) : undefined;
  };
}

/** What a Kustomization takes from a source, and the file in which it says so. */
interface Take {
  readonly path: RepoPath;
  readonly file: RepoPath;
}

/** What Kustomizations take from each source, by its kind and name. */
function takesBySource(resources: readonly Resource[]): Map<string, Take[]> {
  const takes = new Map<string, Take[]>();
  for (const resource of resources) {
    if (!isFluxKustomization(resource)) continue;
    const source = sourceOf(resource, undefined);
    const path = kustomizationPath(resource.text('spec', 'path') ?? '');
    if (source === undefined || path === '' || hasVariable(path)) continue;
    const key = `${source.kind}/${source.name}`;
    const own = takes.get(key);
    if (own === undefined) takes.set(key, [{ path, file: resource.file }]);
    else own.push({ path, file: resource.file });
  }
  return takes;
}

/** How many existing folders tell that a source is this repository, whatever else its Kustomizations name. */
const enough = 3;

function toldByPaths(kind: string, takes: readonly Take[], tree: Tree): RepoPath | undefined {
  const found = (base: RepoPath): number =>
    takes.filter(({ path }) => tree.isFolder(join(base, path))).length;
  if (kind === 'GitRepository') {
    const there = found('');
    const isSelf = takes.some(({ path, file }) => isWithin(file, path));
    return isSelf || there >= enough || (there > 0 && there === takes.length) ? '' : undefined;
  }
  const bases = ['', ...tree.foldersIn('')].filter((base) => {
    const there = found(base);
    return there >= enough && there * 4 >= takes.length * 3;
  });
  return bases.toSorted((a, b) => found(b) - found(a))[0];
}

function keyOf({ kind, namespace, name }: SourceName): string {
  return `${kind}/${namespace ?? ''}/${name}`;
}

/** Host, path and ref of a repository: `ssh://git@host/a/b` and `https://host/a/b.git` are one. */
function originOf(repository: Resource): string {
  const url = repository.text('spec', 'url') ?? '';
  const place = url
    .replace(/^[a-z+]+:\/\//, '')
    .replace(/^[^@/]*@/, '')
    .replace(/(?:\.git)?\/*$/, '')
    .toLowerCase();
  return `${place} ${JSON.stringify(repository.get('spec', 'ref') ?? null)}`;
}
