import type { Files, RepoPath } from '../core/change.ts';
import type { Comparison } from '../core/comparison.ts';
import { KitError } from '../core/errors.ts';
import { branchPoint, headOf } from './base-commit.ts';
import { type Blobs, batch, blobReader, fetchBlobs, type Git, gitOf } from './git-blobs.ts';
import { gitDirFor, hookEnvironment } from './git-environment.ts';
import { withoutFilters } from './git-filters.ts';
import { indexListing, type Listing, listedFiles, treeListing } from './git-listing.ts';
import { gitFailed, parts } from './git-run.ts';
import type { Compared } from './host.ts';
import { contentInWorkTree } from './index-content.ts';
import type { Place } from './place.ts';

/**
 * A change as git knows it. Nothing is written: not the index, not an object.
 * @param disk the files of the work tree
 */
export async function compare(
  place: Place,
  { staged, since }: Compared,
  { disk, index }: { readonly disk: () => Files; readonly index: () => Promise<IndexRead> },
): Promise<Comparison> {
  const git = gitFor(place);
  if (!staged) {
    const base = await baseOf(git, since);
    const inert = gitOf(place.top, await withoutFilters(git, hookEnvironment(place)));
    return treeComparison(inert, { ...base, after: disk() });
  }
  // Both at once; if both fail, what is wrong with the commit is said.
  const reading = index();
  reading.catch(() => undefined);
  const base = await baseOf(git, since);
  return indexComparison(git, await reading, base);
}

/** The index, and the files of it that a lint will read. Plain data. */
export interface IndexRead {
  readonly listing: Listing;
  readonly blobs: Blobs;
}

export async function readIndex(place: Place): Promise<IndexRead> {
  const git = gitFor(place);
  const listing = await indexListing(git);
  const files = filesOfLint(listing);
  const known = contentInWorkTree(place.top, files, batch);
  const ids = files.map(([, id]) => id);
  return { listing, blobs: await fetchBlobs(git, ids, known) };
}

function gitFor(place: Place): Git {
  if (gitDirFor(place) === undefined) throw noRepository(place);
  return gitOf(place.top, hookEnvironment(place));
}

/** What a change is compared with; no commit before the first one. */
interface Base {
  readonly base: string | undefined;
  readonly tree: Listing;
}

async function baseOf(git: Git, since: string | undefined): Promise<Base> {
  const base = since === undefined ? await headOf(git) : await branchPoint(git, since);
  const tree = base === undefined ? new Map() : await treeListing(git, base);
  if (tree !== undefined) return { base, tree };
  throw new KitError('no-tree', `git cannot read the files of ${base}`, { side: 'outside' });
}

function noRepository({ top, bare }: Place): KitError {
  return new KitError(
    'not-a-git-repository',
    bare
      ? `${top} is a git directory without a work tree`
      : `${top} is not in a git repository; there is no change to look at`,
    { help: ['gitops-kit lint judges all files', 'git init makes it one'] },
  );
}

/** The index against a commit: files with the same mode and id are the same. */
function indexComparison(git: Git, { listing, blobs }: IndexRead, { base, tree }: Base): Promise<Comparison> {
  const after = listedFiles(listing, blobReader(git, blobs));
  const differing = [...listing].flatMap(([path, file]) => {
    const was = tree.get(path);
    return was?.id === file.id && was.mode === file.mode ? [] : [path];
  });
  return comparison(git, { after, tree, base, differing });
}

/**
 * The work tree against a commit: git knows which of its files differ; others are new. Where git was told not to look
 * (`--assume-unchanged`, sparse checkout) we do, and what a sparse checkout leaves out is on neither side.
 */
async function treeComparison(git: Git, of: Base & { readonly after: Files }): Promise<Comparison> {
  const { base, after } = of;
  const unseen = await unseenByGit(git);
  const present = new Set(after.paths());
  const tree = new Map([...of.tree].filter(([path]) => present.has(path) || unseen.get(path) !== 'skipped'));
  const names =
    base === undefined ? [] : await rawDiff(git, ['diff-index', '--raw', '-z', '--no-renames', base]);
  const modified = new Set([...names.map(({ path }) => path), ...unseen.keys()]);
  const ids = [...tree].flatMap(([path, { id }]) => (modified.has(path) ? [id] : []));
  const read = blobReader(git, await fetchBlobs(git, ids));
  const differing = [...after.paths()].filter((path) => {
    const was = tree.get(path);
    if (was === undefined) return true;
    if (!modified.has(path)) return false;
    // Git names files whose date alone changed as well, and may write other ends of lines than it keeps.
    const before = read(was.id);
    return before.kind !== 'text' || withoutReturns(before.text) !== withoutReturns(after.text(path));
  });
  return comparison(git, { after, tree, base, differing });
}

