import type { Files, RepoPath } from '../core/change.ts';
import { KitError } from '../core/errors.ts';
import type { Git } from './git-blobs.ts';
import { gitFailed, literal, parts } from './git-run.ts';
import type { DiskFile } from './read-file.ts';
import { skippedFolders } from './walk.ts';

/** A file that git holds: its mode (`100644`, `120000` for a link) and the id of its content. */
export interface GitFile {
  readonly mode: string;
  readonly id: string;
}

/** The files of a tree or of the index, in order of path. Left out: submodules, and folders that a walk leaves out. */
export type Listing = ReadonlyMap<RepoPath, GitFile>;

/**
 * The files of the index: what a commit would hold now. `git add --intent-to-add` is no file yet.
 * @throws KitError `unmerged` in the middle of a merge
 */
export async function indexListing(git: Git): Promise<Listing> {
  const answer = await git(['ls-files', '--stage', '-z']);
  if (answer.code !== 0) throw gitFailed(answer, 'read its index');
  const found = new Map<RepoPath, GitFile>();
  for (const line of parts(answer.stdout.toString())) {
    const [, mode = '', id = '', stage = '', path = ''] = /^(\d+) ([0-9a-f]+) (\d)\t(.*)$/s.exec(line) ?? [];
    if (stage !== '0') throw unmerged(path);
    if (isOurs(path, mode)) found.set(path, { mode, id });
  }
  for (const path of await intended(git, found)) found.delete(path);
  return ordered(found);
}

function unmerged(path: RepoPath): KitError {
  return new KitError('unmerged', `${path} has a conflict that is not resolved; there is no state to judge`, {
    help: ['resolve it and git add the file, or git merge --abort', 'gitops-kit lint judges the work tree'],
  });
}

/** The files of a commit; undefined when git knows none of that name. */
export async function treeListing(git: Git, commit: string): Promise<Listing | undefined> {
  const answer = await git(['ls-tree', '-r', '-z', '--full-tree', commit]);
  if (answer.code !== 0) return undefined;
  const found = new Map<RepoPath, GitFile>();
  for (const line of parts(answer.stdout.toString())) {
    const [, mode = '', id = '', path = ''] = /^(\d+) \w+ ([0-9a-f]+)\t(.*)$/s.exec(line) ?? [];
    if (isOurs(path, mode)) found.set(path, { mode, id });
  }
  return ordered(found);
}

function isOurs(path: RepoPath, mode: string): boolean {
  if (mode === '160000') return false;
  return !path
    .split('/')
    .slice(0, -1)
    .some((folder) => skippedFolders.has(folder));
}

/** Git orders by bytes, we by code units. */
function ordered(listing: Listing): Listing {
  return new Map([...listing].sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** The id of no bytes, by the length of the repository's ids (SHA-1, SHA-256), of a blob and of a tree. */
const nothing: Readonly<Record<number, { readonly blob: string; readonly tree: string }>> = {
  40: {
    blob: 'e69de29bb2d1d6434b8b29ae775ad8c2e48c5391',
    tree: '4b825dc642cb6eb9a060e54bf8d69288fbee4904',
  },
  64: {
    blob: '473a0f4c3be8a93681a267e3b1e9a7dcda1185436fe141f7749120a303721813',
    tree: '6ef19b41225c5369f1c104d45d8d85efa9b057b53b14b4b9b939dd74decc5321',
  },
};

/** Entries that `git add --intent-to-add` made: they look like empty files, and no commit would hold them. */
async function intended(git: Git, listing: Listing): Promise<RepoPath[]> {
  const empty = [...listing].flatMap(([path, { id }]) => (id === nothing[id.length]?.blob ? [path] : []));
  const [first] = empty;
  if (first === undefined) return [];
  const tree = nothing[listing.get(first)?.id.length ?? 0]?.tree ?? '';
  const diff = ['diff-index', '--cached', '--ita-invisible-in-index', '--name-only', '-z', tree];
  const found: string[] = [];
  for (let at = 0; at < empty.length; at += 500) {
    const answer = await git([...diff, '--', ...empty.slice(at, at + 500).map(literal)]);
    if (answer.code !== 0) throw gitFailed(answer, 'compare its index');
    found.push(...parts(answer.stdout.toString()));
  }
  const real = new Set(found);
  return empty.filter((path) => !real.has(path));
}

/** A listing as files. */
export function listedFiles(listing: Listing, read: (id: string) => DiskFile): Files {
  const paths = [...listing.keys()];
  const fileAt = (path: RepoPath): DiskFile | undefined => {
    const file = listing.get(path);
    if (file === undefined) return undefined;
    if (path.includes('\ufffd'))
      return { kind: 'fault', fault: { kind: 'unreadable', cause: 'its name is not UTF-8' } };
    return file.mode === '120000' ? { kind: 'fault', fault: { kind: 'symlink' } } : read(file.id);
  };
  return {
    paths: () => paths,
    text: (path) => {
      const file = fileAt(path);
      return file?.kind === 'text' ? file.text : undefined;
    },
    fault: (path) => {
      const file = fileAt(path);
      return file?.kind === 'fault' ? file.fault : undefined;
    },
  };
}
