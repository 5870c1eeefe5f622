import { createHash } from 'node:crypto';
import { existsSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { readDiskBytes, readDiskFile } from '../../src/io/read-file.ts';

function folder(): string {
  const path = mkdtempSync(join(tmpdir(), 'gitops-kit-read-'));
  onTestFinished(() => rmSync(path, { recursive: true }));
  return path;
}

test.each([0, 1, 4_096, 65_535, 65_536, 300_000])('a file of %i bytes is read whole', (length) => {
  const file = join(folder(), 'file.yaml');
  const bytes = Buffer.alloc(length, 'kind: ConfigMap\n');
  writeFileSync(file, bytes);
  const read = readDiskBytes(file);
  expect(read.kind === 'bytes' && bytes.equals(read.bytes)).toBe(true);
  expect(readDiskFile(file)).toMatchObject({ kind: 'text', text: bytes.toString() });
});

test('texts that were read stay as they are when others are read after them', () => {
  const path = folder();
  const texts = Array.from({ length: 200 }, (_, index) => `name: ${index}\n`.repeat(index));
  for (const [index, text] of texts.entries()) writeFileSync(join(path, String(index)), text);
  const files = texts.map((_, index) => join(path, String(index)));
  const bytes = files.map(readDiskBytes);
  const read = files.map(readDiskFile);
  expect(bytes.map((file) => (file.kind === 'bytes' ? Buffer.from(file.bytes).toString() : file))).toEqual(
    texts,
  );
  expect(read).toEqual(
    texts.map((text) => ({ kind: 'text', text, digest: createHash('sha256').update(text).digest('hex') })),
  );
});

// Its size is said to be 0.
test.runIf(existsSync('/proc/self/status'))('a file that does not say its size is read to its end', () => {
  const read = readDiskFile('/proc/self/status');
  expect(read.kind === 'text' && read.text.split('\n').length).toBeGreaterThan(10);
});

test('a byte order mark stays in the text; links, folders and other encodings are named', () => {
  const path = folder();
  const written = (name: string, bytes: string | Uint8Array): string => {
    writeFileSync(join(path, name), bytes);
    return join(path, name);
  };
  expect(readDiskFile(written('bom', '\ufeffa: 1\n'))).toMatchObject({ kind: 'text', text: '\ufeffa: 1\n' });
  expect(readDiskFile(written('wide', Buffer.from('\ufeffa: 1', 'utf16le')))).toEqual({
    kind: 'fault',
    fault: { kind: 'utf-16' },
  });
  expect(readDiskFile(written('latin', Uint8Array.of(0x61, 0xe4, 0x0a)))).toEqual({
    kind: 'fault',
    fault: { kind: 'not-utf8' },
  });
  symlinkSync('bom', join(path, 'link'));
  expect(readDiskFile(join(path, 'link'))).toEqual({ kind: 'fault', fault: { kind: 'symlink' } });
  expect(readDiskFile(path)).toEqual({ kind: 'fault', fault: { kind: 'not-a-file' } });
  expect(readDiskFile(join(path, 'none'))).toEqual({ kind: 'fault', fault: { kind: 'vanished' } });
});
