import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { type ChartListing, openIndex } from '../../src/chart/index-file.ts';
import { plainBlocks } from '../../src/chart/plain-index.ts';

const digest = 'ab'.repeat(32);
const index = `apiVersion: v1
entries:
  podinfo:
  - apiVersion: v2
    appVersion: 6.14.1
    description: |
      A web page.

      entries: not these
    digest: ${digest}
    name: podinfo
    urls:
    - podinfo-6.14.1.tgz
    - https://mirror.example.com/podinfo-6.14.1.tgz
    version: 6.14.1
  - name: podinfo
    deprecated: true
    urls: [podinfo-6.13.0.tgz]
    version: v6.13.0
  "redis":
  - name: redis
    urls: [redis-1.2.0.tgz]
    version: 1.2.0
  empty: []
generated: "2026-01-01T00:00:00Z"
`;

/** The same index in a shape that only a parser reads. */
const marked = `# by hand\n---\n${index}`;

const readIndex = (text: string, chart: string): ChartListing | undefined => openIndex(text).listing(chart);
const chartNames = (text: string): readonly string[] => openIndex(text).names();
const entryOf = (lines: string): string => `apiVersion: v1\nentries:\n  podinfo:\n${lines}`;

test('an index answers for one chart after the other', () => {
  for (const text of [index, marked]) {
    const opened = openIndex(text);
    const charts = ['redis', 'podinfo', 'none', 'redis'];
    expect(charts.map((chart) => opened.listing(chart)?.versions.length)).toEqual([1, 2, undefined, 1]);
    expect(opened.names()).toEqual(['empty', 'podinfo', 'redis']);
  }
});

test('a chart has its versions in the order of the index', () => {
  expect(readIndex(index, 'podinfo')).toEqual({
    versions: [
      {
        version: '6.14.1',
        appVersion: '6.14.1',
        urls: ['podinfo-6.14.1.tgz', 'https://mirror.example.com/podinfo-6.14.1.tgz'],
        digest,
        deprecated: false,
      },
      {
        version: 'v6.13.0',
        appVersion: undefined,
        urls: ['podinfo-6.13.0.tgz'],
        digest: undefined,
        deprecated: true,
      },
    ],
    notes: [],
  });
});

test('the names of all charts are found', () => {
  expect(chartNames(index)).toEqual(['empty', 'podinfo', 'redis']);
  expect(chartNames(marked)).toEqual(['empty', 'podinfo', 'redis']);
});

test('a chart that is not listed is not there, whatever objects have by themselves', () => {
  for (const name of ['podinof', 'constructor', '__proto__', 'entries', 'generated']) {
    expect(readIndex(index, name)).toBeUndefined();
    expect(readIndex(marked, name)).toBeUndefined();
  }
});

test('a chart without versions says so', () => {
  const expected = { versions: [], notes: [] };
  expect(readIndex(index, 'empty')).toEqual(expected);
  expect(readIndex(entryOf('').replace('podinfo:', 'podinfo: null'), 'podinfo')).toEqual({
    versions: [],
    notes: ['the index has no versions for podinfo'],
  });
  expect(readIndex(entryOf('    version: 1.0.0\n'), 'podinfo')?.notes).toEqual([
    'the index has no list of versions for podinfo',
  ]);
});

test.each([
  ['CRLF', index.replaceAll('\n', '\r\n')],
  ['deeper items', index.replaceAll(/^( {2}(?:-| {2}).*)$/gm, '  $1')],
  [
    'comments and blank lines',
    index.replace('  - apiVersion', '\n# all of it\n  # the newest\n  - apiVersion'),
  ],
])('the plain shape with %s is read without parsing all of it', (_, text) => {
  expect([...(plainBlocks(text)?.keys() ?? [])]).toEqual(['podinfo', 'redis', 'empty']);
  expect(readIndex(text, 'podinfo')?.versions.map(({ version }) => version)).toEqual(['6.14.1', 'v6.13.0']);
  expect(readIndex(text, 'redis')?.versions.map(({ version }) => version)).toEqual(['1.2.0']);
});

const json = JSON.stringify({
  apiVersion: 'v1',
  entries: { podinfo: [{ name: 'podinfo', version: '6.14.1', urls: ['a.tgz'] }] },
});

test.each([
  ['JSON', json],
  ['JSON with a blank before', `\n ${json}`],
  ['flow style', 'apiVersion: v1\nentries: {podinfo: [{name: podinfo, version: 6.14.1, urls: [a.tgz]}]}\n'],
  ['quoted keys', '"entries":\n  "podinfo":\n    - {name: podinfo, version: 6.14.1, urls: [a.tgz]}\n'],
  ['a marker', `---\n${entryOf('  - {name: podinfo, version: 6.14.1, urls: [a.tgz]}\n')}`],
  [
    'an alias to another chart',
    'entries:\n  other:\n  - &one {name: podinfo, version: 6.14.1, urls: [a.tgz]}\n  podinfo:\n  - *one\n',
  ],
])('%s is an index too', (_, text) => {
  expect(readIndex(text, 'podinfo')?.versions).toMatchObject([{ version: '6.14.1', urls: ['a.tgz'] }]);
  expect(chartNames(text)).toContain('podinfo');
});

