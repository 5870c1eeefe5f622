import { KitError } from '../core/errors.ts';
import { compareVersions, parseRange, parseVersion, satisfies, type Version } from '../core/version-range.ts';
import type { ChartVersion } from './chart.ts';

/** The version that was chosen, and what the user should know about the choice. */
export interface Choice {
  readonly chosen: ChartVersion;
  readonly notes: readonly string[];
}

/** How many versions a message names. */
const named = 5;

/**
 * The version of a chart that Flux would take: the one written exactly so, else the newest in the range; without a
 * wish the newest release, and a pre-release only where there is nothing else.
 * @param versions at least one
 * @throws KitError `no-such-version` or `bad-version-range`, side caller
 */
export function chooseVersion(
  versions: readonly ChartVersion[],
  wanted: string | undefined,
  chart: string,
): Choice {
  const exact = versions.find(({ version }) => version === wanted);
  if (exact !== undefined) return { chosen: exact, notes: [] };
  const sorted = newestFirst(versions);
  const range = parseRange(wanted ?? '*');
  if (range === undefined) {
    throw new KitError(
      'bad-version-range',
      `${JSON.stringify(wanted)} is neither a version nor a range of versions`,
      { help: ['ranges are written as 6.x, 6.14.x, >=6.13 <7 or ^6.13.0'] },
    );
  }
  const found = sorted.find(({ parsed }) => satisfies(range, parsed));
  if (found !== undefined) return { chosen: found.entry, notes: [] };
  const [newest] = sorted;
  if (wanted === undefined && newest !== undefined) {
    const { entry } = newest;
    return { chosen: entry, notes: [`${chart} has pre-releases only; ${entry.version} is the newest`] };
  }
  throw noSuchVersion(sorted, wanted ?? '*', chart);
}

interface Sorted<Entry extends Pick<ChartVersion, 'version'> = Pick<ChartVersion, 'version'>> {
  readonly entry: Entry;
  readonly parsed: Version;
}

/** Of equal versions (they differ in build metadata or in `v`) the first of the index stays first. */
function newestFirst<Entry extends Pick<ChartVersion, 'version'>>(
  versions: readonly Entry[],
): Sorted<Entry>[] {
  const sorted: Sorted<Entry>[] = [];
  for (const entry of versions) {
    const parsed = parseVersion(entry.version);
    if (parsed !== undefined) sorted.push({ entry, parsed });
  }
  return sorted.sort((a, b) => compareVersions(b.parsed, a.parsed));
}

function noSuchVersion(sorted: readonly Sorted[], wanted: string, chart: string): KitError {
  const { message, help } = missing(sorted, wanted);
  return new KitError('no-such-version', `${chart} has ${message}`, { help });
}

/** What is said where none of the versions is wanted: `no version matching 10.x; newest is 6.14.1`, and which there are. */
export function missingVersion(
  versions: readonly string[],
  wanted: string,
): { readonly message: string; readonly help: readonly string[] } {
  return missing(newestFirst(versions.map((version) => ({ version }))), wanted);
}

function missing(sorted: readonly Sorted[], wanted: string): ReturnType<typeof missingVersion> {
  const releases = sorted.filter(({ parsed }) => parsed.pre === '');
  const known = releases.length > 0 ? releases : sorted;
  const texts = known.map(({ entry }) => entry.version);
  const exact = /^v?\d+\.\d+\.\d+/.test(wanted) ? parseVersion(wanted) : undefined;
  const near = exact === undefined ? undefined : nearestVersion(exact, known);
  const hint = near === undefined || near === texts[0] ? '' : `, nearest is ${near}`;
  const help = [`its newest versions: ${texts.slice(0, named).join(', ')}`];
  const early = announced(sorted, wanted);
  if (early !== undefined) help.push(`ask for ${early} itself: there are only pre-releases of ${wanted}`);
  const form = exact === undefined ? 'matching ' : '';
  return { message: `no version ${form}${wanted}; newest is ${texts[0]}${hint}`, help };
}

/** The version that is least far away: first by major, then by minor, then by patch; of two the newer. */
function nearestVersion(wanted: Version, known: readonly Sorted[]): string | undefined {
  let best: Sorted | undefined;
  for (const one of known) {
    if (best === undefined || isNearer(one.parsed, best.parsed, wanted)) best = one;
  }
  return best?.entry.version;
}

function isNearer(a: Version, b: Version, to: Version): boolean {
  for (const part of ['major', 'minor', 'patch'] as const) {
    const [left, right] = [distance(a[part], to[part]), distance(b[part], to[part])];
    if (left !== right) return left < right;
  }
  return false;
}

function distance(a: bigint, b: bigint): bigint {
  return a < b ? b - a : a - b;
}

/** The newest pre-release of a release that would lie in the range. */
function announced(sorted: readonly Sorted[], wanted: string): string | undefined {
  const range = parseRange(wanted);
  if (range === undefined) return undefined;
  const found = sorted.find(({ parsed }) => parsed.pre !== '' && satisfies(range, { ...parsed, pre: '' }));
  return found?.entry.version;
}
