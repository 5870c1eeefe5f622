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

/** Longer globs nobody writes. */
const longest = 500;
const special = /[\\^$.*+?()[\]{}|]/g;
/** Extended patterns, ranges in braces, negation, comments, and classes of more than letters and digits. */
const rare = /^[!#]|[()|]|\.\.[^/]*\}|\[[^\]]*[^\w.\]!^-]/;
/** Where a segment begins or ends, `**` takes any number of them. */
const tokens =
  /\\(?<escaped>.)|(?<=^|[/{,])(?<folders>\*\*\/)|(?<=^|[/{,])(?<rest>\*\*)(?=$|[,}])|(?<stars>\*+)|\[(?<not>[!^]?)(?<letters>[^\]]+)\]|(?<other>.)/gs;
const plain: Readonly<Record<string, string>> = { '?': '[^/]', '{': '(?:', '}': ')', ',': '|' };

/**
 * A glob of another program's settings as a regular expression for RE2, anchored at both ends. Such globs come from the
 * repository, and picomatch's expressions may need for ever for one (`*a*a*a*a*a*a*b`).
 * @returns undefined for what few globs hold
 */
export function globExpression(glob: string): string | undefined {
  if (glob.length > longest || rare.test(glob)) return undefined;
  let depth = 0;
  const parts = [...glob.matchAll(tokens)].map(({ groups = {} }) => {
    const { escaped, folders, rest, stars, not = '', letters, other = '' } = groups;
    if (folders !== undefined) return '(?:.*/)?';
    if (rest !== undefined) return '.*';
    if (stars !== undefined) return '[^/]*';
    if (letters !== undefined) return `[${not === '' ? '' : '^/'}${letters}]`;
    const isPlain = escaped !== undefined || (depth === 0 && (other === '}' || other === ','));
    if (isPlain) return (escaped ?? other).replace(special, '\\$&');
    if (other === '{') depth += 1;
    if (other === '}') depth -= 1;
    return plain[other] ?? other.replace(special, '\\$&');
  });
  return depth === 0 ? `^(?:${parts.join('')})$` : undefined;
}
