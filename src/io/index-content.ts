import { createHash } from 'node:crypto';
import { join } from 'node:path';
import type { RepoPath } from '../core/change.ts';
import { readDiskBytes } from './read-file.ts';

/**
 * The contents of the index that lie in the work tree as they are, by object id: what is not being changed is read
 * there, in a fraction of the time that git takes for its objects. The id is the hash of the content
 * (gitformat-index(5), git-hash-object(1)), so that neither dates, nor attributes, nor flags of the index need be
 * believed. Files that differ, or are not there, are left out; so is all beyond `most` bytes.
 * @param files paths from `top`, with the ids that the index says
 */
export function contentInWorkTree(
  top: string,
  files: Iterable<readonly [RepoPath, string]>,
  most: number,
): Map<string, Uint8Array> {
  const found = new Map<string, Uint8Array>();
  let total = 0;
  for (const [path, id] of files) {
    if (found.has(id)) continue;
    const file = readDiskBytes(join(top, path));
    if (file.kind !== 'bytes' || blobId(file.bytes, id.length) !== id) continue;
    total += file.bytes.length;
    if (total > most) break;
    found.set(id, file.bytes);
  }
  return found;
}

/** The id that git gives a file's content, in a repository whose ids are so long (SHA-1: 40, SHA-256: 64). */
function blobId(bytes: Uint8Array, length: number): string {
  return createHash(length === 64 ? 'sha256' : 'sha1')
    .update(`blob ${bytes.length}\0`)
    .update(bytes)
    .digest('hex');
}
