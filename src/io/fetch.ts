import { createHash } from 'node:crypto';
import { readArchive } from '../chart/archive.ts';
import type { ChartFacts, ChartVersion } from '../chart/chart.ts';
import { chooseVersion } from '../chart/choose-version.ts';
import { type ChartListing, chartNames, readIndex } from '../chart/index-file.ts';
import type { ChartPlace } from '../chart/known-charts.ts';
import { KitError } from '../core/errors.ts';
import { didYouMean } from '../core/suggest.ts';
import { compareVersions, parseVersion } from '../core/version-range.ts';
import { type ArchiveKey, type ChartCache, cacheFolder, openCache } from './cache.ts';
import { repositoryUrl, resolveUrl, shownUrl } from './chart-url.ts';
import type { ChartFetcher, ChartRequest, FetchedChart } from './host.ts';
import { download, type HttpLimits, httpLimits } from './http.ts';

export interface FetcherOptions {
  /** Only what the cache holds; no socket is opened. */
  readonly offline: boolean;
  /** Reads XDG_CACHE_HOME, HOME and GITOPS_KIT_TIMEOUT_SECONDS. */
  readonly variable: (name: string) => string | undefined;
  /** For tests: smaller limits than the real ones. */
  readonly limits?: Partial<HttpLimits>;
}

/** Gets charts over HTTP or from the cache. `GITOPS_KIT_TIMEOUT_SECONDS` can make the time limit shorter, never longer. */
export function createChartFetcher({ offline, variable, limits }: FetcherOptions): ChartFetcher {
  const cache = openCache(cacheFolder(variable));
  const context: Context = { offline, cache, limits: limitsOf(variable, limits) };
  const indexes = new Map<string, Promise<string>>();
  const indexOf = (url: string): Promise<string> => {
    const found = indexes.get(url) ?? fetchIndex(url, context);
    indexes.set(url, found);
    return found;
  };
  return {
    fetch: async (request) => fetchChart(request, await indexOf(request.url), context),
    versions: async (place) => listed(place, await indexOf(place.url), cache),
    serves: async (url, chart) => {
      try {
        const listing = listingOf({ url, chart }, await indexOf(url), cache);
        return listing !== undefined && listing.versions.length > 0;
      } catch (error) {
        if (error instanceof KitError) return false;
        throw error;
      }
    },
  };
}

interface Context {
  readonly offline: boolean;
  readonly cache: ChartCache;
  readonly limits: HttpLimits;
}

function limitsOf(variable: FetcherOptions['variable'], given: Partial<HttpLimits> = {}): HttpLimits {
  const limits = { ...httpLimits, ...given };
  const seconds = Number(variable('GITOPS_KIT_TIMEOUT_SECONDS'));
  return seconds > 0 ? { ...limits, seconds: Math.min(seconds, limits.seconds) } : limits;
}

async function fetchIndex(text: string, { offline, cache, limits }: Context): Promise<string> {
  const repository = repositoryUrl(text);
  if (offline) return cache.index(text) ?? missing(`the index of ${shownUrl(repository)}`);
  const url = resolveUrl('index.yaml', repository);
  const { bytes } = await download({ url, repository, plain: false, limits });
  const index = decodeIndex(bytes, url);
  cache.keepIndex(text, index);
  return index;
}

function decodeIndex(bytes: Uint8Array, url: URL): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch (cause) {
    throw new KitError('not-an-index', `${shownUrl(url)} is no index of charts: it is not UTF-8`, {
      side: 'outside',
      cause,
    });
  }
}

function listed(place: ChartPlace, index: string, cache: ChartCache): ChartListing {
  const listing = listingOf(place, index, cache) ?? unknownChart(place, index, indexName(place));
  if (listing.versions.length === 0) throw unusable(listing, place, indexName(place));
  return listing;
}

/** What an index says of a chart; its versions are kept where it has any, or there is no such chart. */
function listingOf(place: ChartPlace, index: string, cache: ChartCache): ChartListing | undefined {
  const listing = readIndex(index, place.chart, indexName(place));
  if (listing === undefined) cache.keepVersions(place, []);
  else if (listing.versions.length > 0)
    cache.keepVersions(
      place,
      listing.versions.map(({ version }) => version),
    );
  return listing;
}

function indexName({ url }: ChartPlace): string {
  return shownUrl(resolveUrl('index.yaml', repositoryUrl(url)));
}

