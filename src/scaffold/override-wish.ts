import { KitError } from '../core/errors.ts';
import type { Path } from '../yaml/node.ts';
import { pathText } from '../yaml/path-text.ts';
import { type Assignment, parseSet } from '../yaml/set-values.ts';

/** What is to differ on some clusters. */
export interface OverrideWish {
  /** Each name once, in the order given. */
  readonly clusters: readonly string[];
  readonly set: readonly Assignment[];
  readonly unset: readonly Path[];
}

/** The wish from the words of `--cluster`, `--set` and `--unset`. @throws KitError `bad-option`, `bad-set` */
export function overrideWishOf(given: {
  readonly clusters: readonly string[];
  readonly set: readonly string[];
  readonly unset: readonly string[];
}): OverrideWish {
  const words = given.clusters.flatMap((word) => word.split(',')).map((word) => word.trim());
  const clusters = [...new Set(words)].filter((name) => name !== '');
  const set = lastOfEach(given.set.flatMap((text) => parseSet(text)));
  const paths = set.map(({ path }) => path);
  const taken = given.unset.map(pathOf);
  const [written, gone] = [textsOf(paths), textsOf(taken)];
  const unset = taken.filter((path) => !isInside(path, gone));
  if (clusters.length === 0) throw new KitError('bad-option', 'on which cluster? --cluster NAME is missing');
  if (set.length + unset.length === 0)
    throw new KitError('bad-option', 'nothing to override: --set KEY=VALUE or --unset KEY is missing');
  const both =
    paths.find((path) => gone.has(pathText(path)) || isInside(path, gone)) ??
    taken.find((path) => isInside(path, written));
  if (both !== undefined)
    throw new KitError('bad-option', `${pathText(both)} is set and unset at once; expected one of them`);
  const inside = paths.find((path) => isInside(path, written));
  if (inside !== undefined)
    throw new KitError(
      'bad-option',
      `${pathText(inside)} is set, and what is around it; expected one of them`,
    );
  return { clusters, set, unset };
}

/** What a wish does, for titles, without values: they may be what nobody should read in a log. */
export function wishedPaths({ set, unset }: OverrideWish): string[] {
  return [...textsOf(set.map(({ path }) => path)), ...[...textsOf(unset)].map((path) => `unset ${path}`)];
}

function textsOf(paths: readonly Path[]): ReadonlySet<string> {
  return new Set(paths.map(pathText));
}

/** Whether a path leads into what is at one of the others. */
function isInside(path: Path, others: ReadonlySet<string>): boolean {
  return path.some((_, at) => at > 0 && others.has(pathText(path.slice(0, at))));
}

/** Without what a later one writes over, as with Helm: the same key, or one around it. */
function lastOfEach(all: readonly Assignment[]): Assignment[] {
  const written = new Set<string>();
  const kept = all.toReversed().filter(({ path }) => {
    if (written.has(pathText(path)) || isInside(path, written)) return false;
    written.add(pathText(path));
    return true;
  });
  return kept.reverse();
}

function pathOf(text: string): Path {
  if (/(?<!\\)=/.test(text))
    throw new KitError(
      'bad-option',
      `--unset ${text.replace(/=.*/s, '=…')} has a value; expected a key alone`,
    );
  const [first] = parseSet(`${text}=`);
  return first?.path ?? [];
}
