import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test, vi } from 'vitest';
import { readDiskBytes, readDiskFile } from '../../src/io/read-file.ts';

// As file systems over a network may: never more than 400 bytes at once.
vi.mock('node:fs', async (original) => {
  const fs = await original<typeof import('node:fs')>();
  const readSync = (file: number, into: Uint8Array, at: number, length: number, from: null): number =>
    fs.readSync(file, into, at, Math.min(length, 400), from);
  return { ...fs, readSync };
});

test('a file that comes in pieces is read whole', () => {
  const folder = mkdtempSync(join(tmpdir(), 'gitops-kit-short-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const text = 'kind: ConfigMap\n'.repeat(100);
  writeFileSync(join(folder, 'file.yaml'), text);
  const read = readDiskBytes(join(folder, 'file.yaml'));
  expect(readDiskFile(join(folder, 'file.yaml'))).toMatchObject({ kind: 'text', text });
  expect(read.kind === 'bytes' ? Buffer.from(read.bytes).toString() : read).toBe(text);
});
