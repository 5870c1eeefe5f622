import { createHash } from 'node:crypto';
import {
  chmodSync,
  copyFileSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import type { ChartFacts } from '../../src/chart/chart.ts';
import { cacheFolder, type KeptIndex, openCache } from '../../src/io/cache.ts';

const url = 'https://charts.example.com';
const place = { url, chart: 'podinfo' };
const key = { ...place, version: '6.14.1' };
const facts: ChartFacts = {
  name: 'podinfo',
  version: '6.14.1',
  appVersion: undefined,
  values: '\ufeff# "quoted" \u2028\nreplicaCount: 1\n',
  valuesDigest: `sha256:${'0'.repeat(64)}`,
  valuesSchema: undefined,
  reads: { charts: ['redis'], words: ['Values', 'replicaCount'], whole: ['replicaCount'] },
  hasCrds: false,
  deprecated: true,
};

function index(text: string): KeptIndex {
  return { text, etag: '"v1"', lastModified: undefined };
}

/** A text as the cache keeps it. */
function hashed(text: string): string {
  return `${createHash('sha256').update(text).digest('hex')}\n${text}`;
}

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
  cache.keepIndex(url, index('entries:\n'));
  cache.keepDigest(key, digest);
  const again = openCache(folder);
  expect(again.archive(digest)).toEqual(bytes);
  expect(again.index(url)).toEqual(index('entries:\n'));
  expect(again.digest(key)).toBe(digest);
  expect(again.index(`${url}/other`)).toBeUndefined();
  expect(again.digest({ ...key, version: '6.14.0' })).toBeUndefined();
});

test('a URL is one repository, however its host and its end are written', () => {
  const cache = openCache(scratch());
  cache.keepVersions({ url: 'HTTPS://Charts.Example.com/stable/', chart: 'podinfo' }, ['6.14.1']);
  cache.keepIndex('https://charts.example.com/', index('entries:\n'));
  expect(cache.versions({ url: 'https://charts.example.com/stable', chart: 'podinfo' })).toEqual(['6.14.1']);
  expect(cache.index(url)?.text).toBe('entries:\n');
  expect(cache.versions({ url: 'https://charts.example.com/Stable', chart: 'podinfo' })).toBeUndefined();
});

test('no file is left behind but the ones that are kept', () => {
  const folder = scratch();
  const cache = openCache(folder);
  for (const text of ['one', 'two', 'three']) cache.keepIndex(url, index(text));
  expect(cache.index(url)?.text).toBe('three');
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
  cache.keepIndex(url, index('entries:\n  podinfo:\n'));
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

test.each([
  ['cut short', (text: string) => text.slice(0, -1)],
  ['changed', (text: string) => text.replace('6.14.1', '6.99.9')],
  ['without a hash', (text: string) => text.slice(65)],
  ['of another form', () => hashed('{"of":1}')],
  ['no JSON', () => hashed('versions')],
])('versions and facts %s are as good as none', (_, change) => {
  const folder = scratch();
  const cache = openCache(folder);
  cache.keepVersions(place, ['6.14.1']);
  cache.keepFacts(key, facts);
  expect([cache.versions(place), cache.facts(key)]).toEqual([['6.14.1'], facts]);
  for (const kind of ['versions', 'facts']) {
    const file = onlyFile(join(folder, kind));
    writeFileSync(file, change(readFileSync(file, 'utf8')));
  }
  expect([cache.versions(place), cache.facts(key)]).toEqual([undefined, undefined]);
});

test('facts of one version do not pass for those of another', () => {
  const folder = scratch();
  const cache = openCache(folder);
  const newer = { ...key, version: '6.14.2' };
  cache.keepFacts(key, facts);
  const file = onlyFile(join(folder, 'facts'));
  cache.keepFacts(newer, { ...facts, version: '6.14.2' });
  for (const each of readdirSync(join(folder, 'facts'))) {
    if (join(folder, 'facts', each) !== file) copyFileSync(file, join(folder, 'facts', each));
  }
  expect([cache.facts(key), cache.facts(newer)]).toEqual([facts, undefined]);
});

test('what others may write is as good as none', () => {
  const folder = scratch();
  const cache = openCache(folder);
  cache.keepVersions(place, ['6.14.1']);
  const file = onlyFile(join(folder, 'versions'));
  expect(statSync(file).mode & 0o777).toBe(0o600);
  chmodSync(file, 0o622);
  expect(cache.versions(place)).toBeUndefined();
});

test('only regular files are opened', () => {
  const folder = scratch();
  const cache = openCache(folder);
  cache.keepIndex(url, index('entries:\n'));
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
    cache.keepIndex(url, index('entries:\n'));
    cache.keepDigest(key, digest);
    cache.keepVersions(place, []);
    cache.keepFacts(key, facts);
    const read = [
      cache.archive(digest),
      cache.index(url),
      cache.digest(key),
      cache.versions(place),
      cache.facts(key),
    ];
    expect(read.filter((each) => each !== undefined)).toEqual([]);
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
