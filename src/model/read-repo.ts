import type { Files, RepoPath } from '../core/change.ts';
import { once } from '../core/once.ts';
import type { YamlProblem } from '../yaml/node.ts';
import type { App } from './app.ts';
import { appsOf } from './apps.ts';
import type { Seed } from './closure.ts';
import type { Settings } from './config.ts';
import { detectLayout, rootCandidates } from './detect-layout.ts';
import { detectFlux } from './flux-version.ts';
import { pathMatcher } from './globs.ts';
import { groupBy } from './group.ts';
import { kustomizeBuilds, type Sources } from './kustomize.ts';
import type { Layout } from './layout.ts';
import { partsOf } from './parts.ts';
import { type ReadFiles, readFiles } from './read-files.ts';
import { readViews } from './read-views.ts';
import type { Repo } from './repo.ts';
import type { Resource } from './resource.ts';
import { bootstrapSeeds, folderSeeds, looseSeeds } from './seeds.ts';
import { sourceIgnore } from './source-ignore.ts';
import { isWithin, kustomizationPath, treeOf } from './tree.ts';
import type { View } from './view.ts';

/** Reads a repository: each file once; what Flux applies of it is followed when somebody first asks for it. */
export function readRepo(files: Files, settings: Settings): Repo {
  const tree = treeOf(files.paths());
  const isLeftOut = pathMatcher(settings.ignore);
  const read = readFiles(files, tree, isLeftOut);
  const parts = partsOf(read.kustomizations);
  const resources = [...read.resources].flatMap(([path, found]) => (parts.has(path) ? [] : found));
  const sources: Sources = {
    tree,
    read,
    isIgnored: sourceIgnore(files, tree.paths),
    text: (path) => files.text(path),
  };
  const followed = once(() => follow({ sources, resources, settings, isLeftOut }));
  const kinds = groupBy(resources, ({ kind }) => kind);
  const ofKind = (kind: string, group?: string): readonly Resource[] => {
    const found = kinds.get(kind) ?? [];
    return group === undefined ? found : found.filter((resource) => resource.group === group);
  };
  const apps = once((): readonly App[] => {
    const { views, rootView, layout } = followed();
    const shipped = resources.filter(({ file }) => !sources.isIgnored(file));
    return appsOf({ views, rootView, appsDir: layout.appsDir.path, resources: shipped });
  });
  const problems = once(() => relevantProblems(read, () => followed().views));
  return {
    files,
    settings,
    tree,
    resources,
    yamlFiles: read.yamlFiles,
    get problems() {
      return problems();
    },
    unread: read.unread,
    marked: read.marked,
    kustomizationFiles: new Map([...read.kustomizations].map(([folder, { file }]) => [folder, file])),
    kustomizations: read.kustomizations,
    parts,
    isLeftOut: (path) => isLeftOut(path) || sources.isIgnored(path),
    get layout() {
      return followed().layout;
    },
    flux: detectFlux(settings.fluxVersion, read.components, ofKind('FluxInstance')),
    get views() {
      return followed().views;
    },
    get rootView() {
      return followed().rootView;
    },
    get apps() {
      return apps();
    },
    ofKind,
  };
}

interface Followed {
  readonly views: readonly View[];
  readonly rootView: View | undefined;
  readonly layout: Layout;
}

/** What Flux applies, from which roots. */
function follow({
  sources,
  resources,
  settings,
  isLeftOut,
}: {
  readonly sources: Sources;
  readonly resources: readonly Resource[];
  readonly settings: Settings;
  readonly isLeftOut: (path: RepoPath) => boolean;
}): Followed {
  const { tree } = sources;
  const candidates = rootCandidates(tree, isLeftOut);
  const seeds = bootstrapSeeds(resources);
  const all = readViews(sources, resources, settings, [
    ...seeds,
    ...otherSeeds({ sources, resources, candidates, configured: settings.roots, seeds }),
  ]);
  const views = all.filter((view) => !isNested(view, all)).sort((a, b) => (a.root < b.root ? -1 : 1));
  const layout = detectLayout({
    tree,
    candidates,
    configured: { roots: settings.roots, appsDir: settings.appsDir },
    bootstrapped: all.slice(0, seeds.length),
    views,
  });
  return { views, rootView: viewAround(views, layout.root?.path), layout };
}

/** Whether another root applies this root's Kustomization, and with it all that this one applies: that is one cluster. */
function isNested({ kustomization, root }: View, views: readonly View[]): boolean {
  if (kustomization === undefined) return false;
  return views.some(
    (view) => view.root !== root && view.root.length < root.length && view.resources.includes(kustomization),
  );
}

/** The view of a folder, else the innermost view whose root lies around it. */
function viewAround(views: readonly View[], folder: RepoPath | undefined): View | undefined {
  if (folder === undefined) return undefined;
  const around = views.filter(({ root }) => isWithin(folder, root));
  return around.toSorted((a, b) => b.root.length - a.root.length)[0];
}

/** Roots that no file of the repository applies: those of the configuration, or, without any bootstrap file, detected ones. */
function otherSeeds(of: {
  readonly sources: Sources;
  readonly resources: readonly Resource[];
  readonly candidates: readonly RepoPath[];
  readonly configured: readonly string[] | undefined;
  readonly seeds: readonly Seed[];
}): Seed[] {
  const { sources, resources, candidates, configured, seeds } = of;
  if (configured !== undefined) {
    return folderSeeds(
      configured.map(kustomizationPath).filter((root) => !seeds.some((seed) => isWithin(root, seed.root))),
      'configuration',
    );
  }
  if (seeds.length > 0) return [];
  if (candidates.length > 0) return folderSeeds(candidates, 'folders');
  return looseSeeds(sources, resources, kustomizeBuilds(sources).build);
}

/**
 * What is wrong with files that hold objects or that Flux applies, and with files that cannot be read at all; how other
 * YAML is written is nobody's business here.
 */
function relevantProblems(
  read: ReadFiles,
  views: () => readonly View[],
): ReadonlyMap<RepoPath, readonly YamlProblem[]> {
  if (read.problems.size === 0) return read.problems;
  const built = new Set(views().flatMap(({ builds }) => builds.flatMap(({ files }) => files)));
  return new Map(
    [...read.problems].filter(
      ([path]) => read.resources.has(path) || built.has(path) || read.unread.has(path),
    ),
  );
}
