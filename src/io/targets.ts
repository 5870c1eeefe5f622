import { accessSync, constants, lstatSync, readdirSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { RepoPath } from '../core/change.ts';
import { KitError } from '../core/errors.ts';
import type { Step } from './steps.ts';
import { ifExists, systemReason } from './system-error.ts';

/** Whether a path is one that a plan may name: below the top, never in a git directory or in our own journal. */
export function isRepoPath(path: string): boolean {
  if (path === '' || path.includes('\0') || path.startsWith('.gitops-kit/')) return false;
  return path.split('/').every((segment) => !['', '.', '..', '.git'].includes(segment.toLowerCase()));
}

/**
 * Refuses what could not be written in full, before anything is written.
 * @param journal a folder on the file system where new bytes are prepared
 */
export function checkTargets(top: string, steps: readonly Step[], journal: string): void {
  const device = statSync(existingFolder(journal)).dev;
  for (const { path, before, after } of steps) {
    if (!isRepoPath(path)) throw new Error(`the plan names ${path}, which is no path of a repository`);
    checkFolders(top, path);
    if (before === undefined && after !== undefined) checkCase(top, path, steps);
    const folder = existingFolder(dirname(join(top, path)));
    checkWritable(folder, dirname(path));
    if (before !== undefined) checkWritable(join(top, path), path);
    if (statSync(folder).dev !== device) {
      throw new KitError(
        'other-file-system',
        `${path} lies on another file system than the repository's top`,
        {
          side: 'outside',
        },
      );
    }
  }
  checkWritable(existingFolder(journal), 'the git directory');
}

/** Where a path lies on the disk. No folder on the way may be a symbolic link: it could lead outside. */
export function checkFolders(top: string, path: RepoPath): string {
  const segments = path.split('/').slice(0, -1);
  let folder = top;
  for (const [at, segment] of segments.entries()) {
    folder = join(folder, segment);
    const stat = ifExists(() => lstatSync(folder));
    if (stat === undefined) break;
    const name = segments.slice(0, at + 1).join('/');
    if (stat.isSymbolicLink()) {
      throw new KitError('symbolic-link', `${name} is a symbolic link; nothing is written through it`);
    }
    if (!stat.isDirectory())
      throw new KitError('not-a-folder', `${name} is no folder, but ${path} should lie in it`);
    if (ifExists(() => lstatSync(join(folder, '.git'))) !== undefined) {
      throw new KitError('inside-submodule', `${path} lies in another git repository, ${name}`, {
        help: [`start gitops-kit in ${name}`],
      });
    }
  }
  return join(top, path);
}

/** The nearest folder that exists. */
export function existingFolder(folder: string): string {
  return ifExists(() => statSync(folder)) === undefined ? existingFolder(dirname(folder)) : folder;
}

/** Two names that differ by case only are one file on macOS and Windows: a clone there would lose one of them. */
function checkCase(top: string, path: RepoPath, steps: readonly Step[]): void {
  let folder = '';
  for (const segment of path.split('/')) {
    const entries = ifExists(() => readdirSync(join(top, folder)));
    if (entries === undefined) return;
    const twin = entries.find((entry) => entry !== segment && folded(entry) === folded(segment));
    if (twin !== undefined && !isRemoved(top, join(folder, twin), steps)) {
      throw new KitError(
        'case-collision',
        `${path} would collide with ${join(folder, twin)}: they differ by case only`,
        {
          help: ['choose another name'],
        },
      );
    }
    folder = join(folder, segment);
  }
}

/** Whether the plan leaves nothing of a file or folder. */
function isRemoved(top: string, path: RepoPath, steps: readonly Step[]): boolean {
  const removed = new Set(steps.filter(({ after }) => after === undefined).map((step) => step.path));
  const stat = ifExists(() => lstatSync(join(top, path)));
  if (stat?.isDirectory() !== true) return removed.has(path);
  return readdirSync(join(top, path)).every((entry) => isRemoved(top, `${path}/${entry}`, steps));
}

function folded(name: string): string {
  return name.normalize('NFC').toLowerCase();
}

function checkWritable(file: string, name: string): void {
  try {
    accessSync(file, constants.W_OK);
  } catch (error) {
    const shown = name === '.' ? 'the top folder' : name;
    throw new KitError('not-writable', `${shown} cannot be written: ${systemReason(error)}`, {
      side: 'outside',
      cause: error,
    });
  }
}
