import type { ChartVersion } from '../chart/chart.ts';
import type { ChartListing } from '../chart/index-file.ts';
import type { ChartPlace } from '../chart/known-charts.ts';
import { KitError } from '../core/errors.ts';
import type { ChartCache } from './cache.ts';
import type { HttpLimits } from './http.ts';
import type { Variable } from './own-settings.ts';
import type { Transport } from './transport.ts';

/** Where charts come from: a repository with an index, or a registry. */
export interface ChartSource {
  /** All versions of a chart, at least one. Throws KitError: `chart-not-found`, `no-usable-version`, what the network does. */
  listing(place: ChartPlace): Promise<ChartListing>;
  /** The archive of a version of the listing. */
  archive(place: ChartPlace, chosen: ChartVersion): Promise<Archive>;
  /** As `archive`, of a version that nobody listed; undefined where there is none, or only a listing can tell. */
  unlisted(place: ChartPlace, version: string): Promise<Archive | undefined>;
}

export interface Archive {
  readonly bytes: Uint8Array;
  /** What messages call it. */
  readonly from: string;
  readonly notes: readonly string[];
}

/** What every source works with. */
export interface SourceContext {
  /** Only what the cache holds; no socket is opened. */
  readonly offline: boolean;
  readonly cache: ChartCache;
  readonly limits: HttpLimits;
  readonly transport: Transport;
  readonly variable: Variable;
}

/** Without the network there is nothing more to be had. */
export function missing(what: string): never {
  throw new KitError('not-in-cache', `${what} is not in the cache`, {
    help: ['run it once without --offline'],
  });
}

/** Said of every source that is asked over plain http. */
export function plainHttp(shown: string): string {
  return `plain http: what ${shown} sends can be read and changed on its way`;
}
