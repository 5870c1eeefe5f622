import { randomBytes } from 'node:crypto';
import {
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  renameSync,
  rmSync,
  type Stats,
  statSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { KitError } from '../core/errors.ts';
import { ifExists, systemReason } from './system-error.ts';

/**
 * Writes a result to a file that the user named (`--output`): a new file whole or not at all, folders on its way
 * made, an older file replaced; a device or a pipe (`/dev/stdout`) simply written to. Never through a symbolic link
 * to a file: a repository may hold one that leads out of it.
 * @param file absolute
 * @param shown as the user typed it
 * @throws KitError `write-failed`, of the outside
 */
export function writeUserFile(file: string, shown: string, text: string): void {
  try {
    if (isStream(file)) writeFileSync(file, text);
    else replace(file, text);
  } catch (error) {
    throw new KitError('write-failed', `could not write ${shown}: ${systemReason(error)}`, {
      side: 'outside',
      cause: error,
    });
  }
}

/**
 * Writes files into a folder that the user named: a new one, or one that is empty, so that nothing of an older run is
 * taken for this one's.
 * @param files paths below the folder, none of which leads out of it; made one by one
 * @throws KitError `folder-in-use`, of the caller; `write-failed`, of the outside
 */
export function writeUserFolder(
  folder: string,
  shown: string,
  files: Iterable<readonly [path: string, text: string]>,
): void {
  checkEmpty(folder, shown);
  for (const [path, text] of files) writeUserFile(join(folder, path), `${shown}/${path}`, text);
}

function checkEmpty(folder: string, shown: string): void {
  const there = ifExists(() => lstatSync(folder));
  if (there === undefined) return;
  const inUse = (what: string): KitError =>
    new KitError('folder-in-use', `${shown} ${what}; expected a new or an empty folder`, {
      help: ['remove it, or name another one'],
    });
  if (!there.isDirectory()) throw inUse(there.isSymbolicLink() ? 'is a symbolic link' : 'is a file');
  let names: readonly string[];
  try {
    names = readdirSync(folder);
  } catch (error) {
    throw new KitError('write-failed', `could not write ${shown}: ${systemReason(error)}`, {
      side: 'outside',
      cause: error,
    });
  }
  if (names.length > 0) throw inUse('is not empty');
}

/** Whether something is there that is neither file nor folder, itself or behind a link. */
function isStream(file: string): boolean {
  const there = ifExists(() => lstatSync(file));
  if (there === undefined) return false;
  if (there.isDirectory()) throw new Error('it is a folder');
  if (!there.isSymbolicLink()) return !there.isFile();
  const target: Stats | undefined = ifExists(() => statSync(file));
  if (target === undefined || target.isFile() || target.isDirectory())
    throw new Error('it is a symbolic link');
  return true;
}

function replace(file: string, text: string): void {
  makeFolder(dirname(file));
  const draft = `${file}.${randomBytes(6).toString('hex')}.tmp`;
  try {
    writeFileSync(draft, text, { flag: 'wx' });
    renameSync(draft, file);
  } finally {
    rmSync(draft, { force: true });
  }
}

/** One at a time: Node's `recursive` never returns where a file system takes no folders (/proc). */
function makeFolder(folder: string): void {
  if (existsSync(folder)) return;
  makeFolder(dirname(folder));
  mkdirSync(folder);
}
