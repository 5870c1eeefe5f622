import fc from 'fast-check';
import { expect, test } from 'vitest';
import { positions } from '../../src/core/text.ts';
import { codeFrame } from '../../src/report/codeframe.ts';
import { plainStyle } from '../../src/report/style.ts';

function frame(
  text: string,
  mark: string | { start: number; end: number },
  width = 80,
  around: 0 | 1 = 0,
): string {
  const start = typeof mark === 'string' ? text.indexOf(mark) : mark.start;
  const range = typeof mark === 'string' ? { start, end: start + mark.length } : mark;
  const position = positions(text)(range.start);
  return codeFrame({ text, range, position, around, caretColor: 'red' }, { ...plainStyle, width });
}

test('puts the carets under the value', () => {
  expect(frame('a: b\nname: podinfo # x\n', 'podinfo')).toBe('  2 | name: podinfo # x\n    |       ^^^^^^^');
});

test('an empty range is one caret, also at the very end', () => {
  expect(frame('name:\n', { start: 5, end: 5 })).toBe('  1 | name:\n    |      ^');
  expect(frame('', { start: 0, end: 0 })).toBe('  1 |\n    | ^');
});

test('a range of several lines is marked to the end of its first', () => {
  expect(frame('data: |\n  one\n  two\n', '|\n  one')).toBe('  1 | data: |\n    |       ^');
});

test('shows the neighbours of a related place', () => {
  expect(frame('a: 1\nb: 2\nc: 3\n', 'b', 80, 1)).toBe('  1 | a: 1\n  2 | b: 2\n    | ^\n  3 | c: 3');
});

test('cuts a wide line round the carets', () => {
  const text = `${'x'.repeat(200)} here ${'y'.repeat(200)}`;
  const lines = frame(text, 'here', 60).split('\n');
  expect(lines[0]).toMatch(/^ {2}1 \| …x+ here y+…$/);
  expect(lines[1]?.indexOf('^')).toBe(lines[0]?.indexOf('here'));
  expect(lines.every((line) => line.length <= 60)).toBe(true);
});

test('counts columns as a terminal does', () => {
  expect(frame('名前: 値段 # x', '値段')).toBe('  1 | 名前: 値段 # x\n    |       ^^^^');
  expect(frame('a:\tb', 'b')).toBe('  1 | a: b\n    |    ^');
  expect(frame('a: \x1bb c', 'c')).toBe('  1 | a: \\x1bb c\n    |          ^');
});

test('a line of a megabyte is cut without reading all of it', () => {
  const text = `${'x'.repeat(1_000_000)}!`;
  expect(frame(text, '!').length).toBeLessThan(200);
});

test('two lines, a caret and nothing that a terminal acts upon, whatever the text', () => {
  fc.assert(
    fc.property(
      fc.string({ unit: 'binary' }),
      fc.nat(),
      fc.nat(),
      fc.integer({ min: 30, max: 120 }),
      (text, a, b, width) => {
        const start = Math.min(a % (text.length + 1), text.length);
        const end = Math.min(start + (b % 20), text.length);
        const lines = frame(text, { start, end }, width).split('\n');
        expect(lines).toHaveLength(2);
        expect(lines[1]).toContain('^');
        for (const line of lines) expect(line).not.toMatch(/[\x00-\x1f\x7f-\x9f]/);
      },
    ),
  );
});

test('never wider than the terminal', () => {
  fc.assert(
    fc.property(
      fc.string({ maxLength: 400 }),
      fc.nat(400),
      fc.nat(200),
      fc.integer({ min: 40, max: 120 }),
      (text, a, b, width) => {
        const start = Math.min(a, text.length);
        for (const line of frame(text, { start, end: Math.min(start + b, text.length) }, width).split('\n')) {
          expect(line.length).toBeLessThanOrEqual(width);
        }
      },
    ),
  );
});
