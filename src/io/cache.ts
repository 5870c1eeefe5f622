import { createHash } from 'node:crypto';
import { existsSync, lstatSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, isAbsolute, join } from 'node:path';
import type { ChartFacts } from '../chart/chart.ts';
import type { ChartPlace } from '../chart/known-charts.ts';
import { sameUrl } from './chart-url.ts';
import { readKeptFacts, readKeptIndex, readKeptVersions } from './kept.ts';

/** Which archive a repository gave for a version. */
export interface ArchiveKey extends ChartPlace {
  readonly version: string;
}

/** An index, and by what the server knows whether it is still the same. */
export interface KeptIndex {
  readonly text: string;
  readonly etag: string | undefined;
  readonly lastModified: string | undefined;
}

/** What was downloaded before. Nothing in it is believed unread: archives are checked on every read, all else against its own hash. */
export interface ChartCache {
  /** The archive with this hex SHA-256; undefined when it is not there or is not what it should be. */
  archive(digest: string): Uint8Array | undefined;
  /** Keeps an archive and returns its hex SHA-256. */
  keepArchive(bytes: Uint8Array): string;
  /** The index that a repository gave last. */
  index(url: string): KeptIndex | undefined;
  keepIndex(url: string, index: KeptIndex): void;
  /** Hex SHA-256 of the archive that was last got for a version. */
  digest(key: ArchiveKey): string | undefined;
  keepDigest(key: ArchiveKey, digest: string): void;
  /** The versions of a chart that were last offered, none where there was no such chart: a small file, where the index may be large. */
  versions(place: ChartPlace): readonly string[] | undefined;
  keepVersions(place: ChartPlace, versions: readonly string[]): void;
  /** What the archive of a version said. */
  facts(key: ArchiveKey): ChartFacts | undefined;
  keepFacts(key: ArchiveKey, facts: ChartFacts): void;
}

/** Larger files are not ours. */
const largest = 128 * 2 ** 20;

/**
 * `$XDG_CACHE_HOME/gitops-kit`, else `~/.cache/gitops-kit` (XDG base directory specification: a relative path counts
 * as unset); undefined without a home: then nothing is kept.
 */
export function cacheFolder(variable: (name: string) => string | undefined): string | undefined {
  const cache = variable('XDG_CACHE_HOME') ?? '';
  if (isAbsolute(cache)) return join(cache, 'gitops-kit');
  const home = variable('HOME') ?? '';
  return isAbsolute(home) ? join(home, '.cache', 'gitops-kit') : undefined;
}

/** The cache in a folder, which need not exist or be writable; undefined: a cache that keeps nothing. */
export function openCache(folder: string | undefined): ChartCache {
  const archivePath = (digest: string) => ['archives', `${digest}.tgz`] as const;
  const indexPath = (url: string) => ['indexes', sha256(sameUrl(url))] as const;
  const keyPath = (kind: 'digests' | 'facts', key: ArchiveKey) =>
    [kind, sha256(keyText(key, key.version))] as const;
  const placePath = (place: ChartPlace) => ['versions', sha256(keyText(place))] as const;
  const read = (path: readonly [string, string]) =>
    folder === undefined ? undefined : readRegular(join(folder, ...path));
  const keep = (path: readonly [string, string], content: Uint8Array | string) => {
    if (folder !== undefined) replace(join(folder, path[0]), path[1], content);
  };
  return {
    archive: (digest) => {
      const bytes = read(archivePath(digest));
      return bytes !== undefined && sha256(bytes) === digest ? bytes : undefined;
    },
    keepArchive: (bytes) => {
      const digest = sha256(bytes);
      keep(archivePath(digest), bytes);
      return digest;
    },
    index: (url) => readKeptIndex(verified(read(indexPath(url))?.toString())),
    keepIndex: (url, { text, etag, lastModified }) =>
      keep(indexPath(url), hashed(`${JSON.stringify({ etag, lastModified })}\n${text}`)),
    digest: (key) => {
      const text = read(keyPath('digests', key))?.toString();
      return text !== undefined && /^[0-9a-f]{64}$/.test(text) ? text : undefined;
    },
    keepDigest: (key, digest) => keep(keyPath('digests', key), digest),
    versions: (place) => readKeptVersions(verified(read(placePath(place))?.toString()), keyText(place)),
    keepVersions: (place, versions) =>
      keep(placePath(place), hashed(JSON.stringify({ of: keyText(place), versions }))),
    facts: (key) =>
      readKeptFacts(verified(read(keyPath('facts', key))?.toString()), keyText(key, key.version)),
    keepFacts: (key, facts) =>
      keep(keyPath('facts', key), hashed(JSON.stringify({ of: keyText(key, key.version), facts }))),
  };
}

/** What a file is kept under, and says of itself: one that was renamed is not believed. */
function keyText({ url, chart }: ChartPlace, ...version: readonly string[]): string {
  return JSON.stringify([sameUrl(url), chart, ...version]);
}

function hashed(text: string): string {
  return `${sha256(text)}\n${text}`;
}

/** A text whose first line is the hash of the rest: a truncated index would silently hide versions. */
function verified(text: string | undefined): string | undefined {
  if (text === undefined) return undefined;
  const content = text.slice(65);
  return text.startsWith(`${sha256(content)}\n`) ? content : undefined;
}

/** What group and others may write is not our word: we write for the owner alone. */
const othersWrite = 0o022;

function readRegular(path: string): Buffer | undefined {
  try {
    const found = lstatSync(path);
    const ours = found.isFile() && found.size <= largest && (found.mode & othersWrite) === 0;
    return ours ? readFileSync(path) : undefined;
  } catch {
    // Not there or not readable: the same as never kept.
    return undefined;
  }
}

/** Another run may read or write the same file at this moment: it sees the old content or the new one. */
function replace(folder: string, name: string, content: Uint8Array | string): void {
  const temporary = join(folder, `.${name}.${process.pid}`);
  const kept = succeeds(() => {
    makeFolder(folder);
    writeFileSync(temporary, content, { mode: 0o600 });
    renameSync(temporary, join(folder, name));
  });
  if (!kept) succeeds(() => rmSync(temporary, { force: true }));
}

/** As mkdir's `recursive`, which in Node 20 never ends where a file system forgets its folders (`/proc/x`). */
function makeFolder(folder: string): void {
  if (existsSync(folder)) return;
  makeFolder(dirname(folder));
  mkdirSync(folder, { mode: 0o700 });
}

function succeeds(action: () => void): boolean {
  try {
    action();
    return true;
  } catch {
    // A cache that cannot be written is slower, not wrong.
    return false;
  }
}

function sha256(content: Uint8Array | string): string {
  return createHash('sha256').update(content).digest('hex');
}
