import { expect, test } from 'vitest';
import { chosenGroups } from '../../src/fleet/spread-groups.ts';

/** Groups of a size each, named a, b, c, …; the names of those that are chosen. */
function chosen(
  sizes: readonly number[],
  minGroups: number,
  maxGroups: number,
  target: number,
): string | undefined {
  const groups = sizes.map((value, at) => ({ name: 'abcdefgh'[at] ?? `z${at}`, value, weight: value }));
  return chosenGroups(groups, { minGroups, maxGroups, target })
    ?.map(({ name }) => name)
    .join('');
}

test('the heaviest groups that are enough are taken', () => {
  expect(chosen([2, 3, 6, 7], 2, 2, 7)).toBe('dc');
});

test('where a beginning of the heaviest set is enough, that is taken', () => {
  expect(chosen([2, 3, 6, 7], 1, 4, 7)).toBe('d');
});

test('what weighs the same is taken in order of name', () => {
  expect(chosen([1, 1, 1], 2, 2, 2)).toBe('ab');
});

test('nothing is taken where nothing is enough', () => {
  expect(chosen([1, 1, 1], 1, 2, 3)).toBeUndefined();
  expect(chosen([], 1, 2, 1)).toBeUndefined();
});

test('hundreds of groups are no endless search', () => {
  const sizes = Array.from({ length: 200 }, (_, at) => 1 + (at % 7));
  expect(chosen(sizes, 90, 110, 500)?.length).toBeGreaterThan(90);
  expect(chosen(sizes, 90, 110, 5000)).toBeUndefined();
});
