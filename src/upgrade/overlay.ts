import { mergeData } from '../merge/merge-data.ts';
import type { Conflict, ConflictChoice, ValueChange } from '../merge/values-merge.ts';
import type { DataEdit } from '../yaml/edit-checked.ts';
import type { Data, Path } from '../yaml/node.ts';
import { isList, isMap } from '../yaml/render.ts';
import { isSameData } from '../yaml/same-data.ts';

/** What happens to values that hold only what differs from the chart's. */
export interface OverlayMerge {
  /** Paths count from the values. */
  readonly edits: readonly DataEdit[];
  readonly kept: readonly ValueChange[];
  readonly conflicts: readonly Omit<Conflict, 'line'>[];
  /** Values that are the chart's own by now. */
  readonly same: readonly Path[];
}

/**
 * The merge for values that Helm lays over the chart's own: all that they do not say is upstream's already. They stay;
 * what upstream changed, removed or retyped below them is a conflict, unless a list can take both changes.
 */
export function mergeOverlay(
  { base, ours, theirs }: { readonly base: Data; readonly ours: Data; readonly theirs: Data },
  choice: ConflictChoice,
): OverlayMerge {
  const edits: DataEdit[] = [];
  const kept: ValueChange[] = [];
  const conflicts: Omit<Conflict, 'line'>[] = [];
  const same: Path[] = [];
  const taken: Path[] = [];
  for (const { path, value } of leavesOf(ours, theirs)) {
    const [before, now] = [valueAt(base, path), valueAt(theirs, path)];
    if (isSameData(value, now)) {
      if (!isSameData(before, now)) same.push(path);
      continue;
    }
    if (isSameData(before, now)) {
      kept.push({ path, before, after: value });
      continue;
    }
    const merged = isList(value) ? mergeData(before, value, now) : undefined;
    if (merged !== undefined && merged.conflicts.length === 0 && merged.ours !== undefined) {
      kept.push({ path, before, after: merged.ours });
      if (!isSameData(merged.ours, value)) edits.push({ kind: 'set', path, value: merged.ours });
      continue;
    }
    conflicts.push({ path, base: before, ours: value, theirs: now });
    if (choice === 'theirs') taken.push(path);
  }
  return { edits: [...edits, ...removals(ours, taken)], kept, conflicts, same };
}

/** What has to go for values to go: with the last of a mapping, the mapping. */
function removals(ours: Data, paths: readonly Path[]): DataEdit[] {
  const gone = new Set(paths.map((path) => JSON.stringify(path)));
  const isGone = (path: Path, data: Data): boolean =>
    gone.has(JSON.stringify(path)) ||
    (isMap(data) &&
      Object.keys(data).length > 0 &&
      Object.entries(data).every(([key, value]) => isGone([...path, key], value)));
  const whole = new Map<string, Path>();
  for (const path of paths) {
    const depth = path.findIndex((_, at) => {
      const above = path.slice(0, at + 1);
      const value = valueAt(ours, above);
      return value !== undefined && isGone(above, value);
    });
    const top = path.slice(0, depth + 1);
    whole.set(JSON.stringify(top), top);
  }
  return [...whole.values()].map((path) => ({ kind: 'remove', path }));
}

/**
 * Whether values are meant as an addition to the chart's: most of the chart's settings are not in them. Who keeps the
 * whole values.yaml and takes a few keys out still has most of them.
 */
export function isOverlay(ours: Data, base: Data): boolean {
  const all = [...leavesOf(base)];
  const present = all.filter(({ path }) => valueAt(ours, path) !== undefined).length;
  return present * 2 < all.length;
}

/** The value at a path; undefined where there is none. */
export function valueAt(data: Data, path: Path): Data | undefined {
  let at: Data | undefined = data;
  for (const key of path) {
    if (at === undefined || !isMap(at) || !Object.hasOwn(at, key)) return undefined;
    at = at[String(key)];
  }
  return at;
}

/**
 * The values that are no mappings, empty ones included, with their paths.
 * @param other where this is no mapping, a mapping is one value
 */
function* leavesOf(
  data: Data,
  other?: Data,
  path: Path = [],
): Iterable<{ readonly path: Path; readonly value: Data }> {
  const filled = isMap(data) && Object.keys(data).length > 0;
  const opposite = other !== undefined && !isMap(other) && other !== null;
  if (!filled || opposite) {
    if (path.length > 0) yield { path, value: data };
    return;
  }
  for (const [key, value] of Object.entries(data)) {
    const beside = other !== undefined && isMap(other) && Object.hasOwn(other, key) ? other[key] : undefined;
    yield* leavesOf(value, beside, [...path, key]);
  }
}
