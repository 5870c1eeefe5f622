import { createHash } from 'node:crypto';
import type { ChartVersion } from '../chart/chart.ts';
import { type ChartIndex, type ChartListing, indexHelp, openIndex } from '../chart/index-file.ts';
import type { ChartPlace } from '../chart/known-charts.ts';
import { KitError } from '../core/errors.ts';
import { didYouMean } from '../core/suggest.ts';
import type { ChartCache } from './cache.ts';
import { type Archive, type ChartSource, missing, plainHttp, type SourceContext } from './chart-source.ts';
import { repositoryUrl, resolveUrl, shownUrl } from './chart-url.ts';
import { download } from './http.ts';
import { type RepositoryAccess, repositoryAccess } from './repository-access.ts';

/** Charts of repositories with an `index.yaml`, which is asked for once. */
export function indexSource(context: SourceContext): ChartSource {
  const repositories = new Map<string, Repository>();
  const indexes = new Map<string, Promise<ChartIndex>>();
  const open = (text: string): Repository => {
    const found = repositories.get(text) ?? openRepository(text, context);
    repositories.set(text, found);
    return found;
  };
  const indexOf = (text: string): Promise<ChartIndex> => {
    const found = indexes.get(text) ?? fetchIndex(text, open(text), context);
    indexes.set(text, found);
    return found;
  };
  return {
    listing: async (place) => listed(place, await indexOf(place.url), context.cache),
    archive: async (place, chosen) => archiveOf(chosen, { place, repository: open(place.url), context }),
    unlisted: async () => undefined,
  };
}

interface Repository {
  readonly url: URL;
  /** Reads the settings of other tools when it is first asked. */
  readonly access: RepositoryAccess;
}

function openRepository(text: string, context: SourceContext): Repository {
  let access: RepositoryAccess | undefined;
  return {
    url: repositoryUrl(text),
    access: (url) => {
      access ??= repositoryAccess(text, context);
      return access(url);
    },
  };
}

/** The index; a server that knows which one we have need not send it again (RFC 9110, section 13). */
async function fetchIndex(
  text: string,
  { url: repository, access }: Repository,
  { offline, cache, limits }: SourceContext,
): Promise<ChartIndex> {
  const kept = cache.index(text);
  const url = resolveUrl('index.yaml', repository);
  const from = shownUrl(url);
  if (offline) return openIndex(kept?.text ?? missing(`the index of ${shownUrl(repository)}`), from);
  const conditions = {
    ...(kept?.etag === undefined ? {} : { 'if-none-match': kept.etag }),
    ...(kept?.lastModified === undefined ? {} : { 'if-modified-since': kept.lastModified }),
  };
  const admission = access(url);
  const answer = await download({
    url,
    repository,
    plain: false,
    limits,
    ...admission,
    help: (code, at) => (code === 'not-found' ? [indexHelp] : (admission.help?.(code, at) ?? [])),
    headers: conditions,
    accepted: Object.keys(conditions).length === 0 ? [] : [304],
  });
  if (answer.status === 304 && kept !== undefined) return openIndex(kept.text, from);
  const index = decodeIndex(answer.bytes, url);
  cache.keepIndex(text, {
    text: index,
    etag: validator(answer.headers.get('etag')),
    lastModified: validator(answer.headers.get('last-modified')),
  });
  return openIndex(index, from);
}

/** What is sent back as it came must be short, and of letters that every header takes. */
function validator(value: string | null): string | undefined {
  return value !== null && /^[\x20-\x7e]{1,256}$/.test(value) ? value : undefined;
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

/** What an index says of a chart; its versions are kept where it has any, or there is no such chart. */
function listed(place: ChartPlace, index: ChartIndex, cache: ChartCache): ChartListing {
  const repository = repositoryUrl(place.url);
  const from = shownUrl(resolveUrl('index.yaml', repository));
  const listing = index.listing(place.chart);
  if (listing === undefined) {
    cache.keepVersions(place, []);
    throw unknownChart(place, index, from);
  }
  const { versions, notes } = listing;
  if (versions.length === 0) {
    const message = `${from} has no usable version of ${place.chart}`;
    throw new KitError('no-usable-version', message, { help: notes, side: 'outside' });
  }
  cache.keepVersions(
    place,
    versions.map(({ version }) => version),
  );
  const plain = repository.protocol === 'http:' ? [plainHttp(shownUrl(repository))] : [];
  return { versions, notes: [...plain, ...notes] };
}

function unknownChart({ chart }: ChartPlace, index: ChartIndex, from: string): KitError {
  const names = index.names();
  const few = names.length > 0 && names.length <= 10 ? [`its charts: ${names.join(', ')}`] : [];
  return new KitError('chart-not-found', `${from} has no chart ${chart}${didYouMean(chart, names)}`, {
    help: few,
  });
}

interface Wish {
  readonly place: ChartPlace;
  readonly repository: Repository;
  readonly context: SourceContext;
}

/** The archive of a version from the cache, else from the first of its URLs that gives the right bytes. */
async function archiveOf(chosen: ChartVersion, wish: Wish): Promise<Archive> {
  const { offline, cache } = wish.context;
  const key = { ...wish.place, version: chosen.version };
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
      const url = resolveUrl(reference, wish.repository.url);
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

async function downloadArchive(
  url: URL,
  chosen: ChartVersion,
  { repository: { url: repository, access }, context: { limits } }: Wish,
): Promise<Uint8Array> {
  const outside = (code: string, message: string) => new KitError(code, message, { side: 'outside' });
  if (repository.protocol === 'https:' && url.protocol === 'http:' && chosen.digest === undefined) {
    throw outside('bad-chart-url', `the index names ${shownUrl(url)}, plain http without a digest`);
  }
  const { bytes, decoded } = await download({ url, repository, plain: true, limits, ...access(url) });
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
