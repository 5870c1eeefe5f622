import { describe, expect, test } from 'vitest';
import { filesOf } from '../../src/core/change.ts';
import { comparisonOf, touches } from '../../src/core/comparison.ts';
import { writtenLines } from '../../src/core/diff.ts';

/** The lines, by number, of `after` that a change touched. */
function touched(before: string | undefined, after: string): number[] {
  const change = comparisonOf(
    filesOf(before === undefined ? {} : { 'a.yaml': before }),
    filesOf({ 'a.yaml': after }),
  );
  const isTouched = touches(change);
  let at = 0;
  return after.split('\n').flatMap((line, index) => {
    const range = { start: at, end: at + line.length };
    at = range.end + 1;
    return isTouched({ file: 'a.yaml', range }) ? [index + 1] : [];
  });
}

describe('a change touches', () => {
  test.each([
    ['the line that it wrote', 'a\nb\nc', 'a\nB\nc', [2]],
    ['lines that it added', 'a\nc\n', 'a\nb\nb\nc\n', [2, 3]],
    ['no line of those that stay', 'a\nb\nc\n', 'b\nc\n', []],
    ['the end of a line that got its newline', 'a\nb', 'a\nb\n', [2]],
    ['every line of a new file', undefined, 'a\nb\n', [1, 2, 3]],
    ['nothing of a file that it left alone', 'a\nb', 'a\nb', []],
  ])('%s', (_name, before, after, lines) => {
    expect(touched(before, after)).toEqual(lines);
  });

  test('what reaches over several lines, when it wrote one of them', () => {
    const [before, after] = ['a: |\n  one\n  two\nb: 1\n', 'a: |\n  one\n  TWO\nb: 1\n'];
    const isTouched = touches(comparisonOf(filesOf({ a: before }), filesOf({ a: after })));
    expect(isTouched({ file: 'a', range: { start: 3, end: 16 } })).toBe(true);
    expect(isTouched({ file: 'a', range: { start: 17, end: 18 } })).toBe(false);
  });

  test('a file that is gone', () => {
    const isTouched = touches(comparisonOf(filesOf({ a: '1', b: '2' }), filesOf({ b: '2' })));
    expect(isTouched({ file: 'a', range: { start: 0, end: 1 } })).toBe(true);
    expect(isTouched({ file: 'b', range: { start: 0, end: 1 } })).toBe(false);
  });

  test('in a file that moved, the lines that changed', () => {
    const files = filesOf({ old: 'a\nb\n' });
    const after = filesOf({ now: 'a\nB\n' });
    const moved = { ...comparisonOf(files, after), written: new Map([['now', 'old']]) };
    expect(touches(moved)({ file: 'now', range: { start: 0, end: 1 } })).toBe(false);
    expect(touches(moved)({ file: 'now', range: { start: 2, end: 3 } })).toBe(true);
  });
});

test('texts that have little in common count as different altogether, at once', () => {
  const text = (word: string): string =>
    Array.from({ length: 20_000 }, (_, at) => `${word} ${at}\n`).join('');
  expect(writtenLines(text('old'), text('new'))).toEqual([{ start: 0, end: Number.POSITIVE_INFINITY }]);
});
