import { lowestOf } from '../core/range-reach.ts';
import {
  compareVersions,
  parseRange,
  parseVersion,
  satisfies,
  type Version,
  type VersionRange,
} from '../core/version-range.ts';

/** What an app says of its chart's version. */
export interface Pinned {
  /** As Helm and Flux read it; undefined: any. */
  readonly range: string | undefined;
  /** The version that its values were made from; undefined where nobody noted it. */
  readonly base: string | undefined;
}

/** How far an app is behind what its repository offers. */
export interface Lag {
  /** The newest version that the range takes, which is what Flux installs; undefined where it takes none. */
  readonly within: string | undefined;
  /** The newest version of all, where it is newer than what the range takes. */
  readonly beyond: string | undefined;
  /** The newest version of all. */
  readonly newest: string | undefined;
  /** How many versions in the range are newer than the base; undefined where the base is not known. */
  readonly behind: number | undefined;
  /** Whether the range takes the base; undefined where the base is not known. */
  readonly isBaseTaken: boolean | undefined;
}

/**
 * How far an app is behind. Pre-releases count only where the range takes some: `satisfies` says so, and beyond the range
 * the same holds. Versions that differ in build metadata alone are one. A tag of a registry, which has `_` for `+`, is a
 * range as well. Undefined where the range is none.
 */
export function lagOf({ range: text, base: noted }: Pinned, versions: readonly string[]): Lag | undefined {
  const range = parseRange(text?.replaceAll('_', '+') ?? '*');
  if (range === undefined) return undefined;
  const offered = newestFirst(versions, range);
  const taken = offered.filter((version) => isTaken(range, version));
  const [within] = taken;
  const floor = within ?? lowestOf(range);
  const [newest] = offered;
  const isBeyond =
    newest !== undefined &&
    !isTaken(range, newest) &&
    (floor === undefined || compareVersions(newest, floor) > 0);
  const base = noted === undefined ? undefined : parseVersion(noted);
  return {
    within: within?.text,
    beyond: isBeyond ? newest.text : undefined,
    newest: newest?.text,
    behind: base === undefined ? undefined : taken.filter((each) => compareVersions(each, base) > 0).length,
    isBaseTaken: base === undefined ? undefined : isTaken(range, base),
  };
}

/** A pre-release that is pinned as it stands is taken, whatever Helm says of ranges. */
function isTaken(range: VersionRange, version: Version): boolean {
  return version.text === range.text || satisfies(range, version);
}

/** Each version once, as it is first written; pre-releases only where the range names one. */
function newestFirst(versions: readonly string[], range: VersionRange): Version[] {
  const hasPre = range.alternatives.some(({ pre }) => pre);
  const parsed = versions.flatMap((text) => parseVersion(text) ?? []);
  const all = parsed.filter((version) => hasPre || version.pre === '');
  // Where there is nothing but pre-releases, they are what there is.
  const kept = all.length === 0 ? parsed : all;
  const sorted = kept.toSorted((a, b) => compareVersions(b, a));
  return sorted.filter((version, at) => {
    const before = sorted[at - 1];
    return before === undefined || compareVersions(before, version) !== 0;
  });
}
