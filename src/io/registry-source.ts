import { createHash } from 'node:crypto';
import type { ChartListing } from '../chart/index-file.ts';
import type { ChartPlace } from '../chart/known-charts.ts';
import { type ArchiveBlob, manifestTypes, readManifest } from '../chart/registry-manifest.ts';
import { tagOf, versionsOf } from '../chart/registry-tags.ts';
import { KitError } from '../core/errors.ts';
import { parseVersion } from '../core/version-range.ts';
import { type Archive, type ChartSource, missing, plainHttp, type SourceContext } from './chart-source.ts';
import { type Download, deadline } from './http.ts';
import { jsonOf } from './registry-answer.ts';
import { registryCredentials } from './registry-credentials.ts';
import { openSession, type RegistrySession } from './registry-session.ts';
import { fetchTags } from './registry-tags.ts';
import { type RegistryPlace, registryPlace } from './registry-url.ts';

/** Charts of OCI registries (https://github.com/opencontainers/distribution-spec): one repository for each chart, a tag for each version. */
export function registrySource(context: SourceContext): ChartSource {
  const sessions = new Map<string, RegistrySession>();
  const open = (place: ChartPlace): Opened => {
    const at = registryPlace(place);
    const key = `${at.origin.href} ${at.repository}`;
    const session = sessions.get(key) ?? sessionOf(at, context);
    sessions.set(key, session);
    return { place, at, session, context };
  };
  return {
    listing: (place) => listing(open(place)),
    archive: async (place, { version }) => {
      const opened = open(place);
      return (await archiveOf(version, opened)) ?? gone(version, opened.at);
    },
    // Who may pull a chart need not be allowed to list its tags.
    unlisted: async (place, version) =>
      isExact(version) ? await archiveOf(version, open(place)) : undefined,
  };
}

interface Opened {
  readonly place: ChartPlace;
  readonly at: RegistryPlace;
  readonly session: RegistrySession;
  readonly context: SourceContext;
}

function sessionOf(at: RegistryPlace, { limits, transport, variable }: SourceContext): RegistrySession {
  const registry = { host: at.origin.host, repository: at.repository };
  const credentials = () => registryCredentials(registry, variable);
  return openSession(at, { limits, transport, credentials });
}

function isExact(version: string): boolean {
  return /^v?\d+\.\d+\.\d+/.test(version) && parseVersion(version) !== undefined;
}

async function listing({ place, at, session, context }: Opened): Promise<ChartListing> {
  const { offline, cache, limits } = context;
  if (offline) return { versions: versionsOf(keptVersions(place, at, context)), notes: [] };
  const tags = await fetchTags(at, session, limits);
  if (tags === undefined) {
    cache.keepVersions(place, []);
    throw new KitError('chart-not-found', `${at.shown} is not in the registry`, {
      help: [`the URL of a registry is written without the chart: its last part, ${place.chart}, was added`],
    });
  }
  const versions = versionsOf(tags);
  if (versions.length === 0) {
    throw new KitError('no-usable-version', `none of the ${tags.length} tags of ${at.shown} is a version`, {
      side: 'outside',
    });
  }
  cache.keepVersions(
    place,
    versions.map(({ version }) => version),
  );
  return { versions, notes: [] };
}

function keptVersions(
  place: ChartPlace,
  { shown }: RegistryPlace,
  { cache }: SourceContext,
): readonly string[] {
  const versions = cache.versions(place) ?? missing(`the list of versions of ${shown}`);
  if (versions.length > 0) return versions;
  throw new KitError('chart-not-found', `${shown} was not in the registry when it was last asked`);
}

/** The archive of a version; undefined where the registry has no such tag. */
async function archiveOf(version: string, opened: Opened): Promise<Archive | undefined> {
  const { place, at, context } = opened;
  const { offline, cache } = context;
  const key = { ...place, version };
  const notes = at.origin.protocol === 'http:' ? [plainHttp(at.shown)] : [];
  const from = `the cached archive of ${place.chart} ${version}`;
  if (offline) {
    const digest = cache.digest(key);
    const bytes = digest === undefined ? undefined : cache.archive(digest);
    return { bytes: bytes ?? missing(`the archive of ${place.chart} ${version}`), from, notes };
  }
  const signal = deadline(context.limits);
  const blob = await fetchManifest(version, opened, signal);
  if (blob === undefined) return undefined;
  const cached = cache.archive(blob.digest);
  const bytes = cached ?? (await fetchBlob(blob, opened, signal));
  cache.keepDigest(key, cached === undefined ? cache.keepArchive(bytes) : blob.digest);
  return { bytes, from: cached === undefined ? `the archive of ${at.shown}:${version}` : from, notes };
}

const manifestBytes = 4 * 2 ** 20;

async function fetchManifest(
  version: string,
  { at, session }: Opened,
  signal: AbortSignal,
): Promise<ArchiveBlob | undefined> {
  const tag = tagOf(version);
  if (tag === undefined) return undefined;
  const answer = await session.get(new URL(`/v2/${at.repository}/manifests/${tag}`, at.origin), {
    signal,
    accepted: [404],
    headers: { accept: manifestTypes.join(', ') },
    plain: true,
    bytes: manifestBytes,
  });
  if (answer.status === 404) return undefined;
  const name = `${at.shown}:${tag}`;
  checkManifest(answer, name);
  const manifest = jsonOf(answer, name);
  const blob = readManifest(manifest);
  if (typeof blob !== 'string') return blob;
  throw new KitError('not-a-chart', `${name} ${blob}`, { side: 'outside' });
}

/** Where the registry says a digest, the manifest has it. */
function checkManifest({ headers, bytes }: Download, name: string): void {
  const promised = headers.get('docker-content-digest');
  if (promised === null || !promised.startsWith('sha256:')) return;
  checkDigest(bytes, { digest: promised.slice('sha256:'.length), name, by: 'the registry' });
}

async function fetchBlob(
  { digest, size }: ArchiveBlob,
  { at, session, context }: Opened,
  signal: AbortSignal,
): Promise<Uint8Array> {
  const name = `the archive of ${at.shown}`;
  const outside = (code: string, message: string) => new KitError(code, message, { side: 'outside' });
  const limit = context.limits.bytes;
  if (size > limit) {
    throw outside('answer-too-large', `${name} has ${size} bytes, more than ${limit / 2 ** 20} MiB`);
  }
  const { bytes } = await session.get(new URL(`/v2/${at.repository}/blobs/sha256:${digest}`, at.origin), {
    signal,
    plain: true,
    bytes: limit,
  });
  if (bytes.length !== size) {
    throw outside('wrong-digest', `${name} has ${bytes.length} bytes, but its manifest says ${size}`);
  }
  checkDigest(bytes, { digest, name, by: 'its manifest' });
  return bytes;
}

interface Promised {
  readonly digest: string;
  readonly name: string;
  readonly by: string;
}

function checkDigest(bytes: Uint8Array, { digest, name, by }: Promised): void {
  const actual = createHash('sha256').update(bytes).digest('hex');
  if (actual === digest) return;
  const promised = digest.slice(0, 12).replace(/[^0-9a-f]/gi, '?');
  throw new KitError(
    'wrong-digest',
    `${name} has the digest ${actual.slice(0, 12)}…, but ${by} says ${promised}…`,
    { side: 'outside' },
  );
}

function gone(version: string, { shown }: RegistryPlace): never {
  throw new KitError('not-found', `${shown} lists ${version}, but has it no more`, { side: 'outside' });
}
