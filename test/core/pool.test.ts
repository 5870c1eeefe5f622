import { expect, test } from 'vitest';
import { inPool } from '../../src/core/pool.ts';

/** Work that ends when it is told to. */
function workshop() {
  const ends = new Map<string, () => void>();
  const begun: string[] = [];
  const act = (item: string): Promise<string> => {
    begun.push(item);
    return new Promise((resolve) => {
      ends.set(item, () => resolve(item.toUpperCase()));
    });
  };
  const end = async (item: string): Promise<void> => {
    ends.get(item)?.();
    await new Promise((resolve) => setImmediate(resolve));
  };
  return { act, end, begun };
}

test('as soon as one ends the next begins, and a slow one holds nobody up', async () => {
  const { act, end, begun } = workshop();
  const done = inPool(['slow', 'b', 'c', 'd'], 2, act);
  expect(begun).toEqual(['slow', 'b']);
  await end('b');
  await end('c');
  expect(begun).toEqual(['slow', 'b', 'c', 'd']);
  await end('d');
  await end('slow');
  expect(await done).toEqual(['SLOW', 'B', 'C', 'D']);
});

test('after a failure nothing further begins', async () => {
  const begun: number[] = [];
  const work = inPool([1, 2, 3, 4], 1, async (item) => {
    begun.push(item);
    if (item === 2) throw new Error('two');
  });
  await expect(work).rejects.toThrow('two');
  expect(begun).toEqual([1, 2]);
});

test('nothing to do is done at once', async () => {
  expect(await inPool([], 8, async () => 1)).toEqual([]);
});
