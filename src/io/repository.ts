import { readFileSync, statSync } from 'node:fs';
import { basename, resolve } from 'node:path';
import type { Files } from '../core/change.ts';
import { KitError } from '../core/errors.ts';
import { compare, type IndexRead, readIndex } from './compare.ts';
import { diskFiles, type Seen } from './disk.ts';
import { expandPaths } from './expand.ts';
import { branchOf } from './git-branch.ts';
import type { Repository } from './host.ts';
import { findPlace, pathInside, realPath } from './place.ts';
import { recover } from './recover.ts';
import { ifExists } from './system-error.ts';
import { isIgnoredFolder } from './walk.ts';

/**
 * The repository around a folder.
 * @param start where the program was started: what the user types is relative to it
 */
export function openRepository(start: string, at: string): Repository {
  const asked = resolve(start, at);
  if (ifExists(() => statSync(asked))?.isDirectory() === false)
    throw new KitError('not-a-folder', `${at} is no folder`);
  const place = findPlace(asked);
  const { top, gitDir } = place;
  const seen: Seen = new Map();
  const resolvePath = (path: string): string | undefined => pathInside(top, resolve(start, path));
  const disk = (): Files => diskFiles(top, { git: gitDir !== undefined, exclude: excludeOf(gitDir), seen });
  let foreseen: Promise<IndexRead> | undefined;
  return {
    git: gitDir !== undefined,
    name: basename(top),
    prefix: pathInside(top, realPath(start)) ?? '',
    folder: pathInside(top, realPath(asked)) ?? '',
    branch: () => (gitDir === undefined ? undefined : branchOf(top)),
    readFiles: disk,
    compare: (change) => compare(place, change, { disk, index: () => foreseen ?? readIndex(place) }),
    foresee: () => {
      foreseen = readIndex(place);
      // Whoever asks for it is told.
      foreseen.catch(() => undefined);
    },
    recover: () => {
      const told = recover(place);
      // It may have changed the index.
      if (told !== undefined) foreseen = undefined;
      return told;
    },
    resolve: resolvePath,
    ignores: (folder) => isIgnoredFolder(top, excludeOf(gitDir), folder),
    expand: (words) => expandPaths(words, { start, top, resolve: resolvePath }),
    uncommitted: async (paths) => (await import('./git-check.ts')).uncommittedPaths(place, paths),
    check: async (plan, { commit }) => {
      const { checkOrder } = await import('./transaction.ts');
      await checkOrder(place, { plan, seen, message: commit ? plan.title : undefined });
    },
    write: async (plan, { commit }) => {
      const { carryOut } = await import('./transaction.ts');
      return carryOut(place, { plan, seen, message: commit?.message });
    },
  };
}

/** The ignore file that is not committed; worktrees share that of their repository. */
function excludeOf(gitDir: string | undefined): string | undefined {
  if (gitDir === undefined) return undefined;
  const read = (...path: string[]): string | undefined =>
    ifExists(() => readFileSync(resolve(gitDir, ...path), 'utf8'));
  return read(read('commondir')?.trim() ?? '.', 'info', 'exclude');
}
