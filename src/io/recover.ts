import type { RepoPath } from '../core/change.ts';
import { type Job, redo, undo } from './apply.ts';
import { awaitGit, headEntries, isCommitted, removeDeadLocks, setEntries, shortHead } from './git-restore.ts';
import { appliedAt, dropJournal, hasJournal, journalFolders, readJournal, removeFolder } from './journal.ts';
import type { CommitIntent } from './journal-record.ts';
import { takeLockNow } from './lock.ts';
import type { Place } from './place.ts';
import { outside } from './write-errors.ts';

/**
 * Finishes or undoes a run that was interrupted; says which, or undefined when there was none. Waits at most ten
 * seconds for a run that is still writing; one that only waits for git has its files in place and need not be awaited.
 */
export function recover(place: Place): string | undefined {
  const told = journalFolders(place).flatMap((folder) => {
    if (folder === undefined || !hasJournal(folder)) return [];
    const lock = takeLockNow(folder, () => appliedAt(folder) !== undefined);
    if (lock === undefined) return [];
    try {
      return settle(place, folder) ?? [];
    } finally {
      lock.release();
      removeFolder(folder);
    }
  });
  return told.length === 0 ? undefined : told.join('\n');
}

/**
 * Brings the repository to the state before or after the run whose journal lies in the folder. Without a record no
 * file was touched. A run that only writes is finished. A run that commits is finished when its commit exists, else
 * undone: files and index entries. The caller holds the lock.
 */
export function settle(place: Place, folder: string): string | undefined {
  return outside('recover an interrupted run', () => {
    const record = readJournal(folder);
    if (record === undefined) {
      return dropJournal(folder)
        ? 'removed what an interrupted run had prepared; it had changed nothing'
        : undefined;
    }
    const job: Job = { top: place.top, folder, record };
    const told =
      record.commit === undefined ? finished(redo(job)) : settleCommitted(place, job, record.commit);
    dropJournal(folder);
    return told;
  });
}

function settleCommitted(place: Place, job: Job, intent: CommitIntent): string {
  const outcome = settleCommit(place, job, { intent, always: false });
  return outcome.commit === undefined
    ? undone(outcome.left)
    : `finished an interrupted run: its commit is ${outcome.commit}`;
}

/**
 * Decides a run whose git may have got anywhere: with its commit, files and index are as it wanted; without, as before.
 * @param how.always restores a file whatever has become of it; else one that somebody changed is left alone
 */
export function settleCommit(
  place: Place,
  job: Job,
  how: { readonly intent: CommitIntent; readonly always: boolean },
): { readonly commit: string } | { readonly commit: undefined; readonly left: readonly RepoPath[] } {
  const { intent, always } = how;
  const paths = job.record.steps.map(({ path }) => path);
  const started = appliedAt(job.folder);
  if (started === undefined) return { commit: undefined, left: undo(job, { always }) };
  awaitGit(job.record.run);
  removeDeadLocks(place, started);
  if (isCommitted(place.top, intent, paths)) {
    // Git moves HEAD first and replaces the index afterwards: it may have been killed in between.
    setEntries(place.top, paths, headEntries(place.top, paths));
    return { commit: shortHead(place.top) };
  }
  const left = undo(job, { always });
  setEntries(place.top, paths, intent.entries);
  return { commit: undefined, left };
}

function finished(left: readonly RepoPath[]): string {
  return `finished writing what an interrupted run had begun${except(left)}`;
}

function undone(left: readonly RepoPath[]): string {
  return `undid an interrupted run${except(left)}`;
}

function except(left: readonly RepoPath[]): string {
  return left.length === 0 ? '' : `, but for what was changed since: ${left.join(', ')}`;
}
