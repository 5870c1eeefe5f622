import {
  closeSync,
  constants,
  fchmodSync,
  fchownSync,
  fsync,
  fsyncSync,
  linkSync,
  openSync,
  type Stats,
  writeFileSync,
} from 'node:fs';
import { promisify } from 'node:util';
import { errorCode } from './system-error.ts';

/** Mode and owner of a file. */
export type Ownership = Pick<Stats, 'mode' | 'uid' | 'gid'>;

/** Writes a new file and waits until it is on the disk. `like` gives it mode and owner of another file. */
export function writeDurably(file: string, bytes: Uint8Array, like: Ownership | undefined): void {
  writeNew(file, bytes, like);
  syncFile(file);
}

/**
 * Writes a new file; it need not be on the disk yet. Of many files each is written before the first is waited for: the
 * disk then takes them together.
 */
export function writeNew(file: string, bytes: Uint8Array, like: Ownership | undefined): void {
  const descriptor = openSync(file, constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL, 0o666);
  try {
    writeFileSync(descriptor, bytes);
    if (like === undefined) return;
    // Only root can write on behalf of others, and should: the file stays theirs.
    if (process.getuid?.() === 0) fchownSync(descriptor, like.uid, like.gid);
    fchmodSync(descriptor, like.mode & 0o7777);
  } finally {
    closeSync(descriptor);
  }
}

/** Waits until all files are on the disk. They are waited for together: the disk then needs one turn for many. */
export async function syncFiles(files: readonly string[]): Promise<void> {
  const waiting = files.values();
  const work = async (): Promise<void> => {
    for (const file of waiting) await syncSoon(file);
  };
  // Whatever fails, nobody is still at work when the caller hears of it.
  const ends = await Promise.allSettled(Array.from({ length: syncedAtOnce }, work));
  const failed = ends.find((end) => end.status === 'rejected');
  if (failed !== undefined) throw failed.reason;
}

/** As many as Node's thread pool takes. */
const syncedAtOnce = 4;
const fsyncSoon = promisify(fsync);

async function syncSoon(file: string): Promise<void> {
  const descriptor = openSync(file, constants.O_RDONLY | constants.O_NOFOLLOW);
  try {
    await fsyncSoon(descriptor);
  } finally {
    closeSync(descriptor);
  }
}

/** Waits until a file is on the disk. */
export function syncFile(file: string): void {
  const descriptor = openSync(file, constants.O_RDONLY | constants.O_NOFOLLOW);
  try {
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}

/**
 * Keeps a file's present bytes under a second name: a hard link, or a copy where the file system has none.
 * @returns whether it is a copy, which may not be on the disk yet
 */
export function keep(
  file: string,
  as: string,
  content: { readonly bytes: Uint8Array; readonly like: Ownership | undefined },
): boolean {
  try {
    linkSync(file, as);
    return false;
  } catch (error) {
    if (!['EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS', 'EXDEV', 'EMLINK'].includes(errorCode(error) ?? ''))
      throw error;
    writeNew(as, content.bytes, content.like);
    return true;
  }
}

/** Waits until the entries of a folder are on the disk. */
export function syncFolder(folder: string): void {
  const descriptor = openSync(folder, constants.O_RDONLY);
  try {
    fsyncSync(descriptor);
  } catch (error) {
    // Some file systems cannot do this for folders, and say so.
    if (!['EINVAL', 'ENOTSUP', 'EOPNOTSUPP', 'EBADF', 'EISDIR'].includes(errorCode(error) ?? '')) throw error;
  } finally {
    closeSync(descriptor);
  }
}