async function fetchChart(request: ChartRequest, index: string, context: Context): Promise<FetchedChart> {
  const repository = repositoryUrl(request.url);
  const listing = listed(request, index, context.cache);
  const { chosen, notes } = chooseVersion(listing.versions, request.version, request.chart);
  const archive = await archiveOf(chosen, { request, repository, context });
  const facts = await readArchive(archive.bytes, archive.from);
  checkIdentity(facts, request.chart, chosen.version);
  context.cache.keepFacts({ url: request.url, chart: request.chart, version: chosen.version }, facts);
  return {
    facts,
    notes: [
      ...(repository.protocol === 'http:'
        ? [`plain http: what ${shownUrl(repository)} sends can be read and changed on its way`]
        : []),
      ...listing.notes,
      ...notes,
      ...archive.notes,
      ...(facts.deprecated || chosen.deprecated ? [`the chart ${facts.name} is deprecated`] : []),
    ],
  };
}

interface Wish {
  readonly request: ChartRequest;
  readonly repository: URL;
  readonly context: Context;
}

interface Archive {
  readonly bytes: Uint8Array;
  /** What messages call it. */
  readonly from: string;
  readonly notes: readonly string[];
}

/** The archive of a version from the cache, else from the first of its URLs that gives the right bytes. */
async function archiveOf(chosen: ChartVersion, wish: Wish): Promise<Archive> {
  const { offline, cache } = wish.context;
  const key: ArchiveKey = { url: wish.request.url, chart: wish.request.chart, version: chosen.version };
  // Without a digest of the index only a fresh download is sure to be what the repository serves now.
  const digest = chosen.digest ?? (offline ? cache.digest(key) : undefined);
  const cached = digest === undefined ? undefined : cache.archive(digest);
  const notes =
    chosen.digest === undefined
      ? [`the index has no digest for ${key.chart} ${key.version}: the archive could not be verified`]
      : [];
  if (cached !== undefined)
    return { bytes: cached, from: `the cached archive of ${key.chart} ${key.version}`, notes };
  if (offline) return missing(`the archive of ${key.chart} ${key.version}`);
  let failure: KitError | undefined;
  for (const reference of new Set(chosen.urls)) {
    try {
      const url = resolveUrl(reference, wish.repository);
      const bytes = await downloadArchive(url, chosen, wish);
      cache.keepDigest(key, cache.keepArchive(bytes));
      return { bytes, from: shownUrl(url), notes };
    } catch (error) {
      if (!(error instanceof KitError)) throw error;
      failure ??= error;
      notes.push(`${error.message}; the next URL of the index was tried`);
    }
  }
  throw failure ?? new Error(`${key.chart} ${key.version} has no URL`);
}

async function downloadArchive(url: URL, chosen: ChartVersion, wish: Wish): Promise<Uint8Array> {
  const { repository } = wish;
  const outside = (code: string, message: string) => new KitError(code, message, { side: 'outside' });
  if (repository.protocol === 'https:' && url.protocol === 'http:' && chosen.digest === undefined) {
    throw outside('bad-chart-url', `the index names ${shownUrl(url)}, plain http without a digest`);
  }
  const { bytes, decoded } = await download({ url, repository, plain: true, limits: wish.context.limits });
  const digest = createHash('sha256').update(bytes).digest('hex');
  if (chosen.digest === undefined || digest === chosen.digest) return bytes;
  if (decoded) {
    throw outside(
      'wrong-digest',
      `${shownUrl(url)} was sent with a Content-Encoding, so that its digest cannot be checked`,
    );
  }
  throw outside(
    'wrong-digest',
    `${shownUrl(url)} has the digest ${digest.slice(0, 12)}…, but the index says ${chosen.digest.slice(0, 12)}…`,
  );
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

function missing(what: string): never {
  throw new KitError('not-in-cache', `${what} is not in the cache`, {
    help: ['run it once without --offline'],
  });
}

function unknownChart({ chart }: ChartPlace, index: string, from: string): never {
  const names = chartNames(index, from);
  const few = names.length > 0 && names.length <= 10 ? [`its charts: ${names.join(', ')}`] : [];
  throw new KitError('chart-not-found', `${from} has no chart ${chart}${didYouMean(chart, names)}`, {
    help: few,
  });
}

function unusable({ notes }: ChartListing, { chart }: ChartPlace, from: string): KitError {
  const message = `${from} has no usable version of ${chart}`;
  return new KitError('no-usable-version', message, { help: notes, side: 'outside' });
}
