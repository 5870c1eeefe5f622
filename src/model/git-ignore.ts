import ignore from 'ignore';
import type { RepoPath } from '../core/change.ts';

/** What one `.gitignore` says of a path relative to its folder; a folder's path ends with `/`. */
export type GitIgnore = (path: RepoPath) => 'ignored' | 'kept' | undefined;

/** More wildcards in one pattern than anybody writes: the expression that it becomes might go back for hours. */
const mostWildcards = 4;

/**
 * Reads a `.gitignore` (gitignore(5)); patterns are case-sensitive, as on the machines that run Flux. A pattern with
 * more than four wildcards counts as absent.
 */
export function readGitIgnore(text: string): GitIgnore {
  const patterns = ignore({ ignoreCase: false }).add(text.split('\n').filter(isSane));
  return (path) => {
    const verdict = patterns.test(path);
    if (verdict.ignored) return 'ignored';
    return verdict.unignored ? 'kept' : undefined;
  };
}

function isSane(line: string): boolean {
  return (
    (
      line
        .trim()
        .replace(/^!?\/?\*\*\/|\/\*\*$/g, '')
        .match(/\*+/g) ?? []
    ).length <= mostWildcards
  );
}
