import type { RepoPath } from '../core/change.ts';
import { isRepoPath } from './targets.ts';

/** An entry of git's index: `100644`, and the blob's id. */
export interface IndexEntry {
  readonly path: RepoPath;
  readonly mode: string;
  readonly id: string;
}

/** The state to which a refused commit must lead back. */
export interface CommitIntent {
  readonly message: string;
  /** The commit that HEAD named; left out before the first one. */
  readonly head?: string;
  /** The index entries of the planned paths, as far as there were any. */
  readonly entries: readonly IndexEntry[];
}

/** One version of a file: its digest, and where the journal keeps its bytes. */
export interface Image {
  readonly digest: string;
  readonly stored: string;
}

export interface RecordedStep {
  readonly path: RepoPath;
  readonly before?: Image;
  readonly after?: Image;
}

/** What a run is about to do. It exists from the moment when files may be touched until all is done or undone. */
export interface JournalRecord {
  readonly run: string;
  readonly steps: readonly RecordedStep[];
  /** Folders that the run makes, outer ones first. */
  readonly folders: readonly RepoPath[];
  readonly commit?: CommitIntent;
}

/** Whether a value has the shape of a record and names only paths and files that a record may name. */
export function isRecordBody(value: unknown): value is JournalRecord {
  if (!isObject(value)) return false;
  const { run, steps, folders, commit } = value;
  return (
    typeof run === 'string' &&
    isArrayOf(steps, isStep) &&
    isArrayOf(folders, isPath) &&
    (commit === undefined || isIntent(commit))
  );
}

function isStep(value: unknown): value is RecordedStep {
  if (!isObject(value) || !isPath(value['path'])) return false;
  const { before, after } = value;
  return (before === undefined || isImage(before)) && (after === undefined || isImage(after));
}

function isImage(value: unknown): value is Image {
  if (!isObject(value)) return false;
  return matches(value['digest'], /^[0-9a-f]{64}$/) && matches(value['stored'], /^(?:new|old)-\d+$/);
}

function isIntent(value: unknown): value is CommitIntent {
  if (!isObject(value)) return false;
  const { message, head, entries } = value;
  const isHead = head === undefined || matches(head, /^[0-9a-f]{40,64}$/);
  return typeof message === 'string' && isHead && isArrayOf(entries, isEntry);
}

function isEntry(value: unknown): value is IndexEntry {
  if (!isObject(value)) return false;
  const { path, mode, id } = value;
  return isPath(path) && matches(mode, /^[0-7]{6}$/) && matches(id, /^[0-9a-f]{40,64}$/);
}

function isPath(value: unknown): value is RepoPath {
  return typeof value === 'string' && isRepoPath(value);
}

function matches(value: unknown, shape: RegExp): boolean {
  return typeof value === 'string' && shape.test(value);
}

function isArrayOf<T>(value: unknown, is: (each: unknown) => each is T): value is T[] {
  return Array.isArray(value) && value.every(is);
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}
