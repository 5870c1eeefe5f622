import type { RepoPath } from '../core/change.ts';
import type { Fix, Safety } from '../core/finding.ts';
import { baseName, folderOf, join } from '../model/layout.ts';
import { movesWithReferences } from '../model/moves.ts';
import { pathReferences } from '../model/path-references.ts';
import type { Repo } from '../model/repo.ts';
import { isWithin } from '../model/tree.ts';
import { lazyFix } from './fixes.ts';

/** A file that should have another path. */
interface Move {
  readonly from: RepoPath;
  readonly to: RepoPath;
  readonly safety: Safety;
}

/** A fix that gives a file another name, with every path that names it; none where that cannot be a name, or is taken. */
export function renameFix(repo: Repo, from: RepoPath, name: string, safety: Safety): { readonly fix?: Fix } {
  return name.includes('/') ? {} : moveFix(repo, { from, to: join(folderOf(from), name), safety });
}

/** A fix that moves a file, with every path that names it; none where the new path cannot be had. */
export function moveFix(repo: Repo, { from, to, safety }: Move): { readonly fix?: Fix } {
  if (!isFree(repo, { from, to })) return {};
  const title = folderOf(from) === folderOf(to) ? `rename to ${baseName(to)}` : `move to ${folderOf(to)}`;
  return { fix: lazyFix({ title, safety }, () => movesWithReferences(repo, new Map([[from, to]]))) };
}

/**
 * Whether a file may get a path: nothing lies there, not even under a name that differs in capitals only, nothing waits
 * for a file there, and what reads its old path reads the new one.
 */
export function isFree(repo: Repo, { from, to }: Pick<Move, 'from' | 'to'>): boolean {
  const { tree, isLeftOut } = repo;
  if (!/^\w[\w.-]*$/.test(baseName(to)) || isLeftOut(from) || isLeftOut(to)) return false;
  if (tree.isFile(to) || tree.isFolder(to)) return false;
  if (pathReferences(repo).some(({ target }) => target === to)) return false;
  const same = to.toLowerCase();
  return tree.filesIn(folderOf(to)).every((path) => path === from || path.toLowerCase() !== same);
}

/** Whether each build that finds a file by looking through its folder finds it at the other path as well, and no other does. */
export function staysInBuilds(repo: Repo, from: RepoPath, to: RepoPath): boolean {
  const builds = repo.views.flatMap((view) => view.builds);
  return builds.every(({ path, files }) => {
    const isScanned = isFound(repo, path, from);
    return files.includes(from) === isScanned && isScanned === isFound(repo, path, to);
  });
}

/** Whether a build takes in a file without being told: no kustomization file stands between them. */
export function isFound({ kustomizationFiles }: Repo, top: RepoPath, file: RepoPath): boolean {
  if (!isWithin(file, top)) return false;
  for (let folder = folderOf(file); ; folder = folderOf(folder)) {
    if (kustomizationFiles.has(folder)) return false;
    if (folder === top) return true;
  }
}
