import { randomBytes } from 'node:crypto';
import {
  existsSync,
  lstatSync,
  mkdirSync,
  renameSync,
  rmSync,
  type Stats,
  statSync,
  writeFileSync,
} from 'node:fs';
import { dirname } from 'node:path';
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
