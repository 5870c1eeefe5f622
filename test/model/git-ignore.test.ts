import { expect, test } from 'vitest';
import { readGitIgnore } from '../../src/model/git-ignore.ts';

test.each([
  ['*.tmp', 'a/b.tmp', 'ignored'],
  ['*.tmp\n!keep.tmp', 'keep.tmp', 'kept'],
  ['**/cache/**', 'a/cache/b', 'ignored'],
  ['a*b*c*d*e', 'a1b2c3d4e', 'ignored'],
  ['build/\r\n', 'build/', 'ignored'],
  ['# *', 'a', undefined],
] as const)('%j says of %s', (text, path, verdict) => {
  expect(readGitIgnore(text)(path)).toBe(verdict);
});

test('a pattern of wildcards without end takes no time', () => {
  expect(readGitIgnore(`${'*a'.repeat(40)}*b\n*.tmp`)(`${'a'.repeat(250)}c`)).toBeUndefined();
  expect(readGitIgnore(`${'*a*/'.repeat(8)}b`)(`${'aaaaaaaaaaaaaaaaaaaa/'.repeat(8)}c`)).toBeUndefined();
});
