import { lstatSync } from 'node:fs';
import { join } from 'node:path';
import type { FileFault, RepoPath } from '../core/change.ts';
import { KitError } from '../core/errors.ts';
import { type GitAnswer, parts, runGitNow } from './git-run.ts';
import { ifExists } from './system-error.ts';
import { faultOf } from './walk.ts';

/**
 * The files that git tracks although an ignore file names them (`git add --force`, or the pattern came later): Flux
 * applies them like any other. None where git cannot be asked.
 */
export function trackedThoughIgnored(top: string): Map<RepoPath, FileFault | undefined> {
  const answer = asked(top);
  const found = new Map<RepoPath, FileFault | undefined>();
  if (answer === undefined || answer.code !== 0) return found;
  for (const path of parts(answer.stdout)) {
    const stat = ifExists(() => lstatSync(join(top, path)));
    if (stat !== undefined && !stat.isDirectory()) found.set(path, faultOf(stat));
  }
  return found;
}

function asked(top: string): GitAnswer | undefined {
  try {
    return runGitNow(top, ['ls-files', '-z', '--cached', '--ignored', '--exclude-standard']);
  } catch (error) {
    // A machine without git can lint all the same.
    if (error instanceof KitError && error.code === 'git-missing') return undefined;
    throw error;
  }
}
