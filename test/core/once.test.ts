import { expect, test } from 'vitest';
import { kept, keptForWords, once } from '../../src/core/once.ts';

test('a value is made when it is first asked for, and once, be it undefined', () => {
  let made = 0;
  const value = once((): undefined => {
    made += 1;
  });
  expect(made).toBe(0);
  value();
  value();
  expect(made).toBe(1);
});

test('what cannot be made is tried again', () => {
  let tried = 0;
  const value = once(() => {
    tried += 1;
    if (tried === 1) throw new Error('not yet');
    return tried;
  });
  expect(value).toThrow('not yet');
  expect(value()).toBe(2);
});

test('of each key one value is kept', () => {
  const asked: string[] = [];
  const length = kept((word: string) => {
    asked.push(word);
    return word === '' ? undefined : word.length;
  });
  expect([length('flux'), length(''), length('flux'), length('')]).toEqual([4, undefined, 4, undefined]);
  expect(asked).toEqual(['flux', '']);
});

test('short texts are kept, long ones made anew, and more words than fit do no harm', () => {
  const made = keptForWords((text) => ({ text }));
  const first = made('word 0');
  expect(made('word 0')).toBe(first);
  expect(made('x'.repeat(65))).not.toBe(made('x'.repeat(65)));
  for (let at = 1; at <= 10_000; at += 1) made(`word ${at}`);
  expect(made('word 0')).not.toBe(first);
  expect(made('word 0')).toEqual(first);
});
