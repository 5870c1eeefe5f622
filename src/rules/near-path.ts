import type { RepoPath } from '../core/change.ts';
import { nearest } from '../core/suggest.ts';
import { baseName, folderOf, join } from '../model/layout.ts';
import type { Tree } from '../model/tree.ts';
import { nearFolder } from './near-folder.ts';

/** What may be suggested. */
export interface Suggestible {
  /** Paths that are named already, and cannot be what is meant. */
  readonly except: ReadonlySet<RepoPath | undefined>;
  readonly folders: boolean;
}

/** The existing file, or folder where one may stand, that is a slip away from a path; endings (`.yml`) count for nothing. */
export function nearPath(path: RepoPath, tree: Tree, { except, folders }: Suggestible): RepoPath | undefined {
  const above = folderOf(path);
  const folder = tree.isFolder(above) ? above : nearFolder(above, tree);
  if (folder === undefined) return undefined;
  const exact = join(folder, baseName(path));
  if (tree.isFile(exact) || (folders && tree.isFolder(exact))) return except.has(exact) ? undefined : exact;
  const stems = new Map<string, RepoPath>();
  for (const each of [...tree.filesIn(folder), ...(folders ? tree.foldersIn(folder) : [])]) {
    const stem = stemOf(each);
    if (!except.has(each) && stem !== 'kustomization' && !stems.has(stem)) stems.set(stem, each);
  }
  const word = stemOf(path);
  return stems.get(word) ?? stems.get(nearest(word, stems.keys()) ?? '');
}

/** A path as a file in `folder` names it, in the manner of what is written there: with `./` or without. */
export function writtenFrom(folder: RepoPath, path: RepoPath, like: string): string {
  const from = folder === '' ? [] : folder.split('/');
  const to = path === '' ? [] : path.split('/');
  let shared = 0;
  while (shared < from.length && shared < to.length && from[shared] === to[shared]) shared += 1;
  const up = from.slice(shared).map(() => '..');
  const written = [...up, ...to.slice(shared)].join('/');
  if (written === '') return '.';
  return up.length === 0 && like.startsWith('./') ? `./${written}` : written;
}

function stemOf(path: RepoPath): string {
  return baseName(path).replace(/(?<=.)\.[^.]+$/, '');
}
