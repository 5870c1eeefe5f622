import { readFileSync, realpathSync, statSync } from 'node:fs';
import { basename, dirname, isAbsolute, join, relative, resolve, sep } from 'node:path';
import type { RepoPath } from '../core/change.ts';
import { ifExists } from './system-error.ts';

/** Where a repository lies; every path absolute and free of symbolic links. */
export interface Place {
  /** The work tree's top folder. */
  readonly top: string;
  /** The git directory of this work tree; undefined when there is none. */
  readonly gitDir: string | undefined;
  /** The folder itself is a git directory: a bare repository, or the inside of `.git`. */
  readonly bare: boolean;
}

/** The work tree around a folder, found as git does: the nearest folder upwards with `.git`; else the folder itself. */
export function findPlace(at: string): Place {
  const start = realPath(at);
  for (let folder = start; ; folder = dirname(folder)) {
    const gitDir = gitDirOf(folder);
    if (gitDir !== undefined) return { top: folder, gitDir, bare: false };
    if (isGitDir(folder)) return { top: start, gitDir: undefined, bare: true };
    if (dirname(folder) === folder) return { top: start, gitDir: undefined, bare: false };
  }
}

/** A path with its links resolved as far as it exists. */
export function realPath(path: string): string {
  const absolute = resolve(path);
  const real = ifExists(() => realpathSync(absolute));
  if (real !== undefined) return real;
  const parent = dirname(absolute);
  return parent === absolute ? absolute : join(realPath(parent), basename(absolute));
}

/** A path below `top` as the repository spells it; undefined when it lies outside. Links in the middle are resolved. */
export function pathInside(top: string, absolute: string): RepoPath | undefined {
  const plain = relative(top, absolute);
  if (isInside(plain)) return plain.split(sep).join('/');
  const real = relative(top, join(realPath(dirname(absolute)), basename(absolute)));
  return isInside(real) ? real.split(sep).join('/') : undefined;
}

function isInside(path: string): boolean {
  return path !== '..' && !path.startsWith(`..${sep}`) && !isAbsolute(path);
}

/** `.git` is a folder, or in worktrees and submodules a file that names one. */
function gitDirOf(folder: string): string | undefined {
  const path = join(folder, '.git');
  const stat = ifExists(() => statSync(path));
  if (stat?.isDirectory()) return isGitDir(path) ? realpathSync(path) : undefined;
  if (!stat?.isFile() || stat.size > 4096) return undefined;
  const named = /^gitdir: (.+?)\r?\n?$/.exec(readFileSync(path, 'utf8'))?.[1];
  const target = named === undefined ? undefined : resolve(folder, named);
  return target !== undefined && isGitDir(target) ? realpathSync(target) : undefined;
}

/** Git's own test: a HEAD, and objects and refs here or (in a worktree) in the common directory. */
export function isGitDir(folder: string): boolean {
  const has = (name: string): boolean => ifExists(() => statSync(join(folder, name))) !== undefined;
  return has('HEAD') && (has('commondir') || (has('objects') && has('refs')));
}
