import type { Change, RepoPath } from '../core/change.ts';
import { KitError } from '../core/errors.ts';
import { folderOf, join } from './layout.ts';
import { type PathReference, pathReferences } from './path-references.ts';
import type { Repo } from './repo.ts';
import { hasVariable } from './substitution.ts';
import { isWithin, type Tree } from './tree.ts';
import { editedFiles, type ValueEdit } from './value-edits.ts';

/** Files and folders by the path that they get. A file's own move counts before that of a folder around it. */
export type Moves = ReadonlyMap<RepoPath, RepoPath>;

/** Where everything lies after the moves. */
export interface Moved {
  /** Each file that moves, in the order in which it can be done. */
  readonly files: readonly (readonly [from: RepoPath, to: RepoPath])[];
  /** The path after the moves, of files, folders and what does not exist; undefined for a folder whose files part. */
  pathOf(path: RepoPath): RepoPath | undefined;
}

/**
 * The changes that move files and folders, and keep every reference to them: entries of kustomization.yaml files of all
 * kinds, the paths of Flux Kustomizations, charts and image automations that lie in this repository.
 * @throws KitError `path-taken`, `cannot-move`, `edit-refused`; nothing is lost
 */
export function movesWithReferences(repo: Repo, moves: Moves): Change[] {
  const moved = movedPaths(repo, moves);
  return [...editedFiles(repo.files, referenceEdits(repo, moved)), ...moveChanges(moved)];
}

/** The moves themselves; edits of the same files come before them. */
export function moveChanges({ files }: Moved): Change[] {
  return files.map(([path, to]) => ({ kind: 'move', path, to }));
}

/** Works out where each file goes; a place that is taken and a file that cannot be moved are refused. */
export function movedPaths({ files, tree }: Pick<Repo, 'files' | 'tree'>, moves: Moves): Moved {
  const targets = new Map<RepoPath, RepoPath>();
  const isOfFiles = [...moves.keys()].every((path) => tree.isFile(path));
  for (const path of isOfFiles ? [...moves.keys()].sort() : tree.paths) {
    const to = moves.get(path) ?? inMovedFolder(moves, path);
    if (to === undefined || to === path) continue;
    const fault = files.fault(path);
    if (fault !== undefined && !movable.has(fault.kind))
      throw new KitError('cannot-move', `${path} would have to move, and is ${faultWords[fault.kind]}`, {
        help: [`move it yourself first: git mv ${path} ${to}`],
      });
    targets.set(path, to);
  }
  return {
    files: inOrder(tree, targets),
    pathOf: (path) => {
      const file = targets.get(path);
      if (file !== undefined || tree.isFile(path)) return file ?? path;
      for (let folder = path; folder !== ''; folder = folderOf(folder)) {
        if (!tree.isFolder(folder)) continue;
        const to = moves.get(folder) ?? inMovedFolder(moves, folder) ?? folderAfter(tree, targets, folder);
        return to === undefined ? undefined : join(to, path.slice(folder.length + 1));
      }
      return path;
    },
  };
}

/**
 * The edits that keep every path that the repository names, relative ones of files that move themselves included. The
 * writer's form stays: `./`, a slash at the end, quotes.
 */
export function referenceEdits(repo: Repo, moved: Moved): ValueEdit[] {
  checkReadable(repo, moved);
  return pathReferences(repo).flatMap((reference): ValueEdit[] => {
    const now = rewritten(reference, moved);
    if (now === undefined || now === reference.written) return [];
    const { file, start, path, prefix } = reference;
    return [{ file, start, edit: { kind: 'set', path, value: prefix + now } }];
  });
}

/** A reference as it is written after the moves; undefined when it need not change. */
function rewritten(reference: PathReference, moved: Moved): string | undefined {
  const { file, written, from, isBeside, mayLeave, target, prefix } = reference;
  const home = isBeside ? folderOf(moved.pathOf(file) ?? file) : moved.pathOf(from);
  const to = moved.pathOf(target);
  if (home === undefined || to === undefined)
    throw refused(reference, `the files of ${target}/ would part, and it can name one folder only`);
  if (home === from && to === target) return undefined;
  const before = relative(from, target);
  const after = relative(home, to);
  if (before === after) return undefined;
  if (hasVariable(written)) throw refused(reference, 'a variable stands in it');
  if (!mayLeave && !isWithin(to, home)) throw refused(reference, `${to} does not lie in ${home}/`);
  // kustomize keeps a file under its own name where no key is given.
  const isKeyed = prefix === '' && isGeneratorFile(reference) && nameIn(after) !== nameIn(before);
  return (isKeyed ? `${nameIn(before)}=` : '') + inForm(written, after);
}

