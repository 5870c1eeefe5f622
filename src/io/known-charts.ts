import type { ChartFacts } from '../chart/chart.ts';
import { openIndex } from '../chart/index-file.ts';
import type { KnownCharts } from '../chart/known-charts.ts';
import { KitError } from '../core/errors.ts';
import type { ChartCache } from './cache.ts';

/**
 * What the cache knows of charts. Small files are read, one for a listing and one for a version, each once; no index
 * is, but to name a slip, and no archive is unpacked.
 */
export function knownCharts(cache: ChartCache): KnownCharts {
  const listings = new Map<string, readonly string[] | undefined>();
  const read = new Map<string, ChartFacts | undefined>();
  const names = new Map<string, readonly string[] | undefined>();
  let held = 0;
  return {
    versions: (place) => {
      const key = `${place.chart}\n${place.url}`;
      if (!listings.has(key)) listings.set(key, cache.versions(place));
      return listings.get(key);
    },
    facts: (place, version) => {
      const key = `${version}\n${place.chart}\n${place.url}`;
      if (read.has(key)) return read.get(key);
      const facts =
        cache.facts({ ...place, version }) ?? cache.facts({ ...place, version: otherSpelling(version) });
      const size = (facts?.values?.length ?? 0) + (facts?.valuesSchema?.length ?? 0);
      if (held + size <= mostHeld) {
        held += size;
        read.set(key, facts);
      }
      return facts;
    },
    names: (url) => {
      if (!names.has(url)) names.set(url, namesIn(cache.index(url)?.text));
      return names.get(url);
    },
    isFresh: false,
  };
}

function namesIn(index: string | undefined): readonly string[] | undefined {
  try {
    return index === undefined ? undefined : openIndex(index).names();
  } catch (error) {
    if (error instanceof KitError) return undefined;
    throw error;
  }
}

/** Characters of values and schemas that are kept in memory; what is beyond is read again when it is asked for again. */
const mostHeld = 32 * 2 ** 20;

/** An index may call `v1.0.0` what Chart.yaml calls `1.0.0`, and the other way about. */
function otherSpelling(version: string): string {
  return version.startsWith('v') ? version.slice(1) : `v${version}`;
}
