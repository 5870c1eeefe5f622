import { expect, test } from 'vitest';
import { likelyRenames } from '../../src/merge/likely-renames.ts';
import { mergeData } from '../../src/merge/merge-data.ts';
import type { Data } from '../../src/yaml/node.ts';

/** `from > to` of each. */
function renames(base: Data, ours: Data, theirs: Data): string[] {
  const { conflicts } = mergeData(base, ours, theirs);
  return likelyRenames(conflicts, base, theirs).map(({ from, to }) => `${from.join('.')} > ${to.join('.')}`);
}

test('a value under another name in the same mapping', () => {
  const base = { image: { name: 'podinfo', tag: '1' } };
  const theirs = { image: { repository: 'podinfo', tag: '2' } };
  expect(renames(base, { image: { name: 'mine', tag: '1' } }, theirs)).toEqual([
    'image.name > image.repository',
  ]);
});

test('a mapping that has nearly the same in it', () => {
  const rbac = { create: true, name: 'redis', annotations: {}, labels: {} };
  const theirs = { serviceAccount: { ...rbac, automount: true } };
  expect(renames({ rbac }, { rbac: { ...rbac, name: 'mine' } }, theirs)).toEqual(['rbac > serviceAccount']);
});

test('a mapping that moved into another', () => {
  const tls = { enabled: true, options: '', domains: [] };
  const theirs = { ports: { http: { tls } } };
  expect(renames({ ports: { tls } }, { ports: { tls: { ...tls, enabled: false } } }, theirs)).toEqual([
    'ports.tls > ports.http.tls',
  ]);
});

test('true, 1 and empty texts are the same only under a name that is alike', () => {
  expect(renames({ a: true }, { a: false }, { b: true, c: 1 })).toEqual([]);
  expect(renames({ enabled: true }, { enabled: false }, { enable: true })).toEqual(['enabled > enable']);
});

test('of two that are equally near none is said', () => {
  expect(renames({ name: 'redis' }, { name: 'mine' }, { one: 'redis', two: 'redis' })).toEqual([]);
});

test('what the user had not changed is nobody’s business', () => {
  expect(renames({ name: 'redis', a: 1 }, { name: 'redis', a: 2 }, { title: 'redis', a: 1 })).toEqual([]);
});
