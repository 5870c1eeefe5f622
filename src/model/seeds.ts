import type { RepoPath } from '../core/change.ts';
import type { Seed } from './closure.ts';
import type { Built, Sources } from './kustomize.ts';
import { kustomizationIn } from './kustomize.ts';
import { baseName, folderOf, join } from './layout.ts';
import { ownSources, sourceOf } from './own-source.ts';
import { fluxGroups, isFluxKustomization, type Resource } from './resource.ts';
import { kustomizationPath } from './tree.ts';
import type { KnownBy } from './view.ts';

/** Where clusters begin, as the repository says it: bootstrap's Kustomizations, and what FluxInstances sync. */
export function bootstrapSeeds(resources: readonly Resource[]): Seed[] {
  const seeds = new Map<RepoPath, Seed>();
  for (const resource of resources) {
    const seed = kustomizationSeed(resource) ?? instanceSeed(resource);
    if (seed !== undefined && seeds.get(seed.root)?.kustomization === undefined) seeds.set(seed.root, seed);
  }
  return [...seeds.values()].sort((a, b) => (a.root < b.root ? -1 : 1));
}

/** Folders that no bootstrap file of the repository names, and that something outside therefore applies. */
export function folderSeeds(folders: readonly RepoPath[], knownBy: KnownBy): Seed[] {
  return folders.map((root) => ({ root, kustomization: undefined, knownBy, source: undefined }));
}

/**
 * Without any bootstrap file: Kustomizations that apply themselves or are applied by hand; where none does, folders of Kustomizations that no
 * other one applies.
 */
export function looseSeeds(
  sources: Sources,
  resources: readonly Resource[],
  build: (folder: RepoPath) => Built,
): Seed[] {
  const folderOfSource = ownSources(resources, undefined, sources.tree);
  const baseOf = (kustomization: Resource): RepoPath | undefined =>
    folderOfSource(sourceOf(kustomization, kustomization.namespace));
  const kustomizations = resources.filter(
    (resource) => isFluxKustomization(resource) && baseOf(resource) !== undefined,
  );
  const reached = new Map<Resource, Set<Resource>>();
  for (const kustomization of kustomizations) {
    const path = join(
      baseOf(kustomization) ?? '',
      kustomizationPath(kustomization.text('spec', 'path') ?? ''),
    );
    for (const { resource } of build(path).placed) {
      if (!isFluxKustomization(resource)) continue;
      const by = reached.get(resource);
      if (by === undefined) reached.set(resource, new Set([kustomization]));
      else by.add(kustomization);
    }
  }
  const seeds = new Map<RepoPath, Seed>();
  for (const kustomization of kustomizations) {
    const by = reached.get(kustomization) ?? new Set();
    if (by.size > (by.has(kustomization) ? 1 : 0)) continue;
    // What Flux does not see is applied by hand: a cluster begins with what it points to.
    const isByHand = sources.isIgnored(kustomization.file);
    if (isByHand && !sources.tree.isFolder(kustomizationPath(kustomization.text('spec', 'path') ?? '')))
      continue;
    const seed =
      by.has(kustomization) || isByHand
        ? selfSeed(kustomization)
        : {
            root: builtFrom(sources, build, kustomization),
            kustomization: undefined,
            knownBy: 'unapplied' as const,
            source: undefined,
          };
    if (!seeds.has(seed.root)) seeds.set(seed.root, seed);
  }
  const found = [...seeds.values()].sort((a, b) => (a.root < b.root ? -1 : 1));
  const selves = found.filter(({ kustomization }) => kustomization !== undefined);
  return selves.length > 0 ? selves : found;
}

function kustomizationSeed(resource: Resource): Seed | undefined {
  if (!isFluxKustomization(resource)) return undefined;
  const isBootstrap =
    resource.name === 'flux-system' && (resource.namespace ?? 'flux-system') === 'flux-system';
  return isBootstrap || baseName(resource.file) === 'gotk-sync.yaml' ? selfSeed(resource) : undefined;
}

function selfSeed(kustomization: Resource): Seed {
  return {
    root: kustomizationPath(kustomization.text('spec', 'path') ?? ''),
    kustomization,
    knownBy: 'bootstrap',
    source: sourceOf(kustomization, kustomization.namespace),
  };
}

/** A FluxInstance makes a source and a Kustomization, both with the name of `sync.name`, or of its own namespace. */
function instanceSeed(resource: Resource): Seed | undefined {
  if (resource.kind !== 'FluxInstance' || resource.group !== fluxGroups.operator) return undefined;
  const kind = resource.text('spec', 'sync', 'kind');
  const path = resource.text('spec', 'sync', 'path');
  if (kind === undefined || path === undefined) return undefined;
  const namespace = resource.namespace ?? 'flux-system';
  return {
    root: kustomizationPath(path),
    kustomization: undefined,
    knownBy: 'bootstrap',
    source: { kind, namespace, name: resource.text('spec', 'sync', 'name') ?? namespace },
  };
}

/** The topmost folder whose kustomization file takes the object in, else the folder of its file. */
function builtFrom(sources: Sources, build: (folder: RepoPath) => Built, resource: Resource): RepoPath {
  let found = folderOf(resource.file);
  for (let folder = found; folder !== ''; ) {
    folder = folderOf(folder);
    if (kustomizationIn(sources, folder) === undefined) break;
    if (!build(folder).placed.some((placed) => placed.resource === resource)) break;
    found = folder;
  }
  return found;
}
