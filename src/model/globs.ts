import picomatch from 'picomatch';
import type { RepoPath } from '../core/change.ts';

/** Whether a path matches one of the globs; a glob that names a folder (`charts/`, `charts`) takes all that is in it. */
export function pathMatcher(globs: readonly string[]): (path: RepoPath) => boolean {
  if (globs.length === 0) return () => false;
  const patterns = globs.flatMap((glob) => {
    const plain = glob.replace(/^\.?\//, '').replace(/\/+$/, '');
    return [plain, `${plain}/**`];
  });
  return picomatch(patterns, { dot: true });
}
