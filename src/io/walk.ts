import { type Dirent, readdirSync, type Stats } from 'node:fs';
import { join } from 'node:path';
import type { FileFault, RepoPath } from '../core/change.ts';
import { type GitIgnore, readGitIgnore } from '../model/git-ignore.ts';
import { readDiskFile } from './read-file.ts';
import { errorCode, systemReason } from './system-error.ts';

/** Folders that hold nothing of the repository's own: other people's code, and our journal where there is no git. */
export const skippedFolders = new Set(['.git', 'node_modules', '.gitops-kit']);

/** An ignore file and the folder that it speaks of. */
interface Layer {
  readonly folder: RepoPath;
  readonly says: GitIgnore;
}

/** What a walk found. */
export interface Walked {
  /** Every path, with its fault where the walk already sees one; a folder that may not be looked into is `folder/`. */
  readonly paths: Map<RepoPath, FileFault | undefined>;
  /** Whether something was left out because git ignores it. */
  readonly ignored: boolean;
}

/**
 * Every path of a work tree. Symbolic links are listed and never followed; nested git repositories and what git ignores
 * are left out. Git is not asked, since starting it would cost more than the walk.
 * @param exclude text of `info/exclude` in the git directory
 */
export function walk(top: string, exclude: string | undefined): Walked {
  const found = new Map<RepoPath, FileFault | undefined>();
  let ignored = false;
  const base: Layer[] = exclude === undefined ? [] : [{ folder: '', says: readGitIgnore(exclude) }];
  walkFolder('', base);
  return { paths: found, ignored };

  function walkFolder(folder: RepoPath, outer: readonly Layer[]): void {
    const entries = entriesOf(folder);
    if (folder !== '' && entries.some(({ name }) => name === '.git')) return;
    const layers = withIgnoreFile(folder, entries, outer);
    for (const entry of entries) {
      const path = folder === '' ? entry.name : `${folder}/${entry.name}`;
      const folderInside = entry.isDirectory();
      if (folderInside ? skippedFolders.has(entry.name) : entry.name === '.git') continue;
      if (isIgnored(folderInside ? `${path}/` : path, layers)) ignored = true;
      else if (folderInside) walkFolder(path, layers);
      else found.set(path, faultOf(entry));
    }
  }

  function entriesOf(folder: RepoPath): Dirent[] {
    try {
      return readdirSync(join(top, folder), { withFileTypes: true });
    } catch (error) {
      // A folder that vanished between two looks holds no file any more; any other failure must not look like emptiness.
      if (errorCode(error) === 'ENOENT' || errorCode(error) === 'ENOTDIR') return [];
      found.set(`${folder === '' ? '.' : folder}/`, { kind: 'unreadable', cause: systemReason(error) });
      return [];
    }
  }

  function withIgnoreFile(
    folder: RepoPath,
    entries: readonly Dirent[],
    outer: readonly Layer[],
  ): readonly Layer[] {
    if (!entries.some((entry) => entry.name === '.gitignore' && entry.isFile())) return outer;
    const file = readDiskFile(join(top, folder, '.gitignore'));
    return file.kind === 'text' ? [...outer, { folder, says: readGitIgnore(file.text) }] : outer;
  }
}

/**
 * Whether a walk would leave a folder out because git ignores it, be it there or not.
 * @param exclude as for `walk`
 */
export function isIgnoredFolder(top: string, exclude: string | undefined, folder: RepoPath): boolean {
  const layers: Layer[] = exclude === undefined ? [] : [{ folder: '', says: readGitIgnore(exclude) }];
  const names = folder.split('/');
  for (const at of names.keys()) {
    const outer = names.slice(0, at).join('/');
    const file = readDiskFile(join(top, outer, '.gitignore'));
    if (file.kind === 'text') layers.push({ folder: outer, says: readGitIgnore(file.text) });
    if (isIgnored(`${names.slice(0, at + 1).join('/')}/`, layers)) return true;
  }
  return false;
}

/** The nearest ignore file that has a word on the path decides. */
function isIgnored(path: RepoPath, layers: readonly Layer[]): boolean {
  for (let at = layers.length - 1; at >= 0; at -= 1) {
    const layer = layers[at];
    const verdict = layer?.says(layer.folder === '' ? path : path.slice(layer.folder.length + 1));
    if (verdict !== undefined) return verdict === 'ignored';
  }
  return false;
}

/** Why something that is no regular file has no text. */
export function faultOf(entry: Dirent | Stats): FileFault | undefined {
  if (entry.isFile()) return undefined;
  return { kind: entry.isSymbolicLink() ? 'symlink' : 'not-a-file' };
}
