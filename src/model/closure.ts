import type { RepoPath } from '../core/change.ts';
import type { Gap } from './gap.ts';
import { type Builds, type Built, type Placed, type Sources, transformed } from './kustomize.ts';
import { join } from './layout.ts';
import { ownSources, type SourceName, sourceOf } from './own-source.ts';
import { fluxGroups, isFluxKustomization, type Resource } from './resource.ts';
import { hasVariable, substituted, type Variables, variableSources, variablesOf } from './substitution.ts';
import { kustomizationPath } from './tree.ts';
import type { Build, KnownBy } from './view.ts';

/** Where a view begins: a bootstrap Kustomization, or a folder that one outside the repository applies. */
export interface Seed {
  readonly root: RepoPath;
  /** Undefined for a bootstrap Kustomization that is not in the repository. */
  readonly kustomization: Resource | undefined;
  readonly knownBy: KnownBy;
  /** The source that is this repository; undefined where nothing names it. */
  readonly source: SourceName | undefined;
}

/** What a root applies, directly and through its Kustomizations. */
export interface Closure {
  readonly seed: Seed;
  readonly builds: readonly Build[];
  /** The objects of all builds, with those that are built twice. */
  readonly placed: readonly Placed[];
  readonly ownBuilds: ReadonlyMap<Resource, Build>;
  readonly foreign: readonly Resource[];
  readonly gaps: readonly Gap[];
}

/** What following needs: the builds, each made once for all roots, and the order of the objects. */
export interface Following {
  readonly sources: Sources;
  /** All objects of the repository, in order. */
  readonly resources: readonly Resource[];
  readonly builds: Builds;
  readonly order: ReadonlyMap<Resource, number>;
}

/** Follows what a root applies, Kustomization by Kustomization. */
export function closureOf(context: Following, seed: Seed): Closure {
  const first = follow(context, seed, []);
  // Variables may stand in ConfigMaps that a later Kustomization applies.
  const asks = first.placed.some(
    ({ resource }) => isFluxKustomization(resource) && variableSources(resource).length > 0,
  );
  return asks ? follow(context, seed, first.placed) : first;
}

/** @param before what was found when variables were not yet known */
function follow(context: Following, seed: Seed, before: readonly Placed[]): Closure {
  const folderOfSource = ownSources(context.resources, seed.source, context.sources.tree);
  const configMaps = new Map<string, Resource>();
  for (const { resource, namespace, name } of before) {
    if (resource.kind === 'ConfigMap') configMaps.set(`${namespace ?? ''}/${name}`, resource);
  }
  const builds: Build[] = [];
  const ownBuilds = new Map<Resource, Build>();
  const placed: Placed[] = [];
  const foreign: Resource[] = [];
  const seen = new Set<Resource>();
  const gaps: Gap[] = [];
  const waiting: Applied[] = [{ path: seed.root, kustomization: seed.kustomization, namespace: undefined }];
  if (seed.kustomization !== undefined) seen.add(seed.kustomization);
  for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
    const { path, kustomization, namespace = kustomization?.namespace } = next;
    const variables =
      kustomization === undefined
        ? new Map<string, string>()
        : variablesOf(kustomization, (name) => configMaps.get(`${namespace ?? ''}/${name}`));
    const built = applied(context.builds, { path, kustomization, variables });
    for (const each of built.placed) {
      const { resource } = each;
      placed.push(each);
      // What the Flux operator makes of its templates is not known here.
      if (resource.kind === 'ResourceSet' && resource.group === fluxGroups.operator)
        gaps.push({ kind: 'computed', by: resource.file });
      if (!isFluxKustomization(resource) || seen.has(resource)) continue;
      seen.add(resource);
      const written = substituted(resource.text('spec', 'path') ?? '', variables);
      const base = folderOfSource(sourceOf(resource, each.namespace));
      if (base === undefined) foreign.push(resource);
      else if (hasVariable(written)) gaps.push({ kind: 'computed', by: resource.file });
      else
        waiting.push({
          path: join(base, kustomizationPath(written)),
          kustomization: resource,
          namespace: each.namespace,
        });
    }
    const build = buildOf(context, { path, kustomization, built });
    builds.push(build);
    if (kustomization !== undefined) ownBuilds.set(kustomization, build);
    gaps.push(...built.gaps);
  }
  return { seed, builds, placed, ownBuilds, foreign, gaps };
}

/** A folder that a Kustomization applies. */
interface Applied {
  readonly path: RepoPath;
  readonly kustomization: Resource | undefined;
  /** The Kustomization's own namespace. */
  readonly namespace: string | undefined;
}

/** What the Kustomization's own fields add to what kustomize builds from its path; its patches are not applied. */
function applied(
  { build, withComponents }: Builds,
  by: {
    readonly path: RepoPath;
    readonly kustomization: Resource | undefined;
    readonly variables: Variables;
  },
): Built {
  const { path, kustomization, variables } = by;
  if (kustomization === undefined) return build(path);
  const components = kustomization.list('spec', 'components').filter((entry) => typeof entry === 'string');
  const changed = transformed(withComponents(build(path), path, components), {
    namespace: kustomization.text('spec', 'targetNamespace'),
    prefix: kustomization.text('spec', 'namePrefix') ?? '',
    suffix: kustomization.text('spec', 'nameSuffix') ?? '',
  });
  if (variables.size === 0) return changed;
  const fill = (text: string): string => substituted(text, variables);
  const filled = <Named extends { readonly name: string; readonly namespace: string | undefined }>(
    named: Named,
  ) => ({
    ...named,
    name: fill(named.name),
    namespace: named.namespace === undefined ? undefined : fill(named.namespace),
  });
  return {
    ...changed,
    placed: changed.placed.map((placed) => ({ ...filled(placed), variables })),
    generated: changed.generated.map(filled),
  };
}

function buildOf(
  { order, sources }: Following,
  of: { readonly path: RepoPath; readonly kustomization: Resource | undefined; readonly built: Built },
): Build {
  const { path, kustomization, built } = of;
  return {
    path,
    exists: sources.tree.isFolder(path),
    kustomization,
    resources: inOrder(built.placed, order),
    identities: built.placed,
    files: [...built.files].sort(),
    generated: built.generated,
    complete: built.gaps.length === 0,
  };
}

/** Each object once, in repository order. */
export function inOrder(placed: readonly Placed[], order: ReadonlyMap<Resource, number>): Resource[] {
  const resources = [...new Set(placed.map(({ resource }) => resource))];
  const places = resources.map((resource) => order.get(resource) ?? 0);
  // A folder without kustomization file comes in order.
  if (places.every((place, index) => index === 0 || (places[index - 1] ?? 0) <= place)) return resources;
  return resources.sort((a, b) => (order.get(a) ?? 0) - (order.get(b) ?? 0));
}