function withoutReturns(text: string | undefined): string | undefined {
  return text?.replaceAll('\r\n', '\n');
}

/** Files of the index at which git does not look: left out by a sparse checkout, or taken for unchanged. */
async function unseenByGit(git: Git): Promise<Map<RepoPath, 'skipped' | 'assumed'>> {
  const answer = await git(['ls-files', '-v', '-z']);
  if (answer.code !== 0) throw gitFailed(answer, 'read its index');
  const found = new Map<RepoPath, 'skipped' | 'assumed'>();
  // `<tag> <path>`: S is skipped, a small letter assumed (git-ls-files(1), -t and -v).
  for (const line of parts(answer.stdout.toString())) {
    const tag = line.charAt(0);
    if (tag.toUpperCase() === 'S') found.set(line.slice(2), 'skipped');
    else if (tag !== tag.toUpperCase()) found.set(line.slice(2), 'assumed');
  }
  return found;
}

async function comparison(
  git: Git,
  of: Base & {
    readonly after: Files;
    readonly differing: readonly RepoPath[];
  },
): Promise<Comparison> {
  const { after, tree, base, differing } = of;
  const present = new Set(after.paths());
  const removed = new Set([...tree.keys()].filter((path) => !present.has(path)));
  const isNew = differing.some((path) => !tree.has(path));
  const moved = isNew && removed.size > 0 && base !== undefined ? await moves(git, base) : new Map();
  const changed = new Set([...differing, ...removed]);
  const own = [...tree].flatMap(([path, { id }]) => (changed.has(path) ? [id] : []));
  const before = listedFiles(tree, blobReader(git, await fetchBlobs(git, own)));
  return {
    after,
    before: {
      paths: before.paths,
      text: (path) => (changed.has(path) ? before : after).text(path),
      fault: (path) => (changed.has(path) ? before : after).fault(path),
      basis: { files: after, changed },
    },
    written: new Map(differing.map((path) => [path, tree.has(path) ? path : moved.get(path)])),
    removed,
  };
}

/**
 * Files that moved, as git sees it in its index: where they are -> where they were. Nobody asks what moved in the work
 * tree alone: such files are new to git.
 */
async function moves(git: Git, base: string): Promise<Map<RepoPath, RepoPath>> {
  const diff = ['diff-index', '--raw', '-z', '-M', '--cached', '--ita-invisible-in-index', base];
  return new Map(
    (await rawDiff(git, diff)).flatMap(({ path, from }) =>
      from === undefined ? [] : [[path, from] as const],
    ),
  );
}

/** `:<mode> <mode> <id> <id> <status>\\0<path>\\0`, two paths where the status is a rename's (git-diff-index(1), RAW OUTPUT FORMAT). */
async function rawDiff(
  git: Git,
  args: readonly string[],
): Promise<{ readonly path: RepoPath; readonly from?: RepoPath }[]> {
  const answer = await git(args);
  if (answer.code !== 0) throw gitFailed(answer, 'compare the files');
  const words = parts(answer.stdout.toString());
  const found: { path: RepoPath; from?: RepoPath }[] = [];
  for (let at = 0; at < words.length; ) {
    const isRename = /^:.* [RC]\d*$/.test(words[at] ?? '');
    const [first = '', second = ''] = words.slice(at + 1, at + 3);
    found.push(isRename ? { path: second, from: first } : { path: first });
    at += isRename ? 3 : 2;
  }
  return found;
}

/** The files that a lint reads, in the order in which it does. */
function filesOfLint(listing: Listing): (readonly [RepoPath, string])[] {
  return [...listing].flatMap(([path, { id, mode }]) =>
    mode !== '120000' && isRead(path) ? [[path, id] as const] : [],
  );
}

function isRead(path: RepoPath): boolean {
  const name = path.slice(path.lastIndexOf('/') + 1);
  return (
    /\.ya?ml$/.test(name) ||
    name === 'Kustomization' ||
    name.startsWith('.gitops-kit') ||
    name === '.sourceignore'
  );
}
