import type { AppChart } from './app-chart.ts';
import { type Lag, lagOf } from './lag.ts';

/** One app beside what its repository offers. */
export interface OutdatedApp {
  readonly chart: AppChart;
  /** Undefined where `why` says what is not known. */
  readonly lag: Lag | undefined;
  readonly why: string | undefined;
  readonly reasons: readonly Reason[];
}

/**
 * Why an app is not up to date. `base`: its values were made from another version than the newest that it takes;
 * `beyond`: there is a newer chart than its range takes; `range`: its range takes no version at all.
 */
export const reasons = ['base', 'beyond', 'range'] as const;
export type Reason = (typeof reasons)[number];

/** An app beside the versions that its repository offers, or the reason why they are not known. */
export function outdatedApp(
  chart: AppChart,
  versions: readonly string[] | { readonly why: string },
): OutdatedApp {
  if (!isList(versions)) return { chart, lag: undefined, why: versions.why, reasons: [] };
  const lag = lagOf(chart, versions);
  if (lag === undefined)
    return { chart, lag, why: `${chart.range} is neither a version nor a range`, reasons: [] };
  const isBehind = (lag.behind ?? 0) > 0 || lag.isBaseTaken === false;
  return {
    chart,
    lag,
    why: undefined,
    reasons: [
      ...(lag.within !== undefined && isBehind ? (['base'] as const) : []),
      ...(lag.beyond === undefined ? [] : (['beyond'] as const)),
      ...(lag.within === undefined ? (['range'] as const) : []),
    ],
  };
}

/** A state in a few words, of what the versions beside it do not say. */
export function stateOf({ lag, why }: Pick<OutdatedApp, 'lag' | 'why'>): string {
  if (lag === undefined) return `not known: ${why ?? 'nobody asked'}`;
  const { within, behind = 0, isBaseTaken, beyond, newest } = lag;
  if (within === undefined)
    return newest === undefined ? 'no version at all' : `no version in the range; newest is ${newest}`;
  if (behind > 0) return `values ${behind} ${behind === 1 ? 'version' : 'versions'} behind`;
  if (isBaseTaken === false) return 'values of a version beyond the range';
  return beyond === undefined ? 'current' : 'current in its range';
}

function isList(value: readonly string[] | { readonly why: string }): value is readonly string[] {
  return Array.isArray(value);
}
