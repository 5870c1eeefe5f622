import { hash } from 'node:crypto';
import { closeSync, constants, fstatSync, openSync, readFileSync, readSync } from 'node:fs';
import { type FileFault, fileLimit } from '../core/change.ts';
import { errorCode, systemReason } from './system-error.ts';

/** What a file says, or why it says nothing. */
export type DiskFile = { readonly kind: 'text'; readonly text: string } | Fault;

interface Fault {
  readonly kind: 'fault';
  readonly fault: FileFault;
}

// A byte order mark stays in the text: an edited file keeps it.
const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** Where files are read whose bytes nobody keeps: memory of its own for each of thousands costs time. */
const scratch = Buffer.allocUnsafeSlow(64 * 1_024);

/** A regular file's text, and the digest of its bytes; links are not followed, pipes and devices not waited for. */
export function readDiskFile(
  file: string,
): { readonly kind: 'text'; readonly text: string; readonly digest: string } | Fault {
  const read = bytesOf(file, scratch);
  if (read.kind === 'fault') return read;
  const decoded = decode(read.bytes);
  return decoded.kind === 'fault' ? decoded : { ...decoded, digest: digest(read.bytes) };
}

/** As `readDiskFile`, its bytes. */
export function readDiskBytes(file: string): Bytes | Fault {
  return bytesOf(file, undefined);
}

/** SHA-256 in hex. */
export function digest(bytes: Uint8Array): string {
  return hash('sha256', bytes, 'hex');
}

interface Bytes {
  readonly kind: 'bytes';
  readonly bytes: Uint8Array;
}

/** @param room for what fits in there; the bytes are those of the room until it is used again */
function bytesOf(file: string, room: Buffer | undefined): Bytes | Fault {
  let descriptor: number;
  try {
    descriptor = openSync(file, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
  } catch (error) {
    return { kind: 'fault', fault: faultOf(error) };
  }
  try {
    const stat = fstatSync(descriptor);
    if (!stat.isFile()) return { kind: 'fault', fault: { kind: 'not-a-file' } };
    if (stat.size > fileLimit) {
      return { kind: 'fault', fault: { kind: 'too-large', bytes: stat.size, limit: fileLimit } };
    }
    return { kind: 'bytes', bytes: contentOf(descriptor, stat.size, room) };
  } catch (error) {
    return { kind: 'fault', fault: faultOf(error) };
  } finally {
    closeSync(descriptor);
  }
}

/** Reads to the end: a file system may give less at once than the size says, and a file may grow, or not say its size. */
function contentOf(descriptor: number, size: number, room: Buffer | undefined): Uint8Array {
  if (size === 0) return readFileSync(descriptor);
  // One byte more than it should have: so its end is seen.
  const bytes =
    room !== undefined && size < room.length ? room.subarray(0, size + 1) : Buffer.allocUnsafe(size + 1);
  let length = 0;
  while (length < size) {
    const more = readSync(descriptor, bytes, length, size + 1 - length, null);
    if (more === 0) return bytes.subarray(0, length);
    length += more;
  }
  return length === size ? bytes.subarray(0, size) : Buffer.concat([bytes, readFileSync(descriptor)]);
}

/** Bytes as UTF-8, or what they are instead. */
export function decode(bytes: Uint8Array): DiskFile {
  const [first, second] = bytes;
  if ((first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff)) {
    return { kind: 'fault', fault: { kind: 'utf-16' } };
  }
  try {
    return { kind: 'text', text: utf8.decode(bytes) };
  } catch {
    // TextDecoder throws for one reason only: the bytes are not UTF-8.
    return { kind: 'fault', fault: { kind: 'not-utf8' } };
  }
}

function faultOf(error: unknown): FileFault {
  switch (errorCode(error)) {
    case 'ENOENT':
    case 'ENOTDIR':
      return { kind: 'vanished' };
    case 'ELOOP':
    case 'EMLINK':
      return { kind: 'symlink' };
    case 'ENXIO':
      return { kind: 'not-a-file' };
    default:
      return { kind: 'unreadable', cause: systemReason(error) };
  }
}
