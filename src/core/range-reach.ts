import type { Version } from './version.ts';
import { compareVersions, satisfies, type VersionRange } from './version-range.ts';

/** The part of a version that may change by itself: nothing, `1.2.x`, `1.x`, anything. */
export type Reach = 'exact' | 'patch' | 'minor' | 'major';

/** From the least to the greatest. */
export const reaches: readonly Reach[] = ['exact', 'patch', 'minor', 'major'];

/**
 * How far apart the versions lie that a range takes. Found by trying the versions around each bound: between two bounds
 * a range takes all or none.
 */
export function reachOf(range: VersionRange): Reach {
  const taken = [...around(range)].filter((version) => satisfies(range, version));
  const differ = (part: 'major' | 'minor' | 'patch'): boolean =>
    new Set(taken.map((version) => version[part])).size > 1;
  if (differ('major')) return 'major';
  if (differ('minor')) return 'minor';
  return differ('patch') ? 'patch' : 'exact';
}

/** The oldest version that a range takes; undefined for one that takes none. */
export function lowestOf(range: VersionRange): Version | undefined {
  const taken = [...around(range)].filter((version) => satisfies(range, version));
  return taken.toSorted(compareVersions)[0];
}

/** Whether a range takes every release there may be: `*`, `x`, `>=0.0.0`. */
export function isUnbounded(range: VersionRange): boolean {
  return [release(0n, 0n, 1n), release(1n, 0n, 0n), release(999_999n, 0n, 0n)].every((version) =>
    satisfies(range, version),
  );
}

function* around({ alternatives }: VersionRange): Iterable<Version> {
  yield release(0n, 0n, 0n);
  for (const { conditions } of alternatives) {
    for (const { version } of conditions) {
      const { major, minor, patch } = version;
      yield version;
      for (const step of [-1n, 1n]) {
        yield* valid(release(major, minor, patch + step));
        yield* valid(release(major, minor + step, 0n));
        yield* valid(release(major + step, 0n, 0n));
      }
    }
  }
}

function* valid(version: Version): Iterable<Version> {
  if (version.major >= 0n && version.minor >= 0n && version.patch >= 0n) yield version;
}

function release(major: bigint, minor: bigint, patch: bigint): Version {
  return { major, minor, patch, pre: '', build: '', text: `${major}.${minor}.${patch}` };
}
