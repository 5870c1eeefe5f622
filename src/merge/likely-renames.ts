import { nearest } from '../core/suggest.ts';
import type { Data, Path } from '../yaml/node.ts';
import { isFilled, isList, isMap } from '../yaml/render.ts';
import { isSameData } from '../yaml/same-data.ts';
import type { DataConflict } from './merge-data.ts';
import type { LikelyRename } from './values-merge.ts';

/** Mappings with at least so many of their values in common are the same one. */
const alike = 0.7;
/** What counts besides the content: the same mapping around, a name that is nearly the same. */
const bonus = { parent: 0.4, name: 0.2 } as const;

/** A key that upstream added. */
interface Added {
  readonly path: Path;
  readonly value: Data;
}

/**
 * Upstream's new keys that hold what stood, before anybody changed it, at a key that the user had changed and upstream
 * took away: of several the one that is nearest, and none where two are equally near.
 */
export function likelyRenames(conflicts: readonly DataConflict[], base: Data, theirs: Data): LikelyRename[] {
  const gone = conflicts.filter((conflict) => conflict.theirs === undefined && conflict.base !== undefined);
  if (gone.length === 0) return [];
  const added = addedIn(base, theirs, []);
  return gone.flatMap(({ path, base: was }) => {
    const scores = added.map((candidate) => ({ ...candidate, score: scoreOf(path, was ?? null, candidate) }));
    const best = scores.reduce((most, { score }) => Math.max(most, score), 0);
    const [found, ...others] = scores.filter(({ score }) => score > 0 && score === best);
    return found === undefined || others.length > 0 ? [] : [{ from: path, to: found.path }];
  });
}

/** Keys of theirs, at any depth, that base does not have. */
function addedIn(base: Data | undefined, theirs: Data, path: Path): Added[] {
  if (!isMap(theirs)) return [];
  const before = base !== undefined && isMap(base) ? base : {};
  return Object.entries(theirs).flatMap(([key, value]) => {
    const was = Object.hasOwn(before, key) ? before[key] : undefined;
    const at = [...path, key];
    return [...(was === undefined ? [{ path: at, value }] : []), ...addedIn(was, value, at)];
  });
}

function scoreOf(path: Path, was: Data, { path: to, value }: Added): number {
  const isNear = isSameData(path.slice(0, -1), to.slice(0, -1));
  const [name, other] = [String(path.at(-1)), String(to.at(-1))];
  const isNamed = name === other || nearest(name, [other]) !== undefined || contains(name, other);
  const context = (isNear ? bonus.parent : 0) + (isNamed ? bonus.name : 0);
  if (isMap(was) && isMap(value) && isFilled(was)) {
    const share = commonShare(was, value);
    return share >= alike ? share + context : 0;
  }
  if (!isSameData(was, value)) return 0;
  // `true`, `1` or an empty text stand everywhere: only the name can say that they are the same.
  const isSame = isTelling(was) ? isNear || name === other : isNear && isNamed;
  return isSame ? 1 + context : 0;
}

function contains(name: string, other: string): boolean {
  const [a, b] = [name.toLowerCase(), other.toLowerCase()];
  return Math.min(a.length, b.length) >= 4 && (a.includes(b) || b.includes(a));
}

function isTelling(value: Data): boolean {
  if (typeof value === 'string') return value.length >= 3;
  if (typeof value === 'number') return Math.abs(value) > 10;
  return isFilled(value);
}

/** How many of the values of two mappings are the same, from 0 to 1. */
function commonShare(a: Data, b: Data): number {
  const [some, others] = [new Set(leavesOf(a, '')), new Set(leavesOf(b, ''))];
  const common = [...some].filter((leaf) => others.has(leaf)).length;
  return (2 * common) / (some.size + others.size);
}

function leavesOf(data: Data, path: string): string[] {
  if (isFilled(data)) {
    const entries = isList(data)
      ? data.map((item, index) => [String(index), item] as const)
      : Object.entries(data);
    return entries.flatMap(([key, value]) => leavesOf(value, `${path}/${JSON.stringify(key)}`));
  }
  const kind = isList(data) ? '[]' : isMap(data) ? '{}' : `${typeof data} ${String(data)}`;
  return [`${path} ${kind}`];
}
