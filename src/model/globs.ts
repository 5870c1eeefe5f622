import type { RepoPath } from '../core/change.ts';
import { withoutTrailing } from '../core/text.ts';

/**
 * Whether a path matches one of the globs; a glob that names a folder (`charts/`, `charts`) takes all that is in it.
 * They stand in the configuration of somebody's repository: none may take more than the time of one look at the path,
 * as the expressions of picomatch do. What `globFault` refuses matches nothing.
 */
export function pathMatcher(globs: readonly string[]): (path: RepoPath) => boolean {
  const patterns = globs
    .filter((glob) => globFault(glob) === undefined)
    .flatMap((glob) => alternatives(withoutTrailing(glob.replace(/^\.?\//, ''), '/')))
    // Below a folder, what ends with `**` takes something; and all that is in what was matched.
    .map((glob) => [...glob.replace(/(?<=\/)\*\*$/, '*').split('/'), '**'])
    .map((segments) => segments.map((segment) => (segment === '**' ? many : charactersOf(segment))));
  if (patterns.length === 0) return () => false;
  const isSegment = (pattern: Pattern<Token>, text: string): boolean =>
    matches(pattern, [...text], (token, character) => token(character));
  return (path) => {
    const segments = path.split('/');
    return patterns.some((pattern) => matches(pattern, segments, isSegment));
  };
}

/** Why a glob cannot be used; undefined where it can. */
export function globFault(glob: string): string | undefined {
  if (glob.length > longest) return `it is longer than ${longest} characters`;
  if (/^[!#]/.test(glob)) return `it begins with ${glob[0]}`;
  if (rare.test(glob) || glob.includes('\\')) return 'it holds more than *, **, ?, [ ] and { }';
  const found = alternatives(glob);
  if (found.length > mostAlternatives) return `it stands for more than ${mostAlternatives} globs`;
  return found.some((each) => /[{}]/.test(each)) ? 'its braces hold no comma, or are not closed' : undefined;
}

/** What takes any number of items, none included. */
const many = Symbol('many');
type Pattern<Part> = readonly (Part | typeof many)[];

/** One character of a segment: itself, any, or one of a class. */
type Token = (character: string) => boolean;

/**
 * Whether a pattern takes all of a list. Only the last `many` is ever tried again: what those before it took at first
 * is as good as anything else.
 */
function matches<Part, Item>(
  pattern: Pattern<Part>,
  items: readonly Item[],
  takes: (part: Part, item: Item) => boolean,
): boolean {
  let part = 0;
  let at = 0;
  let retry: { part: number; at: number } | undefined;
  while (at < items.length) {
    const wanted = pattern[part];
    const item = items[at];
    if (wanted === many) {
      part += 1;
      retry = { part, at };
    } else if (wanted !== undefined && item !== undefined && takes(wanted, item)) {
      part += 1;
      at += 1;
    } else {
      if (retry === undefined) return false;
      retry = { part: retry.part, at: retry.at + 1 };
      ({ part, at } = retry);
    }
  }
  return pattern.slice(part).every((left) => left === many);
}

function charactersOf(segment: string): Pattern<Token> {
  const parts = segment.matchAll(/(?<stars>\*+)|\[(?<not>[!^]?)(?<letters>[^\]]+)\]|(?<other>.)/gsu);
  return [...parts].map(({ groups = {} }): Token | typeof many => {
    const { stars, not, letters, other } = groups;
    if (stars !== undefined) return many;
    if (other === '?') return () => true;
    if (letters === undefined) return (character) => character === other;
    const isKnown = classOf(letters);
    return (character) => isKnown(character) === (not === '');
  });
}

/** The inside of a class: characters, and stretches such as `a-z`. */
function classOf(letters: string): Token {
  const stretches = [...letters.matchAll(/(.)-(.)|(.)/gsu)].map(([, from, to, one = '']) => ({
    from: from ?? one,
    to: to ?? one,
  }));
  return (character) => stretches.some(({ from, to }) => from <= character && character <= to);
}

const mostAlternatives = 64;

/** The globs that one with braces stands for; no more of them when there are too many. */
function alternatives(glob: string): readonly string[] {
  let found = [glob];
  for (;;) {
    const next = found.flatMap((each) => {
      const [group, inner] = /\{([^{},]*,[^{}]*)\}/.exec(each) ?? [];
      return group === undefined || inner === undefined
        ? [each]
        : inner.split(',').map((choice) => each.replace(group, () => choice));
    });
    if (next.length === found.length || next.length > mostAlternatives) return next;
    found = next;
  }
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
