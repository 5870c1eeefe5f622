import type { ChartFacts } from '../chart/chart.ts';
import { KitError } from '../core/errors.ts';
import { parseVersion, pinRange } from '../core/version.ts';
import { parseRange, satisfies } from '../core/version-range.ts';

/** How far Flux may update by itself. */
export type Pin = 'major' | 'minor' | 'exact';

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

/** The range that the HelmRelease gets, how far it is open, and a note where it had to be narrower than asked. */
export function pinOf(version: string, pin: Pin) {
  const parsed = parseVersion(version);
  if (parsed === undefined) throw new Error(`version ${version} was not checked`);
  const exact = { range: pinRange(parsed, 'exact'), level: undefined, notes: [] };
  if (pin === 'exact') return exact;
  const range = pinRange(parsed, pin);
  const condition = parseRange(range);
  if (condition === undefined || !satisfies(condition, parsed)) {
    return { ...exact, notes: [`${version} is a pre-release, which no range takes: it is pinned exactly`] };
  }
  const level = pin === 'major' && parsed.major > 0n ? ('major' as const) : ('minor' as const);
  return { range, level, notes: [] };
}
