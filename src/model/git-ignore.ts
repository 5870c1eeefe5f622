import ignore from 'ignore';
import type { RepoPath } from '../core/change.ts';

/** What one `.gitignore` says of a path relative to its folder; a folder's path ends with `/`. */
export type GitIgnore = (path: RepoPath) => 'ignored' | 'kept' | undefined;

/** Reads a `.gitignore` (gitignore(5)); patterns are case-sensitive, as on the machines that run Flux. */
export function readGitIgnore(text: string): GitIgnore {
  const patterns = ignore({ ignoreCase: false }).add(text);
  return (path) => {
    const verdict = patterns.test(path);
    if (verdict.ignored) return 'ignored';
    return verdict.unignored ? 'kept' : undefined;
  };
}
