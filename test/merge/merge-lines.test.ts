import { expect, test } from 'vitest';
import { markedText, mergeLines } from '../../src/merge/merge-lines.ts';

const labels = { ours: 'yours', theirs: 'chart 2.0.0' };

test('lines that one side changed are taken, lines that both changed are marked', () => {
  const sides = { base: 'a\nb\nc\nd\ne\n', ours: 'A\nb\nC\nd\ne\n', theirs: 'a\nb\nsee\nd\nE\n' };
  expect(mergeLines(sides, labels, 'because')).toEqual({
    kind: 'lines',
    text: 'A\nb\n<<<<<<< yours\nC\n=======\nsee\n>>>>>>> chart 2.0.0\nd\nE\n',
    conflicts: 1,
    why: 'because',
  });
});

test('lines that both changed to the same are no conflict', () => {
  const sides = { base: 'a\nb\n', ours: 'A\nb\n', theirs: 'A\nb\n' };
  expect(mergeLines(sides, labels, 'because')).toMatchObject({ text: 'A\nb\n', conflicts: 0 });
});

test('two texts with markers where they differ, and where their lines went', () => {
  const { text, lineOf } = markedText('a\nb\nc\n', 'a\nB\nc\n', labels);
  expect(text).toBe('a\n<<<<<<< yours\nb\n=======\nB\n>>>>>>> chart 2.0.0\nc\n');
  expect([1, 2, 3].map(lineOf)).toEqual([1, 3, 7]);
});

test('a conflict of very many lines is a conflict', () => {
  const many = (word: string): string =>
    Array.from({ length: 130_000 }, (_, at) => `${word} ${at}\n`).join('');
  const { text } = markedText(many('ours'), many('theirs'), labels);
  expect(text.split('\n').length).toBe(260_004);
});