test('of a hundred entries with one version the first counts', () => {
  const entries = Array.from(
    { length: 100 },
    (_, at) => `  - {name: podinfo, version: 1.0.0, urls: [${at}.tgz]}\n`,
  );
  expect(readIndex(entryOf(entries.join('')), 'podinfo')?.versions.map(({ urls }) => urls)).toEqual([
    ['0.tgz'],
  ]);
});

test.each([
  ['null', 'an entry is no mapping'],
  ['[]', 'an entry is no mapping'],
  ['{name: podinfo, urls: [a.tgz]}', 'no version'],
  ['{name: podinfo, version: null, urls: [a.tgz]}', 'no version'],
  ['{name: podinfo, version: [1], urls: [a.tgz]}', 'no version'],
  ['{name: podinfo, version: latest, urls: [a.tgz]}', 'a version that is no semantic version'],
  ['{name: podinfo, version: ../1, urls: [a.tgz]}', 'a version that is no semantic version'],
  ['{version: 1.0.0, urls: [a.tgz]}', 'no name, or the name of another chart'],
  ['{name: redis, version: 1.0.0, urls: [a.tgz]}', 'no name, or the name of another chart'],
  ['{name: podinfo, version: 1.0.0}', 'no URL'],
  ['{name: podinfo, version: 1.0.0, urls: null}', 'no URL'],
  ['{name: podinfo, version: 1.0.0, urls: []}', 'no URL'],
  ['{name: podinfo, version: 1.0.0, urls: [null, "", {}]}', 'no URL'],
  ['{name: podinfo, version: 1.0.0, urls: [a.tgz], digest: abc}', 'a digest that is no SHA-256'],
])('the entry %s is left out with a note, and its neighbours are used', (entry, why) => {
  const text = entryOf(`  - ${entry}\n  - {name: podinfo, version: 2.0.0, urls: [b.tgz]}\n`);
  expect(readIndex(text, 'podinfo')).toMatchObject({
    versions: [{ version: '2.0.0' }],
    notes: [`1 of 2 index entries of podinfo cannot be used: ${why}`],
  });
});

test('digests are read with a prefix and in capitals, empty ones as absent', () => {
  const digestOf = (text: string) =>
    readIndex(
      entryOf(`  - {name: podinfo, version: 1.0.0, urls: [a.tgz], digest: "${text}"}\n`),
      'podinfo',
    )?.versions.map((version) => version.digest);
  expect(digestOf(`sha256:${digest.toUpperCase()}`)).toEqual([digest]);
  expect(digestOf('')).toEqual([undefined]);
});

test.each([
  ['<!doctype html><title>404</title>', 'web page'],
  ['\n<html></html>', 'web page'],
  ['', 'no entries'],
  ['hello', 'no entries'],
  ['- entries', 'no entries'],
  ['apiVersion: v1\n', 'no entries'],
  ['{"apiVersion": "v1"}', 'no entries'],
  ['{"entries": 1}', 'no mapping'],
  ['entries: [a]\n', 'no mapping'],
  ['entries:\n- podinfo\n', 'no mapping'],
  ['entries: 123\n', 'no mapping'],
  ['entries:\n  podinfo: {]\n', 'no entries'],
  ['\u0000\u0001', 'no entries'],
])('%j is no index', (text, why) => {
  for (const read of [() => readIndex(text, 'podinfo'), () => chartNames(text)]) {
    expect(read).toThrow(expect.objectContaining({ code: 'not-an-index', side: 'outside' }));
    expect(read).toThrow(why);
  }
});

test('an index without charts is one', () => {
  for (const text of [
    'apiVersion: v1\nentries: {}\n',
    'entries:\n',
    'entries: null\n',
    'entries:\ngenerated: x\n',
  ]) {
    expect(chartNames(text)).toEqual([]);
    expect(readIndex(text, 'podinfo')).toBeUndefined();
  }
});

test('a chart listed twice is left to the parser', () => {
  expect(plainBlocks('entries:\n  podinfo:\n  - a\n  redis:\n  - b\n  podinfo:\n  - c\n')).toBeUndefined();
  expect(plainBlocks('entries:\n  podinfo:\n  - a\nentries:\n  redis:\n  - b\n')).toBeUndefined();
});

test('twenty megabytes of other charts are not parsed', () => {
  const block = (name: string) => `  ${name}:\n  - {name: ${name}, version: 1.0.0, urls: [a.tgz]}\n`;
  const filler = Array.from({ length: 300_000 }, (_, at) => block(`chart-${at}`)).join('');
  const text = `apiVersion: v1\nentries:\n${filler}${block('podinfo')}`;
  expect(text.length).toBeGreaterThan(20e6);
  expect(readIndex(text, 'podinfo')?.versions).toHaveLength(1);
  expect(() => readIndex(`# by hand\n---\n${text}`, 'podinfo')).toThrow('too long');
});

const corpus = fileURLToPath(new URL('../../../shared/data/corpus/index', import.meta.url));

test.runIf(existsSync(corpus))('real indexes: the slice says what the whole says', () => {
  for (const folder of readdirSync(corpus)) {
    const text = readFileSync(`${corpus}/${folder}/index.yaml`, 'utf8');
    expect(plainBlocks(text)).toBeDefined();
    for (const name of chartNames(text)) {
      const listing = readIndex(text, name);
      expect(listing?.versions.length).toBeGreaterThan(20);
      expect(readIndex(`# by hand\n---\n${text}`, name)).toEqual(listing);
    }
  }
});
