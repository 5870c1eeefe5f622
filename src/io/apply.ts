import { lstatSync, mkdirSync, readFileSync, renameSync, rmdirSync, unlinkSync } from 'node:fs';
import { dirname, join, posix } from 'node:path';
import type { RepoPath } from '../core/change.ts';
import { syncFolder } from './durable.ts';
import { checkStored } from './journal.ts';
import type { Image, JournalRecord, RecordedStep } from './journal-record.ts';
import { digest } from './read-file.ts';
import { errorCode, ifExists } from './system-error.ts';
import { checkFolders } from './targets.ts';

/** A record, and where it is to be carried out. */
export interface Job {
  readonly top: string;
  /** The journal's folder. */
  readonly folder: string;
  readonly record: JournalRecord;
}

/**
 * Brings the files to their state after the run. Each is replaced in one step; a file that is neither as before nor
 * as after the run was changed by somebody else since: it is left alone and returned. May be repeated.
 */
export function redo(job: Job): RepoPath[] {
  const { top, record } = job;
  const left: RepoPath[] = [];
  // First what goes, then what comes: a name that changes only its case is the same file on some systems.
  for (const step of record.steps) {
    if (step.after === undefined && !removeFile(job, step.path, step.before)) left.push(step.path);
  }
  for (const folder of record.folders) makeFolder(checkFolders(top, `${folder}/.`));
  for (const step of record.steps) {
    if (step.after !== undefined && !putFile(job, step, { from: step.before, to: step.after }))
      left.push(step.path);
  }
  for (const step of record.steps)
    if (step.after === undefined) removeEmptyFolders(top, posix.dirname(step.path));
  syncFolders(job);
  return left;
}

/**
 * Brings the files back to their state before the run; the counterpart of `redo`.
 * @param options.always also where the file is not as the run left it: a hook of ours changed it a moment ago
 */
export function undo(job: Job, options: { readonly always: boolean }): RepoPath[] {
  const { top, record } = job;
  const left: RepoPath[] = [];
  for (const step of record.steps) {
    if (step.before === undefined && !removeFile(job, step.path, options.always ? undefined : step.after)) {
      left.push(step.path);
    }
  }
  for (const folder of record.folders.toReversed()) removeIfEmpty(join(top, folder));
  for (const step of record.steps) {
    const { before: to } = step;
    if (to === undefined) continue;
    makeFolders(top, posix.dirname(step.path));
    if (!putFile(job, step, { from: options.always ? 'anything' : step.after, to })) left.push(step.path);
  }
  syncFolders(job);
  return left;
}

/** Puts an image in its place; false when something else than `from` lies there. Undefined: nothing lies there. */
function putFile(
  { top, folder }: Job,
  { path }: RecordedStep,
  { from, to }: { readonly from: Image | undefined | 'anything'; readonly to: Image },
): boolean {
  const target = checkFolders(top, path);
  const now = digestOf(target);
  if (now === to.digest) return true;
  if (from !== 'anything' && now !== from?.digest) return false;
  renameSync(checkStored(folder, to), target);
  return true;
}

/** Removes a file; false when it is not the expected one. Undefined: whatever it is. */
function removeFile({ top }: Job, path: RepoPath, expected: Image | undefined): boolean {
  const target = checkFolders(top, path);
  const now = digestOf(target);
  if (now === undefined) return true;
  if (expected !== undefined && now !== expected.digest) return false;
  unlinkSync(target);
  return true;
}

/** The digest of a regular file; `other` for anything else, undefined for nothing. */
function digestOf(file: string): string | undefined {
  const stat = ifExists(() => lstatSync(file));
  if (stat === undefined) return undefined;
  return stat.isFile() ? digest(readFileSync(file)) : 'other';
}

function makeFolders(top: string, folder: RepoPath): void {
  if (folder === '.') return;
  checkFolders(top, `${folder}/.`);
  mkdirSync(join(top, folder), { recursive: true });
}

function makeFolder(folder: string): void {
  try {
    mkdirSync(folder);
  } catch (error) {
    if (errorCode(error) !== 'EEXIST') throw error;
  }
}

/** Git knows no empty folders: one that holds nothing after its last file went would only confuse. */
function removeEmptyFolders(top: string, folder: RepoPath): void {
  for (let at = folder; at !== '.' && removeIfEmpty(join(top, at)); at = posix.dirname(at));
}

function removeIfEmpty(folder: string): boolean {
  try {
    rmdirSync(folder);
    return true;
  } catch (error) {
    const code = errorCode(error) ?? '';
    if (code === 'ENOENT') return true;
    if (code === 'ENOTEMPTY' || code === 'EEXIST' || code === 'ENOTDIR') return false;
    throw error;
  }
}

function syncFolders({ top, record }: Job): void {
  const folders = new Set<string>();
  for (const { path } of record.steps) {
    for (let at = dirname(join(top, path)); at.length >= top.length; at = dirname(at)) folders.add(at);
  }
  for (const folder of folders) {
    if (ifExists(() => lstatSync(folder)) !== undefined) syncFolder(folder);
  }
}
