import { expect, test } from 'vitest';
import { isUnbounded, reachOf } from '../../src/core/range-reach.ts';
import { parseRange } from '../../src/core/version-range.ts';

function range(text: string) {
  const found = parseRange(text);
  if (found === undefined) throw new Error(`${text} is no range`);
  return found;
}

test.each([
  ['6.14.1', 'exact'],
  ['=6.14.1', 'exact'],
  ['>=6.14.1 <6.14.2', 'exact'],
  ['6.14.x', 'patch'],
  ['~6.14.1', 'patch'],
  ['>=6.14.0 <6.15.0', 'patch'],
  ['^0.2.3', 'patch'],
  ['6.14.1 || 6.14.3', 'patch'],
  ['6.x', 'minor'],
  ['^6.1', 'minor'],
  ['>=6.1, <7', 'minor'],
  ['6.1 - 6.4', 'minor'],
  ['6.x || 7.x', 'major'],
  ['>6.1.0', 'major'],
  ['<7', 'major'],
  ['*', 'major'],
])('%s reaches %s', (text, reach) => {
  expect(reachOf(range(text))).toBe(reach);
});

test.each(['*', 'x', '>=0.0.0', '>=0.0.0-0'])('%s takes everything', (text) => {
  expect(isUnbounded(range(text))).toBe(true);
});

test.each(['0.x', '>=1', '>0', '!=1.0.0'])('%s leaves something out', (text) => {
  expect(isUnbounded(range(text))).toBe(false);
});
