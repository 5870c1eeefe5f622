import type { ChartFacts } from './chart.ts';

/** A chart, and where it is served. */
export interface ChartPlace {
  /**
   * The repository: `https://…` (or http) of one with an index, or `oci://registry/path` without the chart's own name,
   * as `helm push` takes it.
   */
  readonly url: string;
  readonly chart: string;
  /** Flux's `insecure: true` of an OCI source: plain http, to which no credentials are sent. */
  readonly insecure?: boolean;
}

/** What is known of charts without asking anybody: what the cache holds, or what was fetched a moment ago. */
export interface KnownCharts {
  /** All versions that the repository offered when it was last asked; empty: it had no such chart; undefined: not known. */
  versions(place: ChartPlace): readonly string[] | undefined;
  /** The chart at exactly this version; undefined: not known. */
  facts(place: ChartPlace, version: string): ChartFacts | undefined;
}

/** Knows nothing. */
export const noCharts: KnownCharts = { versions: () => undefined, facts: () => undefined };
