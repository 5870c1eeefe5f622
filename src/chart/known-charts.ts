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
  /** The charts of a repository, where it has a list of them that is at hand; costly: only asked for to name a slip. */
  names(url: string): readonly string[] | undefined;
  /** Whether the repositories were asked a moment ago: then what they do not offer is not there. */
  readonly isFresh: boolean;
}

/** Knows nothing. */
export const noCharts: KnownCharts = {
  versions: () => undefined,
  facts: () => undefined,
  names: () => undefined,
  isFresh: false,
};

/** Knows one chart, whatever place is asked for: for what is judged while it is made from that chart. */
export function onlyChart(facts: ChartFacts): KnownCharts {
  return { ...noCharts, versions: () => [facts.version], facts: () => facts };
}
