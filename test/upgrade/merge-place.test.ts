import { expect, test } from 'vitest';
import type { ChartFacts } from '../../src/chart/chart.ts';
import type { ConflictChoice } from '../../src/merge/values-merge.ts';
import type { Resource } from '../../src/model/resource.ts';
import { mergePlace } from '../../src/upgrade/merge-place.ts';

const chart = (values: string): ChartFacts =>
  ({ name: 'small', version: '1.0.0', values, valuesSchema: undefined }) as unknown as ChartFacts;

/** Values that hold only what differs, merged. */
function partial(texts: { base: string; ours: string; theirs: string }, choice: ConflictChoice = 'ours') {
  const place = { kind: 'text', resource: {} as Resource, key: 'values.yaml', text: texts.ours } as const;
  const sides = { base: chart(texts.base), theirs: chart(texts.theirs), choice };
  const merge = mergePlace(place, sides, 'minimal');
  if (merge.kind !== 'text') throw new Error(merge.kind);
  return merge;
}

test('a comment in a list that is written anew is listed', () => {
  const merge = partial({
    base: 'env:\n- name: A\n  value: "1"\n',
    ours: 'env:\n- name: A\n  value: "5" # five\n- name: M # mine\n  value: m\n',
    theirs: 'env:\n- name: A\n  value: "1"\n- name: B\n  value: "2"\n',
  });
  expect(merge.conflicts).toEqual([]);
  expect(merge.text).toContain('name: B');
  const found = ['# five', '# mine'].filter((each) => !merge.text.includes(each));
  expect(merge.lostComments.map(({ text }) => text)).toEqual(found);
  for (const { path } of merge.lostComments) expect(path).toEqual(['env']);
});

test('what is taken away takes the mapping along that would be empty, and its comments are listed', () => {
  const texts = {
    base: 'service:\n  port: 1\nx: 1\n',
    ours: '# own\nx: 2\nservice:\n  # important\n  port: 80 # mine too\n',
    theirs: 'service:\n  port: 2\nx: 1\n',
  };
  const merge = partial(texts, 'theirs');
  expect(merge.text).toBe('# own\nx: 2\n');
  expect(merge.lostComments.map(({ text, line }) => [text, line])).toEqual([
    ['# important', 4],
    ['# mine too', 5],
  ]);
});

test('a chart whose values cannot be read is no chart without values', () => {
  const texts = { base: 'a: 1\n', ours: 'a: 2\n', theirs: 'a: [\n' };
  expect(() => partial(texts)).toThrow('the values.yaml of small 1.0.0 cannot be read');
});

test('the same broken values on both sides leave a text alone that cannot be read', () => {
  const place = { kind: 'text', resource: {} as Resource, key: 'values.yaml', text: 'a: [\n' } as const;
  const sides = { base: chart('a: 1\n'), theirs: chart('a: 1\n'), choice: 'ours' } as const;
  expect(mergePlace(place, sides, 'full')).toMatchObject({ kind: 'text', text: 'a: [\n' });
});
