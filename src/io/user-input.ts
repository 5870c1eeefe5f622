import { closeSync, openSync, readSync } from 'node:fs';
import { KitError } from '../core/errors.ts';
import { decode } from './read-file.ts';
import { errorCode, systemReason } from './system-error.ts';

/** The largest text that a user hands over, in bytes: the Cluster objects of a thousand members are some 15 MB. */
const limit = 32 * 1024 * 1024;

/**
 * A file that the user named, or what a shell passes as one (`<(sops -d values.yaml)`), or stdin.
 * @param file absolute, or `stdin`
 * @param named as the user typed it
 * @throws KitError `unreadable`, `too-large`
 */
export function readUserFile(file: string, named: string): string {
  const shown = file === 'stdin' ? 'stdin' : named;
  const read = decode(readAll(file, shown));
  if (read.kind === 'text') return read.text;
  throw new KitError('unreadable', `${shown} is not UTF-8 text`);
}

function readAll(file: string, shown: string): Buffer {
  const chunks: Buffer[] = [];
  let descriptor: number | undefined;
  try {
    descriptor = file === 'stdin' ? 0 : openSync(file, 'r');
    for (let total = 0; ; ) {
      const chunk = Buffer.alloc(64 * 1024);
      const read = readSome(descriptor, chunk);
      if (read === 0) return Buffer.concat(chunks);
      total += read;
      if (total > limit) throw new KitError('too-large', `${shown} is larger than ${limit} bytes`);
      chunks.push(chunk.subarray(0, read));
    }
  } catch (error) {
    if (error instanceof KitError) throw error;
    throw new KitError('unreadable', `${shown} cannot be read: ${systemReason(error)}`, { cause: error });
  } finally {
    if (descriptor !== undefined && descriptor !== 0) closeSync(descriptor);
  }
}

/** What comes next; waits where another program made our stdin one that does not wait (EAGAIN). */
function readSome(descriptor: number, into: Buffer): number {
  for (;;) {
    try {
      return readSync(descriptor, into);
    } catch (error) {
      if (errorCode(error) !== 'EAGAIN') throw error;
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 20);
    }
  }
}
