import type { RepoPath } from '../core/change.ts';
import { baseName, folderOf, join, policyFolders, rootFolders } from '../model/layout.ts';
import type { Repo } from '../model/repo.ts';
import { fluxGroups, type Resource } from '../model/resource.ts';
import { isWithin } from '../model/tree.ts';

/** The parts of a repository that follow the layout: its roots' folders and the folders of its apps. */
export interface LayoutScope {
  /** The roots of this layout; none in a repository that is ordered in another way. */
  readonly roots: readonly RepoPath[];
  /** The folders that hold a HelmRelease and are applied by a Kustomization of a root. */
  readonly appFolders: ReadonlySet<RepoPath>;
  /** Whether the layout has a say about a file. */
  holds(file: RepoPath): boolean;
}

/** Files that bootstrap writes, and instructions to kustomize, are named by others. */
const foreignName = /^(?:gotk-.*|kustomization\.ya?ml)$/;

/** Roots that hold at least two of the layout's folders: others are ordered in another way. */
export function layoutRoots(repo: Repo): readonly RepoPath[] {
  return repo.layout.roots
    .map(({ path }) => path)
    .filter((root) => {
      const has = (folder: string): boolean => repo.tree.isFolder(join(root, folder));
      const { Kustomization, Namespace, ...sources } = rootFolders;
      const groups = [[Kustomization], [Namespace], Object.values(sources)];
      return groups.filter((folders) => folders.some(has)).length >= 2;
    });
}

/** Where the layout is judged; nowhere in a repository that has no root of this layout. */
export function layoutScope(repo: Repo): LayoutScope {
  const roots = layoutRoots(repo).flatMap((root) =>
    [...Object.values(rootFolders), ...Object.values(policyFolders)].map((folder) => join(root, folder)),
  );
  const appFolders = new Set<RepoPath>();
  for (const app of repo.apps) {
    if (app.folder !== undefined && app.helmRelease !== undefined && app.kustomization !== undefined) {
      appFolders.add(app.folder);
    }
  }
  return {
    appFolders,
    roots: layoutRoots(repo),
    holds: (file) =>
      roots.length > 0 &&
      !foreignName.test(baseName(file)) &&
      !repo.parts.has(file) &&
      (roots.some((root) => isWithin(file, root)) || appFolders.has(folderOf(file))),
  };
}

/** Whether an object belongs to Flux's own installation: bootstrap's source and Kustomization. */
export function isBootstrap(resource: Resource): boolean {
  return (
    resource.name === 'flux-system' &&
    (resource.group === fluxGroups.source || resource.group === fluxGroups.kustomize)
  );
}
