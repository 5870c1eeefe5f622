import type { Files, RepoPath } from '../core/change.ts';
import type { Comparison } from '../core/comparison.ts';
import { KitError } from '../core/errors.ts';
import { type Blobs, blobReader, fetchBlobs, type Git, gitOf } from './git-blobs.ts';
import { gitDirFor, hookEnvironment } from './git-environment.ts';
import { indexListing, type Listing, listedFiles, treeListing } from './git-listing.ts';
import { gitFailed, parts } from './git-run.ts';
import type { Compared } from './host.ts';
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
  if (!staged) return treeComparison(git, { ...(await baseOf(git, since)), after: disk() });
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
  return { listing, blobs: await fetchBlobs(git, readOrder(listing)) };
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

/** The commit that HEAD names; undefined before the first one. */
async function headOf(git: Git): Promise<string | undefined> {
  const { code, stdout, stderr } = await git(['rev-parse', '--verify', '--quiet', 'HEAD^{commit}']);
  if (code !== 0 && stderr !== '') throw gitFailed({ code, stderr }, 'read the repository');
  return code === 0 ? stdout.toString().trim() : undefined;
}

const wholeHistory =
  'a shallow clone has only the newest commits: in CI, fetch them all (fetch-depth: 0, GIT_DEPTH: 0)';

/** The newest commit that both REF and HEAD stand on: what came to REF since then is none of this change. */
async function branchPoint(git: Git, since: string): Promise<string> {
  const head = await headOf(git);
  if (head === undefined)
    throw new KitError('no-commit', `there is no commit yet, so nothing can be compared with ${since}`, {
      help: ['gitops-kit lint --staged judges the first one'],
    });
  const named = await git(['rev-parse', '--verify', '--quiet', '--end-of-options', `${since}^{commit}`]);
  if (named.code !== 0) {
    throw new KitError('unknown-ref', `this clone knows no commit ${since}`, {
      side: 'outside',
      help: ['it may be misspelt; git branch --all names the branches', wholeHistory],
    });
  }
  const common = await git(['merge-base', named.stdout.toString().trim(), head]);
  const [commit = ''] = common.stdout.toString().split('\n');
  if (common.code === 0 && commit !== '') return commit;
  if (common.code !== 1) throw gitFailed(common, `compare HEAD with ${since}`);
  const shallow = await git(['rev-parse', '--is-shallow-repository']);
  const isShallow = shallow.stdout.toString().trim() === 'true';
  throw new KitError(
    'no-common-commit',
    `${since} and HEAD have no commit in common${isShallow ? ' in this shallow clone' : ''}`,
    {
      side: 'outside',
      help: [isShallow ? wholeHistory : 'gitops-kit lint judges all files'],
    },
  );
}

/** The index against a commit: files with the same mode and id are the same. */
function indexComparison(git: Git, { listing, blobs }: IndexRead, { base, tree }: Base): Promise<Comparison> {
  const after = listedFiles(listing, blobReader(git, blobs));
  const differing = [...listing].flatMap(([path, file]) => {
    const was = tree.get(path);
    return was?.id === file.id && was.mode === file.mode ? [] : [path];
  });
  return comparison(git, { after, tree, base, differing, staged: true });
}

/** The work tree against a commit: git knows which of its files differ; others are new. */
async function treeComparison(
  git: Git,
  { tree, base, after }: Base & { readonly after: Files },
): Promise<Comparison> {
  const names =
    base === undefined ? [] : await rawDiff(git, ['diff-index', '--raw', '-z', '--no-renames', base]);
  const modified = new Set(names.map(({ path }) => path));
  const ids = [...tree].flatMap(([path, { id }]) => (modified.has(path) ? [id] : []));
  const read = blobReader(git, await fetchBlobs(git, ids));
  const differing = [...after.paths()].filter((path) => {
    const was = tree.get(path);
    if (was === undefined) return true;
    if (!modified.has(path)) return false;
    // Git names files whose date alone changed as well.
    const before = read(was.id);
    return before.kind !== 'text' || before.text !== after.text(path);
  });
  return comparison(git, { after, tree, base, differing, staged: false });
}

async function comparison(
  git: Git,
  of: Base & {
    readonly after: Files;
    readonly differing: readonly RepoPath[];
    readonly staged: boolean;
  },
): Promise<Comparison> {
  const { after, tree, base, differing, staged } = of;
  const present = new Set(after.paths());
  const removed = new Set([...tree.keys()].filter((path) => !present.has(path)));
  const isNew = differing.some((path) => !tree.has(path));
  const moved = isNew && removed.size > 0 && base !== undefined ? await moves(git, base, staged) : new Map();
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

/** Files that moved, as git sees it: where they are -> where they were. */
async function moves(git: Git, base: string, staged: boolean): Promise<Map<RepoPath, RepoPath>> {
  const diff = [
    'diff-index',
    '--raw',
    '-z',
    '-M',
    ...(staged ? ['--cached', '--ita-invisible-in-index'] : []),
    base,
  ];
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
function readOrder(listing: Listing): string[] {
  const first = [...listing].flatMap(([path, { id, mode }]) =>
    mode !== '120000' && isRead(path) ? [id] : [],
  );
  return first;
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
