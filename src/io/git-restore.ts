import { lstatSync, readdirSync, unlinkSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { RepoPath } from '../core/change.ts';
import { KitError } from '../core/errors.ts';
import { type GitAnswer, gitFailed, parts, runGitNow } from './git-run.ts';
import type { CommitIntent, IndexEntry } from './journal-record.ts';
import { sleepNow } from './lock.ts';
import type { Place } from './place.ts';
import { gitsIn, gitsOf, isGitAtWork } from './processes.ts';
import { ifExists } from './system-error.ts';

const patience = 10_000;

/** Whether HEAD has moved on by a commit that holds all the paths: then the run had done its work. */
export function isCommitted(top: string, intent: CommitIntent, paths: readonly RepoPath[]): boolean {
  const head = headNow(top);
  if (head === undefined || head === intent.head) return false;
  const names =
    intent.head === undefined
      ? ['ls-tree', '-r', '-z', '--name-only', '--full-tree', head]
      : ['diff-tree', '-r', '-z', '--name-only', '--no-renames', intent.head, head];
  const changed = new Set(parts(said(runGitNow(top, names), 'compare commits')));
  return paths.every((path) => changed.has(path));
}

/** The abbreviated id of HEAD. */
export function shortHead(top: string): string {
  return said(runGitNow(top, ['rev-parse', '--short', 'HEAD']), 'name the commit').trim();
}

/** The entries of the paths in HEAD's tree: what the index holds right after a commit. */
export function headEntries(top: string, paths: readonly RepoPath[]): IndexEntry[] {
  const tree = said(runGitNow(top, ['ls-tree', '-r', '-z', '--full-tree', 'HEAD']), 'read the commit');
  return entriesIn(tree, /^(\d+) \w+ ([0-9a-f]+)\t(.*)$/s, paths);
}

/** Makes the index hold exactly these entries for the paths, and touches no other entry; returns what it changed. */
export function setEntries(
  top: string,
  paths: readonly RepoPath[],
  wanted: readonly IndexEntry[],
): readonly RepoPath[] {
  const index = said(runGitNow(top, ['ls-files', '-s', '-z']), 'read its index');
  const now = new Map(
    entriesIn(index, /^(\d+) ([0-9a-f]+) 0\t(.*)$/s, paths).map((entry) => [entry.path, entry]),
  );
  const then = new Map(wanted.map((entry) => [entry.path, entry]));
  const changed = paths.filter((path) => {
    const [entry, present] = [then.get(path), now.get(path)];
    return entry?.id !== present?.id || entry?.mode !== present?.mode;
  });
  if (changed.length === 0) return [];
  const lines = changed.map((path) => {
    const entry = then.get(path);
    return entry === undefined ? `0 ${'0'.repeat(40)}\t${path}\0` : `${entry.mode} ${entry.id} 0\t${path}\0`;
  });
  const update = (): GitAnswer => runGitNow(top, ['update-index', '-z', '--index-info'], lines.join(''));
  let answer = update();
  for (const end = Date.now() + patience; answer.code !== 0 && Date.now() < end; answer = update()) {
    if (!answer.stderr.includes('index.lock')) break;
    sleepNow(100);
  }
  said(answer, 'restore its index');
  return changed;
}

/** A git that outlived its run may still finish the commit: nothing can be decided before it has ended. */
export function awaitGit(run: string): void {
  awaitEnd(() => gitsOf(run), 'git is still at work for an interrupted run');
}

/**
 * Removes the locks that our own git left when it was killed with its run: those made since it was started, when no
 * git is at work in the repository. Any other lock is somebody's, and stays.
 * @param since milliseconds
 */
export function removeDeadLocks({ top, gitDir }: Place, since: number): void {
  if (gitDir === undefined) return;
  const branch = runGitNow(top, ['symbolic-ref', '--quiet', 'HEAD']).stdout.trim();
  const common = runGitNow(top, ['rev-parse', '--git-common-dir']).stdout.trim();
  const temporary = readdirSync(gitDir).filter((name) => isLeftByDead(name));
  const candidates = ['index.lock', 'HEAD.lock', ...temporary].map((name) => join(gitDir, name));
  if (branch.startsWith('refs/heads/') && common !== '')
    candidates.push(resolve(top, common, `${branch}.lock`));
  const locks = candidates.filter((lock) => {
    const stat = ifExists(() => lstatSync(lock));
    return stat?.isFile() === true && stat.mtimeMs >= since;
  });
  if (locks.length === 0) return;
  awaitEnd(() => gitsIn(top), 'another git is at work in the repository');
  for (const lock of locks) ifExists(() => unlinkSync(lock));
}

function awaitEnd(look: () => readonly number[], what: string): void {
  for (const end = Date.now() + patience; ; sleepNow(50)) {
    const [pid] = look();
    if (pid === undefined) return;
    if (Date.now() > end) {
      throw new KitError('locked', `${what} (process ${pid})`, {
        side: 'outside',
        help: ['wait for it, or end it'],
      });
    }
  }
}

/** The index that a partial commit prepares, named after the process of that git. */
function isLeftByDead(name: string): boolean {
  const pid = /^next-index-(\d+)\.lock$/.exec(name)?.[1];
  return pid !== undefined && !isGitAtWork(Number(pid));
}

function headNow(top: string): string | undefined {
  const answer = runGitNow(top, ['rev-parse', '--verify', '--quiet', 'HEAD^{commit}']);
  return answer.code === 0 ? answer.stdout.trim() : undefined;
}

function entriesIn(text: string, shape: RegExp, paths: readonly RepoPath[]): IndexEntry[] {
  const wanted = new Set(paths);
  return parts(text).flatMap((line) => {
    const [, mode = '', id = '', path = ''] = shape.exec(line) ?? [];
    return wanted.has(path) ? { mode, id, path } : [];
  });
}

function said(answer: GitAnswer, doing: string): string {
  if (answer.code !== 0) throw gitFailed(answer, doing);
  return answer.stdout;
}
