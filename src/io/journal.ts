import { lstatSync, readdirSync, readFileSync, renameSync, rmdirSync, statSync, unlinkSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { RepoPath } from '../core/change.ts';
import { KitError } from '../core/errors.ts';
import { keep, syncFiles, syncFolder, writeDurably, writeNew } from './durable.ts';
import {
  type CommitIntent,
  type Image,
  isRecordBody,
  type JournalRecord,
  type RecordedStep,
} from './journal-record.ts';
import type { Place } from './place.ts';
import { digest } from './read-file.ts';
import type { Step } from './steps.ts';
import { errorCode, ifExists } from './system-error.ts';
import { existingFolder } from './targets.ts';

const recordFile = 'commit';
const appliedFile = 'applied';
const ownFiles = /^(?:(?:new|old)-\d+|commit|commit\.tmp|applied|lock\.[0-9a-f-]+)$/;

/** Where a run keeps its journal: in the git directory, unless that lies on another file system. */
export function journalFolder(place: Place): string {
  const [inGit, inTree] = journalFolders(place);
  if (inTree === undefined) return inGit;
  return statSync(dirname(inGit)).dev === statSync(existingFolder(place.top)).dev ? inGit : inTree;
}

/** Every folder in which a journal may lie. */
export function journalFolders({ top, gitDir }: Place): readonly [string, string?] {
  const inTree = join(top, '.gitops-kit');
  return gitDir === undefined ? [inTree] : [join(gitDir, 'gitops-kit'), inTree];
}

/** Whether a journal's folder is there; one that is a link or a file is none of ours. */
export function hasJournal(folder: string): boolean {
  const stat = ifExists(() => lstatSync(folder));
  if (stat === undefined) return false;
  if (stat.isDirectory()) return true;
  throw new KitError('journal-corrupt', `${folder} is no folder`, {
    side: 'outside',
    help: [`remove ${folder}`],
  });
}

/** What a run is about to do, with all bytes, old and new, beside each other on the disk. */
export interface Prepared {
  readonly folder: string;
  readonly record: JournalRecord;
}

/** Stores all bytes. No file of the repository is touched, and none may be yet: there is no record. */
export async function storeImages(
  { top, folder }: { readonly top: string; readonly folder: string },
  plan: { readonly run: string; readonly steps: readonly Step[]; readonly folders: readonly RepoPath[] },
  commit: CommitIntent | undefined,
): Promise<Prepared> {
  const written: string[] = [];
  const steps = plan.steps.map(({ path, before, after }, at): RecordedStep => {
    const [old, fresh] = [`old-${at}`, `new-${at}`];
    if (before !== undefined && keep(join(top, path), join(folder, old), before)) written.push(old);
    if (after !== undefined) {
      writeNew(join(folder, fresh), after.bytes, after.like);
      written.push(fresh);
    }
    return {
      path,
      ...(before === undefined ? {} : { before: { digest: digest(before.bytes), stored: old } }),
      ...(after === undefined ? {} : { after: { digest: digest(after.bytes), stored: fresh } }),
    };
  });
  await syncFiles(written.map((name) => join(folder, name)));
  const { run, folders } = plan;
  return { folder, record: { run, steps, folders, ...(commit === undefined ? {} : { commit }) } };
}

/** Makes the record, in one step, of what is stored: the point of no return. */
export function writeRecord({ folder, record }: Prepared): void {
  const body = JSON.stringify(record);
  const text = `${digest(Buffer.from(body))}\n${body}\n`;
  syncFolder(folder);
  writeDurably(join(folder, `${recordFile}.tmp`), Buffer.from(text), undefined);
  renameSync(join(folder, `${recordFile}.tmp`), join(folder, recordFile));
  syncFolder(folder);
}

/** The record of an interrupted run. Its text is not trusted: somebody else may have put it there. */
export function readJournal(folder: string): JournalRecord | undefined {
  const text = ifExists(() => readFileSync(join(folder, recordFile), 'utf8'));
  if (text === undefined) return undefined;
  const [sum, body = ''] = text.split('\n');
  const record: unknown = sum === digest(Buffer.from(body)) ? JSON.parse(body) : undefined;
  if (isRecordBody(record)) return record;
  throw new KitError('journal-corrupt', `the journal of an interrupted run is damaged: ${folder}`, {
    side: 'outside',
    help: [
      'old-* and new-* in it are the files before and after that run: compare them with yours',
      `then remove ${folder}`,
    ],
  });
}

/** The stored bytes of an image, refused when they are not what the record says. */
export function checkStored(folder: string, image: Image): string {
  const file = join(folder, image.stored);
  const stat = ifExists(() => lstatSync(file));
  if (stat?.isFile() === true && digest(readFileSync(file)) === image.digest) return file;
  throw new KitError(
    'journal-corrupt',
    `the journal of an interrupted run has lost ${image.stored}: ${folder}`,
    {
      side: 'outside',
      help: [`compare the files in it with yours, then remove ${folder}`],
    },
  );
}

/** Notes that all files are written and git is about to run. */
export function markApplied(folder: string): void {
  writeDurably(join(folder, appliedFile), new Uint8Array(), undefined);
  syncFolder(folder);
}

/** When git was started, in milliseconds; undefined when it was not. */
export function appliedAt(folder: string): number | undefined {
  return ifExists(() => lstatSync(join(folder, appliedFile)))?.mtimeMs;
}

/** Forgets a run: the record first, then what it spoke of. Says whether there was anything. */
export function dropJournal(folder: string): boolean {
  ifExists(() => unlinkSync(join(folder, recordFile)));
  const own = readdirSync(folder).filter((name) => ownFiles.test(name));
  for (const name of own) ifExists(() => unlinkSync(join(folder, name)));
  return own.some((name) => !name.startsWith('lock.'));
}

/** Removes the journal's folder once its lock is released, unless another run is already in it. */
export function removeFolder(folder: string): void {
  try {
    rmdirSync(folder);
  } catch (error) {
    if (!['ENOENT', 'ENOTEMPTY', 'EEXIST'].includes(errorCode(error) ?? '')) throw error;
  }
}
