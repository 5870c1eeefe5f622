import type { ChartFacts } from '../chart/chart.ts';
import { KitError } from '../core/errors.ts';
import { isUnbounded, reachOf } from '../core/range-reach.ts';
import { parseVersion, pinRange } from '../core/version.ts';
import { parseRange, satisfies } from '../core/version-range.ts';
import { type FluxVersion, isAtLeast } from '../model/flux-version.ts';
import type { ChartSource } from './chart-source.ts';

/** How far Flux may update by itself. */
export const pins = ['major', 'minor', 'exact'] as const;
export type Pin = (typeof pins)[number];

/** Name and version go into files and a commit message: they must be what Helm allows. */
export function checkChart({ name, version }: ChartFacts): void {
  if (/^[a-zA-Z0-9._-]{1,250}$/.test(name) && !/^\.+$/.test(name) && parseVersion(version) !== undefined)
    return;
  throw new KitError(
    'bad-chart',
    `the chart calls itself ${JSON.stringify(name)} ${JSON.stringify(version)}, which Helm does not allow`,
    {
      side: 'outside',
    },
  );
}

/**
 * A tag of a registry has `_` for the `+` of a version, which Flux reads as such since 2.9
 * (https://github.com/fluxcd/source-controller/pull/1834); KitError `build-metadata` before.
 */
export function checkBuild({ name, version }: ChartFacts, source: ChartSource, flux: FluxVersion): void {
  const isNew = source.kind === 'new' && source.object === 'OCIRepository';
  if (!isNew || !version.includes('+') || isAtLeast(flux, 2, 9)) return;
  throw new KitError(
    'build-metadata',
    `the registry calls ${name} ${version} ${version.replaceAll('+', '_')}, which Flux ${flux.major}.${flux.minor} (${flux.why}) takes for no version; 2.9 or newer was expected`,
    { help: ['a HelmRepository of type: oci, written by hand, would serve it'] },
  );
}

/** What a HelmRelease, or an OCIRepository, says of its chart's version. */
export interface Pinned {
  readonly range: string;
  /** The part of the version that stays, for the comment beside it; undefined where a range reaches over majors. */
  readonly level: 'major' | 'minor' | 'exact' | undefined;
  readonly notes: readonly string[];
}

/** Which versions the user wants: a part of the one found that stays, or a version or range of Helm's. */
export interface Wish {
  readonly pin: Pin | undefined;
  readonly asked: string | undefined;
}

/** Throws KitError `bad-range`, or `unbounded-range` where no pin would narrow it. */
export function checkWish({ pin, asked }: Wish): void {
  if (asked === undefined) return;
  const range = parseRange(asked);
  if (range === undefined) {
    throw new KitError(
      'bad-range',
      `--chart-version ${asked} is no version or range; 6.14.1, 6.x or ">=6 <7" was expected`,
    );
  }
  if (pin !== undefined || !isUnbounded(range)) return;
  throw new KitError(
    'unbounded-range',
    `--chart-version ${asked} would let Flux take every version; a version or a narrower range was expected`,
    { help: ['for the newest version, kept to its major: leave --chart-version out'] },
  );
}

/** What it gets: around the version found where a pin says so, else what was asked for, else its major. */
export function pinned(found: string, { pin, asked }: Wish): Pinned {
  if (pin !== undefined || asked === undefined) return pinOf(found, pin ?? 'major');
  // Flux takes the version of that very text first, and 6.14 may be one.
  if (asked === found || isWhole(asked)) return pinOf(found, 'exact');
  const range = parseRange(asked);
  if (range === undefined) throw new Error(`range ${asked} was not checked`);
  return { range: asked, level: kept[reachOf(range)], notes: [] };
}

/** What stays, by what may change. */
const kept = { exact: 'exact', patch: 'minor', minor: 'major', major: undefined } as const;

function isWhole(text: string): boolean {
  return /^v?\d+\.\d+\.\d+/.test(text) && parseVersion(text) !== undefined;
}

/** A range around a version, with a note where it had to be narrower than asked. */
function pinOf(version: string, pin: Pin): Pinned {
  const parsed = parseVersion(version);
  if (parsed === undefined) throw new Error(`version ${version} was not checked`);
  const exact: Pinned = { range: pinRange(parsed, 'exact'), level: 'exact', notes: [] };
  if (pin === 'exact') return exact;
  const range = pinRange(parsed, pin);
  const condition = parseRange(range);
  if (condition === undefined || !satisfies(condition, parsed)) {
    return { ...exact, notes: [`${version} is a pre-release, which no range takes: it is pinned exactly`] };
  }
  return { range, level: pin === 'major' && parsed.major > 0n ? 'major' : 'minor', notes: [] };
}
