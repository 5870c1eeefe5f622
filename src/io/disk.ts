import { sep } from 'node:path';
import type { Files, RepoPath } from '../core/change.ts';
import { readDiskFile } from './read-file.ts';
import { trackedThoughIgnored } from './tracked.ts';
import { walk } from './walk.ts';

/** SHA-256 of each text as it was read: a plan made from it must not overwrite another one. */
export type Seen = Map<RepoPath, string>;

/**
 * The files of a work tree, with `git` also those that are tracked although an ignore file names them. Paths are listed once, texts read on demand and not kept.
 * @param seen takes the digest of every text that is handed out
 */
export function diskFiles(
  top: string,
  options: { readonly git: boolean; readonly exclude: string | undefined; readonly seen: Seen },
): Files {
  const { paths: faults, ignored } = walk(top, options.exclude);
  if (ignored && options.git) for (const [path, fault] of trackedThoughIgnored(top)) faults.set(path, fault);
  const paths = [...faults.keys()].sort();
  const text = (path: RepoPath): string | undefined => {
    if (!faults.has(path) || faults.get(path) !== undefined) return undefined;
    const file = readDiskFile(`${top}${sep}${path}`);
    if (file.kind === 'fault') {
      faults.set(path, file.fault);
      return undefined;
    }
    options.seen.set(path, file.digest);
    return file.text;
  };
  return {
    paths: () => paths,
    text,
    fault: (path) => {
      if (!faults.has(path)) return undefined;
      if (faults.get(path) === undefined && !options.seen.has(path)) text(path);
      return faults.get(path);
    },
  };
}
