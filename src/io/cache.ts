import { createHash } from 'node:crypto';
import { existsSync, lstatSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, isAbsolute, join } from 'node:path';

/** Which archive a repository gave for a version. */
export interface ArchiveKey {
  /** The repository's URL as the user wrote it. */
  readonly url: string;
  readonly chart: string;
  readonly version: string;
}

/** What was downloaded before. Nothing in it is believed unread: archives are checked on every read, indexes against their own hash. */
export interface ChartCache {
  /** The archive with this hex SHA-256; undefined when it is not there or is not what it should be. */
  archive(digest: string): Uint8Array | undefined;
  /** Keeps an archive and returns its hex SHA-256. */
  keepArchive(bytes: Uint8Array): string;
  /** The index that a repository gave last. */
  index(url: string): string | undefined;
  keepIndex(url: string, text: string): void;
  /** Hex SHA-256 of the archive that was last got for a version. */
  digest(key: ArchiveKey): string | undefined;
  keepDigest(key: ArchiveKey, digest: string): void;
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
  const indexPath = (url: string) => ['indexes', sha256(url)] as const;
  const keyPath = ({ url, chart, version }: ArchiveKey) =>
    ['digests', sha256(JSON.stringify([url, chart, version]))] as const;
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
    index: (url) => verified(read(indexPath(url))?.toString()),
    keepIndex: (url, text) => keep(indexPath(url), `${sha256(text)}\n${text}`),
    digest: (key) => {
      const text = read(keyPath(key))?.toString();
      return text !== undefined && /^[0-9a-f]{64}$/.test(text) ? text : undefined;
    },
    keepDigest: (key, digest) => keep(keyPath(key), digest),
  };
}

/** A text whose first line is the hash of the rest: a truncated index would silently hide versions. */
function verified(text: string | undefined): string | undefined {
  if (text === undefined) return undefined;
  const content = text.slice(65);
  return text.startsWith(`${sha256(content)}\n`) ? content : undefined;
}

function readRegular(path: string): Buffer | undefined {
  try {
    const found = lstatSync(path);
    return found.isFile() && found.size <= largest ? readFileSync(path) : undefined;
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
