import { existsSync, realpathSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Plan, RepoPath } from '../core/change.ts';
import { KitError } from '../core/errors.ts';
import { type GitAnswer, gitFailed, literal, looking, parts, runGit } from './git-run.ts';
import type { CommitIntent, IndexEntry } from './journal-record.ts';
import type { Place } from './place.ts';
import type { Step } from './steps.ts';

/** What git must not be in the middle of: its file in the git directory, its name, the way out. */
const operations = [
  ['MERGE_HEAD', 'a merge', 'git merge --continue, or --abort'],
  ['rebase-merge', 'a rebase', 'git rebase --continue, or --abort'],
  ['rebase-apply', 'a rebase', 'git rebase --continue, or --abort'],
  ['CHERRY_PICK_HEAD', 'a cherry-pick', 'git cherry-pick --continue, or --abort'],
  ['REVERT_HEAD', 'a revert', 'git revert --continue, or --abort'],
  ['BISECT_LOG', 'a bisect', 'git bisect reset'],
] as const;

const patience = 10_000;
/** So many paths fit on a command line everywhere. */
const batch = 500;

/**
 * Refuses a commit that git would refuse, or that would take along what the plan does not name, before anything is
 * written. Returns the state to which a commit that fails all the same must lead back.
 */
export async function checkCommit(
  place: Place,
  steps: readonly Step[],
): Promise<Omit<CommitIntent, 'message'>> {
  const { top, gitDir } = place;
  if (gitDir === undefined) throw noRepository(place);
  refuseOperation(gitDir);
  await awaitIndexLock(gitDir);
  const paths = steps.map(({ path }) => path);
  const kept = steps.flatMap(({ path, after }) => (after === undefined ? [] : path));
  // Looks that don't depend on each other go together; what they say is weighed in this order.
  const [tree, index, changes, ignored, author, committer, head] = await Promise.all([
    runGit(top, ['rev-parse', '--show-toplevel']),
    runGit(top, [looking, 'ls-files', '-s', '-v', '-z']),
    uncommitted(top, paths),
    ignoredOf(top, kept),
    runGit(top, ['var', 'GIT_AUTHOR_IDENT']),
    runGit(top, ['var', 'GIT_COMMITTER_IDENT']),
    runGit(top, ['rev-parse', '--verify', '--quiet', 'HEAD^{commit}']),
  ]);
  checkWorkTree(top, tree);
  const entries = entriesOf(index);
  refuseEntries(entries, paths);
  refuseUncommitted(changes);
  refuseIgnored(ignored);
  checkIdentity([author, committer]);
  const planned = new Set(paths);
  return {
    ...(head.code === 0 ? { head: head.stdout.trim() } : {}),
    entries: entries.flatMap(({ path, mode, id }) => (planned.has(path) ? { path, mode, id } : [])),
  };
}

/**
 * Refuses, where nothing is committed, what git could not bring back: a file that goes and of which git has no copy, and
 * one that comes to lie where git overlooks it, since what it holds may have stood elsewhere before.
 */
export async function checkKept({ top, gitDir }: Place, { changes }: Plan): Promise<void> {
  const deleted = changes.flatMap(({ kind, path }) => (kind === 'delete' ? path : []));
  const moved = changes.flatMap((change) => (change.kind === 'move' ? change.to : []));
  const targets = [...moved, ...changes.flatMap(({ kind, path }) => (kind === 'create' ? path : []))];
  if (gitDir === undefined || deleted.length + targets.length === 0) return;
  const [changed, ignored] = await Promise.all([uncommitted(top, deleted), ignoredOf(top, targets)]);
  refuseUnknown(changed);
  refuseIgnored(ignored);
}

function refuseUnknown(answers: readonly GitAnswer[]): void {
  for (const answer of answers) {
    if (answer.code !== 0) throw gitFailed(answer, 'compare the work tree');
    // The second letter is that of the work tree against the index (git-status(1)).
    const [line] = parts(answer.stdout).filter((each) => /^.[?MT]/.test(each));
    const path = line?.slice('XY '.length);
    if (path === undefined) continue;
    throw new KitError('uncommitted-changes', `${path} would be deleted, and git has no copy of it`, {
      help: [`let git keep one: git add ${path}`, 'or move it elsewhere first', 'nothing was written'],
    });
  }
}

function noRepository({ top, bare }: Place): KitError {
  return bare
    ? new KitError('bare-repository', `${top} is a git directory without a work tree`, {
        help: ['start gitops-kit in a clone of it'],
      })
    : new KitError('not-a-git-repository', `${top} is not in a git repository, so nothing can be committed`, {
        help: ['git init', 'or write the files without a commit (--no-commit, or no --commit)'],
      });
}

function refuseOperation(gitDir: string): void {
  for (const [file, name, way] of operations) {
    if (!existsSync(join(gitDir, file))) continue;
    throw new KitError('operation-in-progress', `git is in the middle of ${name}`, {
      help: [`finish it first: ${way}`, 'or write the files without a commit (--no-commit, or no --commit)'],
    });
  }
}

