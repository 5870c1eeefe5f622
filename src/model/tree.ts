import type { RepoPath } from '../core/change.ts';
import { folderOf } from './layout.ts';

/** The folders of a repository. */
export interface Tree {
  /** Every path, sorted. */
  readonly paths: readonly RepoPath[];
  isFile(path: RepoPath): boolean;
  /** Whether a folder has any file in it or below it; the top always exists. */
  isFolder(path: RepoPath): boolean;
  /** The files directly in a folder, sorted. */
  filesIn(folder: RepoPath): readonly RepoPath[];
  /** The folders directly in a folder, sorted. */
  foldersIn(folder: RepoPath): readonly RepoPath[];
}

/** Orders paths into folders. */
export function treeOf(paths: Iterable<RepoPath>): Tree {
  const all = [...paths];
  const files = new Set(all);
  const folders = new Map<RepoPath, { files: RepoPath[]; folders: RepoPath[] }>([
    ['', { files: [], folders: [] }],
  ]);
  const folder = (path: RepoPath): { files: RepoPath[]; folders: RepoPath[] } => {
    const known = folders.get(path);
    if (known !== undefined) return known;
    const made = { files: [], folders: [] };
    folders.set(path, made);
    folder(folderOf(path)).folders.push(path);
    return made;
  };
  for (const path of all) folder(folderOf(path)).files.push(path);
  return {
    paths: all,
    isFile: (path) => files.has(path),
    isFolder: (path) => folders.has(path),
    filesIn: (path) => folders.get(path)?.files ?? [],
    foldersIn: (path) => folders.get(path)?.folders ?? [],
  };
}

/** Whether `path` is `folder` or lies below it; everything lies below the top. */
export function isWithin(path: RepoPath, folder: RepoPath): boolean {
  return folder === '' || path === folder || path.startsWith(`${folder}/`);
}

/**
 * A path as manifests write it (`./apps`, `/apps/`, `../base`), taken from a folder; undefined when it leaves the
 * repository.
 */
export function resolvePath(from: RepoPath, written: string): RepoPath | undefined {
  const segments = written.startsWith('/') || from === '' ? [] : from.split('/');
  for (const segment of written.split('/')) {
    if (segment === '' || segment === '.') continue;
    if (segment !== '..') segments.push(segment);
    else if (segments.pop() === undefined) return undefined;
  }
  return segments.join('/');
}

/**
 * `spec.path` of a Flux Kustomization as a folder: kustomize-controller joins it to the artifact's root with
 * securejoin, so that `..` stops at the top.
 */
export function kustomizationPath(written: string): RepoPath {
  const segments: string[] = [];
  for (const segment of written.trim().split('/')) {
    if (segment === '..') segments.pop();
    else if (segment !== '' && segment !== '.') segments.push(segment);
  }
  return segments.join('/');
}
