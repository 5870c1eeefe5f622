/** A version as Masterminds/semver 3.4.0 (the library of Helm and Flux) reads it: loose `1.2`, `v` prefix, leading zeros. */
export interface Version {
  readonly major: bigint;
  readonly minor: bigint;
  readonly patch: bigint;
  /** What follows the hyphen; empty for a release. */
  readonly pre: string;
  /** What follows the plus sign; never compared. */
  readonly build: string;
  /** As written. */
  readonly text: string;
}

const identifiers = '[0-9A-Za-z-]+(?:\\.[0-9A-Za-z-]+)*';
const form = new RegExp(
  `^v?([0-9]+)(?:\\.([0-9]+))?(?:\\.([0-9]+))?(?:-(${identifiers}))?(?:\\+(${identifiers}))?$`,
);

/** Numbers are Go's uint64. */
const most = 2n ** 64n - 1n;

/** Longer texts are no versions: they only cost time. */
const longest = 256;

/** The version that a text says; undefined when it says none. */
export function parseVersion(text: string): Version | undefined {
  if (text.length > longest) return undefined;
  const match = form.exec(text);
  if (match === null) return undefined;
  const [, major = '0', minor = '0', patch = '0', pre = '', build = ''] = match;
  const version = { major: BigInt(major), minor: BigInt(minor), patch: BigInt(patch), pre, build, text };
  if (version.major > most || version.minor > most || version.patch > most) return undefined;
  return pre.split('.').some((part) => /^0[0-9]+$/.test(part)) ? undefined : version;
}

/** Negative, zero or positive as `a` is older than, equal to or newer than `b`; build metadata does not count. */
export function compareVersions(a: Version, b: Version): number {
  return (
    compare(a.major, b.major) ||
    compare(a.minor, b.minor) ||
    compare(a.patch, b.patch) ||
    comparePre(a.pre, b.pre)
  );
}

/** `major` and `minor` keep the API of the chart (a chart at 0.y breaks with y): `6.x`, `6.14.x`, `0.4.x`; else as it is. */
export function pinRange(version: Version, pin: 'major' | 'minor' | 'exact'): string {
  if (pin === 'exact') return version.text;
  if (pin === 'major' && version.major > 0n) return `${version.major}.x`;
  return `${version.major}.${version.minor}.x`;
}

function compare<T extends bigint | string>(a: T, b: T): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}

function comparePre(a: string, b: string): number {
  if (a === b) return 0;
  if (a === '') return 1;
  if (b === '') return -1;
  const left = a.split('.');
  const right = b.split('.');
  for (let at = 0; at < Math.max(left.length, right.length); at += 1) {
    const result = comparePart(left[at], right[at]);
    if (result !== 0) return result;
  }
  return 0;
}

/** An absent part is older than any, a number older than a word. */
function comparePart(a: string | undefined, b: string | undefined): number {
  if (a === b) return 0;
  if (a === undefined) return -1;
  if (b === undefined) return 1;
  const left = numberOf(a);
  const right = numberOf(b);
  if (left !== undefined && right !== undefined) return compare(left, right);
  if (left !== undefined) return -1;
  if (right !== undefined) return 1;
  return compare(a, b);
}

function numberOf(part: string): bigint | undefined {
  if (!/^[0-9]+$/.test(part)) return undefined;
  const value = BigInt(part);
  return value > most ? undefined : value;
}
