import { createHash } from 'node:crypto';
import { chmodSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { cacheFolder, openCache } from '../../src/io/cache.ts';

const url = 'https://charts.example.com';
const key = { url, chart: 'podinfo', version: '6.14.1' };

function scratch(): string {
  const folder = mkdtempSync(join(tmpdir(), 'gitops-kit-cache-'));
  onTestFinished(() => {
    chmodSync(folder, 0o700);
    rmSync(folder, { recursive: true, force: true });
  });
  return folder;
}

/** The only file in a folder of the cache. */
function onlyFile(folder: string): string {
  const [file, ...others] = readdirSync(folder);
  expect(others).toEqual([]);
  return join(folder, file ?? '');
}

test('what was kept is read again, by another run too', () => {
  const folder = join(scratch(), 'gitops-kit');
  const bytes = Buffer.from('an archive');
  const digest = createHash('sha256').update(bytes).digest('hex');
  const cache = openCache(folder);
  expect(cache.keepArchive(bytes)).toBe(digest);
  cache.keepIndex(url, 'entries:\n');
  cache.keepDigest(key, digest);
  const again = openCache(folder);
  expect(again.archive(digest)).toEqual(bytes);
  expect(again.index(url)).toBe('entries:\n');
  expect(again.digest(key)).toBe(digest);
  expect(again.index(`${url}/other`)).toBeUndefined();
  expect(again.digest({ ...key, version: '6.14.0' })).toBeUndefined();
});

test('no file is left behind but the ones that are kept', () => {
  const folder = scratch();
  const cache = openCache(folder);
  for (const text of ['one', 'two', 'three']) cache.keepIndex(url, text);
  expect(cache.index(url)).toBe('three');
  onlyFile(join(folder, 'indexes'));
});

test('an archive that is not what its name says is as good as none', () => {
  const folder = scratch();
  const cache = openCache(folder);
  const digest = cache.keepArchive(Buffer.from('an archive'));
  writeFileSync(onlyFile(join(folder, 'archives')), 'an archive of somebody else');
  expect(cache.archive(digest)).toBeUndefined();
});

test('an index that was cut short is as good as none', () => {
  const folder = scratch();
  const cache = openCache(folder);
  cache.keepIndex(url, 'entries:\n  podinfo:\n');
  const file = onlyFile(join(folder, 'indexes'));
  for (const content of ['', 'entries:\n', `${'0'.repeat(64)}\nentries:\n  podinfo:\n`]) {
    writeFileSync(file, content);
    expect(cache.index(url)).toBeUndefined();
  }
});

test('a digest that is none is not believed', () => {
  const folder = scratch();
  const cache = openCache(folder);
  cache.keepDigest(key, '0'.repeat(64));
  writeFileSync(onlyFile(join(folder, 'digests')), '../../etc/passwd');
  expect(cache.digest(key)).toBeUndefined();
});

test('only regular files are opened', () => {
  const folder = scratch();
  const cache = openCache(folder);
  cache.keepIndex(url, 'entries:\n');
  const file = onlyFile(join(folder, 'indexes'));
  rmSync(file);
  symlinkSync('/dev/zero', file);
  expect(cache.index(url)).toBeUndefined();
});

test('a folder that cannot be made or written is no failure', () => {
  const blocked = join(scratch(), 'file');
  writeFileSync(blocked, '');
  for (const folder of [undefined, join(blocked, 'gitops-kit'), '/proc/gitops-kit', '/dev/null/x']) {
    const cache = openCache(folder);
    const digest = cache.keepArchive(Buffer.from('an archive'));
    cache.keepIndex(url, 'entries:\n');
    cache.keepDigest(key, digest);
    expect([cache.archive(digest), cache.index(url), cache.digest(key)]).toEqual([
      undefined,
      undefined,
      undefined,
    ]);
  }
});

test.each([
  [{ XDG_CACHE_HOME: '/cache', HOME: '/home/ann' }, '/cache/gitops-kit'],
  [{ HOME: '/home/ann' }, '/home/ann/.cache/gitops-kit'],
  [{ XDG_CACHE_HOME: '', HOME: '/home/ann' }, '/home/ann/.cache/gitops-kit'],
  [{ XDG_CACHE_HOME: 'relative', HOME: '/home/ann' }, '/home/ann/.cache/gitops-kit'],
  [{ HOME: '' }, undefined],
  [{}, undefined],
])('%j keeps the cache in %s', (environment: Record<string, string>, folder) => {
  expect(cacheFolder((name) => environment[name])).toBe(folder);
});
