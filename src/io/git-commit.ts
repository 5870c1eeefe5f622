import type { RepoPath } from '../core/change.ts';
import { KitError } from '../core/errors.ts';
import { type GitAnswer, literal, runGit } from './git-run.ts';

/**
 * Commits exactly the given paths, as they are in the work tree; whatever else is staged stays staged. Hooks and
 * signing run. Undefined when it went well, else git's answer.
 * @param added paths that git does not know yet
 */
export async function commitPaths(
  top: string,
  paths: { readonly all: readonly RepoPath[]; readonly added: readonly RepoPath[] },
  options: { readonly message: string; readonly abort: AbortSignal },
): Promise<GitAnswer | undefined> {
  const { message, abort } = options;
  const named = ['--pathspec-from-file=-', '--pathspec-file-nul'];
  if (paths.added.length > 0) {
    const added = await runGit(top, ['add', '--intent-to-add', ...named], {
      input: list(paths.added),
      abort,
    });
    if (added.code !== 0) return added;
  }
  const commit = ['commit', '--quiet', '--only', '--cleanup=whitespace', `--message=${message}`];
  const committed = await runGit(top, [...commit, ...named], {
    input: list(paths.all),
    abort,
    // The message is UTF-8, whatever the user's own messages are.
    config: ['i18n.commitEncoding=utf-8'],
  });
  return committed.code === 0 ? undefined : committed;
}

/** A commit that a hook, signing or git itself refused. */
export function commitRefused(answer: GitAnswer): KitError {
  const words =
    answer.stderr.trim() || answer.stdout.trim() || `git commit ended with exit code ${answer.code}`;
  return new KitError('commit-refused', 'the commit was refused; files and index are as before', {
    side: 'outside',
    help: words.split('\n').slice(-20),
  });
}

function list(paths: readonly RepoPath[]): string {
  return paths.map((path) => `${literal(path)}\0`).join('');
}
