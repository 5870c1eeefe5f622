import { readArchive } from '../chart/archive.ts';
import type { ChartFacts } from '../chart/chart.ts';
import { chooseVersion } from '../chart/choose-version.ts';
import { KitError } from '../core/errors.ts';
import { compareVersions, parseVersion } from '../core/version-range.ts';
import { type ChartCache, cacheFolder, openCache } from './cache.ts';
import type { Archive, ChartSource, SourceContext } from './chart-source.ts';
import type { ChartFetcher, ChartRequest, FetchedChart } from './host.ts';
import { type HttpLimits, httpLimits } from './http.ts';
import { indexSource } from './index-source.ts';
import type { Variable } from './own-settings.ts';
import { registrySource } from './registry-source.ts';
import { isRegistryUrl } from './registry-url.ts';
import { openTransport } from './transport.ts';

export interface FetcherOptions {
  /** Only what the cache holds; no socket is opened. */
  readonly offline: boolean;
  /** Reads XDG_CACHE_HOME, HOME and GITOPS_KIT_TIMEOUT_SECONDS, and what names proxies and credentials. */
  readonly variable: Variable;
  /** For tests: smaller limits than the real ones. */
  readonly limits?: Partial<HttpLimits>;
}

/**
 * Gets charts from HTTP repositories and OCI registries, or from the cache. `GITOPS_KIT_TIMEOUT_SECONDS` can make the
 * time limit shorter, never longer.
 */
export function createChartFetcher({ offline, variable, limits }: FetcherOptions): ChartFetcher {
  const cache = openCache(cacheFolder(variable));
  const context: SourceContext = {
    offline,
    cache,
    limits: limitsOf(variable, limits),
    transport: openTransport(variable),
    variable,
  };
  const [indexes, registries] = [indexSource(context), registrySource(context)];
  const sourceOf = (url: string): ChartSource => (isRegistryUrl(url) ? registries : indexes);
  return {
    fetch: async (request) => fetchChart(request, sourceOf(request.url), cache),
    versions: async (place) => sourceOf(place.url).listing(place),
    serves: async (url, chart) => {
      try {
        await sourceOf(url).listing({ url, chart });
        return true;
      } catch (error) {
        if (error instanceof KitError) return false;
        throw error;
      }
    },
  };
}

function limitsOf(variable: Variable, given: Partial<HttpLimits> = {}): HttpLimits {
  const limits = { ...httpLimits, ...given };
  const seconds = Number(variable('GITOPS_KIT_TIMEOUT_SECONDS'));
  return seconds > 0 ? { ...limits, seconds: Math.min(seconds, limits.seconds) } : limits;
}

async function fetchChart(
  request: ChartRequest,
  source: ChartSource,
  cache: ChartCache,
): Promise<FetchedChart> {
  const { version, archive, deprecated } = await chosenArchive(request, source);
  const facts = await readArchive(archive.bytes, archive.from);
  checkIdentity(facts, request.chart, version);
  cache.keepFacts({ ...request, version }, facts);
  const notes = facts.deprecated || deprecated ? [`the chart ${facts.name} is deprecated`] : [];
  return { facts, notes: [...archive.notes, ...notes] };
}

interface Chosen {
  readonly version: string;
  readonly archive: Archive;
  /** Whether the listing says so. */
  readonly deprecated: boolean;
}

async function chosenArchive(request: ChartRequest, source: ChartSource): Promise<Chosen> {
  const { version: wanted, ...place } = request;
  if (wanted !== undefined) {
    const archive = await source.unlisted(place, wanted);
    if (archive !== undefined) return { version: wanted, archive, deprecated: false };
  }
  const listing = await source.listing(place);
  const { chosen, notes } = chooseVersion(listing.versions, wanted, place.chart);
  const archive = await source.archive(place, chosen);
  return {
    version: chosen.version,
    archive: { ...archive, notes: [...listing.notes, ...notes, ...archive.notes] },
    deprecated: chosen.deprecated,
  };
}

/** An archive that says it is something else than what was asked for is not believed in anything. */
function checkIdentity(facts: ChartFacts, chart: string, version: string): void {
  const promised = parseVersion(version);
  const actual = parseVersion(facts.version);
  const same = promised !== undefined && actual !== undefined && compareVersions(promised, actual) === 0;
  if (facts.name === chart && same) return;
  throw new KitError(
    'chart-mismatch',
    `the archive of ${chart} ${version} says that it is ${facts.name} ${facts.version}`,
    { side: 'outside' },
  );
}
