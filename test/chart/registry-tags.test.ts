import fc from 'fast-check';
import { expect, test } from 'vitest';
import { readTags, tagOf, versionsOf } from '../../src/chart/registry-tags.ts';
import type { Data } from '../../src/yaml/node.ts';

test.each([
  ['6.14.1', '6.14.1'],
  ['1.0.0+build.5', '1.0.0_build.5'],
  ['v1.0.0-rc.1+a', 'v1.0.0-rc.1_a'],
  ['6.x', '6.x'],
  ['>=6', undefined],
  ['../x', undefined],
  ['', undefined],
  ['1'.repeat(129), undefined],
])('the version %s has the tag %s', (version, tag) => {
  expect(tagOf(version)).toBe(tag);
});

test('tags that are versions are read, each once', () => {
  const tags = ['1.0.0', 'latest', '1.0.0_a', 'v2.0.0', 'sha256-ab.sig', '1.0.0'];
  expect(versionsOf(tags).map(({ version }) => version)).toEqual(['1.0.0', '1.0.0+a', 'v2.0.0']);
});

test.each<[Data, readonly string[] | undefined]>([
  [{ tags: ['1.0.0', 2, null, '', '-x', '../..', 'a b'] }, ['1.0.0']],
  [{ tags: null }, []],
  [{ tags: '1.0.0' }, undefined],
  [{ name: 'x' }, undefined],
  [[], undefined],
  [null, undefined],
])('%j lists %j', (page, tags) => {
  expect(readTags(page)).toEqual(tags);
});

test('any JSON is a page of tags or is refused', () => {
  fc.assert(
    fc.property(fc.jsonValue(), (tags) => {
      // Checked border: any JSON is Data.
      for (const tag of readTags({ tags: tags as Data }) ?? []) expect(tagOf(tag)).toBe(tag);
    }),
  );
});
