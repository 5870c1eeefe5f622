import { lstatSync } from 'node:fs';
import { join, posix } from 'node:path';
import type { Plan, RepoPath } from '../core/change.ts';
import { KitError } from '../core/errors.ts';
import { type Job, redo, undo } from './apply.ts';
import type { Seen } from './disk.ts';
import { checkCommit, checkKept } from './git-check.ts';
import { commitPaths, commitRefused } from './git-commit.ts';
import { headEntries, setEntries, shortHead } from './git-restore.ts';
import type { GitAnswer } from './git-run.ts';
import type { Written } from './host.ts';
import {
  dropJournal,
  journalFolder,
  markApplied,
  removeFolder,
  storeImages,
  writeRecord,
} from './journal.ts';
import type { CommitIntent } from './journal-record.ts';
import { type Lock, runVariable, takeLock } from './lock.ts';
import type { Place } from './place.ts';
import { settle, settleCommit } from './recover.ts';
import { undisturbedBySignals } from './signals.ts';
import { changedMeanwhile, type Step, stepsOf } from './steps.ts';
import { ifExists } from './system-error.ts';
import { checkTargets } from './targets.ts';
import { outside, systemFailure } from './write-errors.ts';

/** What to write, and what it was made from. */
export interface Order {
  readonly plan: Plan;
  readonly seen: Seen;
  /** The commit's message; undefined: only write. */
  readonly message: string | undefined;
}

/** Refuses a plan that could not be written, or committed, now. Nothing is changed. */
export async function checkOrder(place: Place, order: Order): Promise<void> {
  const steps = stepsOf(place.top, order.plan, order.seen);
  checkTargets(place.top, steps, journalFolder(place));
  await (order.message === undefined ? checkKept(place, order.plan) : checkCommit(place, steps));
}

/**
 * Writes a plan, all of it or nothing, and commits exactly its paths. The journal makes it so: until its record
 * stands, no file of the repository is touched; from then on the next run (`recover`) can finish or undo the work.
 */
export async function carryOut(place: Place, order: Order): Promise<Written> {
  const folder = journalFolder(place);
  const lock = await takeLock(folder);
  const abort = new AbortController();
  return undisturbedBySignals(
    () => abort.abort(),
    async () => {
      try {
        settle(place, folder);
        return await carryOutLocked({ place, folder, lock, abort: abort.signal }, order);
      } finally {
        outside('release the lock', () => {
          lock.release();
          removeFolder(folder);
        });
      }
    },
  );
}

/** If even this fails, the journal stays, and the next run tries again. */
const undoing = 'undo what was written; the next gitops-kit command will try again';

interface Run {
  readonly place: Place;
  readonly folder: string;
  readonly lock: Lock;
  readonly abort: AbortSignal;
}

async function carryOutLocked(run: Run, { plan, seen, message }: Order): Promise<Written> {
  const { place, folder, abort } = run;
  const look = (): Step[] => stepsOf(place.top, plan, seen);
  const intent = message === undefined ? undefined : { message, ...(await checkCommit(place, look())) };
  if (abort.aborted) throw interrupted();
  // While git was asked, the user may have saved a file: look now. What is saved from here on, `redo` finds.
  const steps = look();
  const paths = steps.map(({ path }) => path);
  if (steps.length === 0) return { commit: undefined, paths, rewritten: [] };
  checkTargets(place.top, steps, folder);
  const job = await prepare(run, steps, intent);
  apply(job);
  const made =
    intent === undefined ? { commit: undefined, rewritten: [] } : await commitJob(run, job, intent);
  outside('remove the journal', () => dropJournal(folder));
  return { ...made, paths };
}

/** Up to the record: whatever fails, nothing has happened. */
async function prepare(
  { place, folder, lock, abort }: Run,
  steps: readonly Step[],
  intent: CommitIntent | undefined,
): Promise<Job> {
  try {
    const folders = newFolders(place.top, steps);
    const prepared = await storeImages({ top: place.top, folder }, { run: lock.run, steps, folders }, intent);
    if (abort.aborted) throw interrupted();
    if (!lock.isHeld()) throw new KitError('locked', 'another run took the lock over', { side: 'outside' });
    writeRecord(prepared);
    return { top: place.top, ...prepared };
  } catch (error) {
    dropJournal(folder);
    throw error instanceof KitError
      ? error
      : systemFailure('prepare the files', error, ['nothing was written']);
  }
}

function apply(job: Job): void {
  let left: readonly RepoPath[];
  try {
    left = redo(job);
  } catch (error) {
    outside(undoing, () => undo(job, { always: true }));
    dropJournal(job.folder);
    throw error instanceof KitError ? error : systemFailure('write', error, ['what was written is undone']);
  }
  const [first] = left;
  if (first === undefined) return;
  // The user saved a file between two of our system calls: that version stays, all others go back.
  outside(undoing, () => undo(job, { always: false }));
  dropJournal(job.folder);
  throw changedMeanwhile(first, 'was changed');
}

/** The abbreviated id of the new commit, and what a hook made of it; a commit that is refused leads back to where it began. */
async function commitJob(
  { place, lock, abort }: Run,
  job: Job,
  intent: CommitIntent,
): Promise<{ readonly commit: string; readonly rewritten: readonly RepoPath[] }> {
  const all = job.record.steps.map(({ path }) => path);
  const failure = await failureOf(() => {
    const known = new Set(intent.entries.map(({ path }) => path));
    const added = all.filter((path) => !known.has(path));
    markApplied(job.folder);
    process.env[runVariable] = lock.run;
    return commitPaths(place.top, { all, added }, { message: intent.message, abort });
  });
  if (failure === undefined) {
    // A hook stages into the index of this commit alone: git leaves ours with the text from before the hook.
    const rewritten = setEntries(place.top, all, headEntries(place.top, all));
    return { commit: shortHead(place.top), rewritten };
  }
  // Whatever git said: what counts is whether the commit is there.
  const { commit } = outside(undoing, () => settleCommit(place, job, { intent, always: true }));
  if (commit !== undefined) return { commit, rewritten: [] };
  dropJournal(job.folder);
  throw abort.aborted ? interrupted() : failure;
}

async function failureOf(work: () => Promise<GitAnswer | undefined>): Promise<unknown> {
  try {
    const answer = await work();
    return answer === undefined ? undefined : commitRefused(answer);
  } catch (error) {
    return error instanceof KitError ? error : systemFailure('commit', error, ['what was written is undone']);
  } finally {
    delete process.env[runVariable];
  }
}

/** The folders that the steps need and that are not there, outer ones first. */
function newFolders(top: string, steps: readonly Step[]): RepoPath[] {
  const missing = new Set<RepoPath>();
  for (const { path, after } of steps) {
    if (after === undefined) continue;
    for (let at = posix.dirname(path); at !== '.' && isMissing(join(top, at)); at = posix.dirname(at))
      missing.add(at);
  }
  return [...missing].sort();
}

function isMissing(path: string): boolean {
  return ifExists(() => lstatSync(path)) === undefined;
}

function interrupted(): KitError {
  return new KitError('interrupted', 'interrupted; nothing was written', { side: 'outside' });
}