function isGeneratorFile({ path }: PathReference): boolean {
  return /Generator$/.test(String(path[0])) && path[2] === 'files';
}

function nameIn(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

/** A path in the form of another one: `./podinfo/`, `/podinfo`, `podinfo`. */
function inForm(written: string, path: string): string {
  const end = written.endsWith('/') && path !== '' ? '/' : '';
  if (path === '' || path.startsWith('..')) return (path === '' ? './' : path) + end;
  const lead = /^(?:\.\/|\/)/.exec(written)?.[0] ?? '';
  return lead + path + end;
}

/** The way from a folder to a path: `../base/service.yaml`; empty for the folder itself. */
function relative(folder: RepoPath, path: RepoPath): string {
  const from = folder === '' ? [] : folder.split('/');
  const to = path === '' ? [] : path.split('/');
  let common = 0;
  while (common < from.length && from[common] === to[common]) common += 1;
  return [...from.slice(common).map(() => '..'), ...to.slice(common)].join('/');
}

function inMovedFolder(moves: Moves, path: RepoPath): RepoPath | undefined {
  for (let folder = folderOf(path); folder !== ''; folder = folderOf(folder)) {
    const to = moves.get(folder);
    if (to !== undefined) return join(to, path.slice(folder.length + 1));
  }
  return undefined;
}

/** Where a folder goes whose files move one by one: itself while a file stays, undefined where they part. */
function folderAfter(
  tree: Tree,
  targets: ReadonlyMap<RepoPath, RepoPath>,
  folder: RepoPath,
): RepoPath | undefined {
  if (![...targets.keys()].some((path) => isWithin(path, folder))) return folder;
  const found = new Set<string | undefined>();
  for (const path of tree.paths) {
    if (!isWithin(path, folder)) continue;
    const to = targets.get(path);
    if (to === undefined) return folder;
    const below = folderOf(path).slice(folder.length);
    const there = `/${folderOf(to)}`;
    found.add(there.endsWith(below) ? there.slice(1, there.length - below.length) : undefined);
  }
  return found.size === 1 ? [...found][0] : undefined;
}

/** The moves in an order in which each finds its place free. */
function inOrder(tree: Tree, targets: ReadonlyMap<RepoPath, RepoPath>): Moved['files'] {
  /** Whether a path is taken by now, where a move changed that. */
  const taken = new Map<RepoPath, boolean>();
  const ordered: (readonly [from: RepoPath, to: RepoPath])[] = [];
  let waiting = [...targets];
  while (waiting.length > 0) {
    const blocked: typeof waiting = [];
    for (const [from, to] of waiting) {
      if (taken.get(to) ?? tree.isFile(to)) {
        blocked.push([from, to]);
        continue;
      }
      taken.set(from, false).set(to, true);
      ordered.push([from, to]);
    }
    const [first] = blocked;
    if (first !== undefined && blocked.length === waiting.length)
      throw new KitError('path-taken', `${first[0]} cannot move to ${first[1]}, which exists`, {
        help: ['nothing was written'],
      });
    waiting = blocked;
  }
  return ordered;
}

/** What a kustomization.yaml that cannot be read lists, nobody can keep. */
function checkReadable({ kustomizations }: Repo, { files }: Moved): void {
  for (const [folder, { file, root }] of kustomizations) {
    if (root !== undefined || !files.some(([from]) => isWithin(from, folder))) continue;
    throw new KitError('kustomization-unreadable', `${file} cannot be read, so its entries cannot follow`, {
      help: [`see what is wrong: gitops-kit lint ${file}`],
    });
  }
}

function refused({ file, written }: PathReference, why: string): KitError {
  return new KitError('edit-refused', `${file} names ${written}, which cannot follow the move: ${why}`, {
    help: ['edit that file by hand first, and run the command again'],
  });
}

/** A file need not be text to be moved, or deleted. */
export const movable: ReadonlySet<string> = new Set(['not-utf8', 'utf-16', 'too-large']);

/** What a file is that has no text. */
export const faultWords = {
  symlink: 'a symbolic link',
  'not-a-file': 'no regular file',
  'not-utf8': 'no UTF-8 text',
  'utf-16': 'no UTF-8 text',
  vanished: 'gone',
  'too-large': 'too large',
  unreadable: 'unreadable',
} as const;