/** Git must see the same work tree as we do: configuration can move it (`core.worktree`) or deny it (`core.bare`). */
function checkWorkTree(top: string, answer: GitAnswer): void {
  if (answer.code !== 0) throw gitFailed(answer, 'open the repository');
  const seen = answer.stdout.replace(/\r?\n$/, '');
  if (realpathSync(seen) === top) return;
  throw new KitError('unusual-work-tree', `git takes ${seen} for the work tree of ${top}`, {
    help: ['look at core.worktree in the configuration of git'],
  });
}

/** An entry of the index, with its stage and git's letter for it (git-ls-files(1), `-t` and `-v`). */
interface ListedEntry extends IndexEntry {
  readonly stage: string;
  readonly tag: string;
}

function entriesOf(answer: GitAnswer): ListedEntry[] {
  if (answer.code !== 0) throw gitFailed(answer, 'read its index');
  return parts(answer.stdout).flatMap((line) => {
    const [, tag = '', mode = '', id = '', stage = '', path = ''] =
      /^(\S) (\d+) ([0-9a-f]+) (\d)\t(.*)$/s.exec(line) ?? [];
    return path === '' ? [] : { tag, mode, id, stage, path };
  });
}

function refuseEntries(index: readonly ListedEntry[], paths: readonly RepoPath[]): void {
  const planned = new Set(paths);
  for (const { path, stage, mode, tag } of index) {
    if (stage !== '0') {
      throw new KitError('unmerged', `${path} has a conflict that is not resolved`, { help: ['git status'] });
    }
    const inside =
      mode === '160000' ? paths.find((each) => each === path || each.startsWith(`${path}/`)) : undefined;
    if (inside !== undefined) {
      throw new KitError('inside-submodule', `${inside} lies in the submodule ${path}`, {
        help: [`start gitops-kit in ${path}`],
      });
    }
    // Lower case: assume-unchanged; S: skip-worktree. Git would look away from what we write.
    if (planned.has(path) && (tag === 'S' || tag !== tag.toUpperCase())) {
      throw new KitError('hidden-from-git', `git is told to overlook changes of ${path}`, {
        help: [`git update-index --no-skip-worktree --no-assume-unchanged ${path}`],
      });
    }
  }
}

async function uncommitted(top: string, paths: readonly RepoPath[]): Promise<GitAnswer[]> {
  const answers: GitAnswer[] = [];
  const status = [looking, 'status', '--porcelain=v1', '-z', '--no-renames', '--untracked-files=all', '--'];
  for (let at = 0; at < paths.length; at += batch) {
    answers.push(await runGit(top, [...status, ...paths.slice(at, at + batch).map(literal)]));
  }
  return answers;
}

/** Of these paths, those whose content git has not committed. */
export async function uncommittedPaths(
  { top, gitDir }: Place,
  paths: readonly RepoPath[],
): Promise<readonly RepoPath[]> {
  if (gitDir === undefined || paths.length === 0) return [];
  return (await uncommitted(top, paths)).flatMap((answer) => {
    if (answer.code !== 0) throw gitFailed(answer, 'compare the work tree');
    return parts(answer.stdout).map((line) => line.slice('XY '.length));
  });
}

/** What stands uncommitted in a planned path would be committed in our name. */
function refuseUncommitted(answers: readonly GitAnswer[]): void {
  for (const answer of answers) {
    if (answer.code !== 0) throw gitFailed(answer, 'compare the work tree');
    const [first, ...more] = parts(answer.stdout).map((line) => line.slice('XY '.length));
    if (first === undefined) continue;
    const others = more.length === 0 ? '' : ` (and ${more.length} more)`;
    throw new KitError('uncommitted-changes', `${first}${others} has changes that are not committed`, {
      help: [
        'commit or restore them first',
        'or write on top of them, without a commit (--no-commit, or no --commit)',
      ],
    });
  }
}

async function ignoredOf(top: string, paths: readonly RepoPath[]): Promise<GitAnswer> {
  if (paths.length === 0) return { code: 0, stdout: '', stderr: '' };
  // This command knows no literal pathspecs; behind `./` nothing looks like magic.
  const input = paths.map((path) => `./${path}\0`).join('');
  return runGit(top, ['check-ignore', '-z', '--stdin'], { input });
}

function refuseIgnored(answer: GitAnswer): void {
  if (answer.code > 1) throw gitFailed(answer, 'read its ignore files');
  const path = parts(answer.stdout)[0]?.slice('./'.length);
  if (path === undefined) return;
  throw new KitError('ignored-by-git', `${path} is ignored by git, so it cannot be committed`, {
    help: [`git check-ignore -v ${path} names the line that says so`],
  });
}

function checkIdentity(answers: readonly GitAnswer[]): void {
  if (answers.every(({ code }) => code === 0)) return;
  throw new KitError('no-identity', 'git does not know whose name the commit should bear', {
    help: ['git config user.name "Your Name"', 'git config user.email you@example.com'],
  });
}

/** Another git may be at work for a moment. Its lock is never removed: only its owner knows whether it is done. */
async function awaitIndexLock(gitDir: string): Promise<void> {
  const lock = join(gitDir, 'index.lock');
  for (const end = Date.now() + patience; existsSync(lock); await sleep(50)) {
    if (Date.now() <= end) continue;
    throw new KitError('git-busy', `another git process holds ${lock}`, {
      side: 'outside',
      help: ['wait for it', 'if no git is running, remove that file'],
    });
  }
}
