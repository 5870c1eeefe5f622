import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  applyEdits,
  lineEnd,
  lineStart,
  newlineOf,
  positions,
  type TextEdit,
  withoutTrailing,
} from '../../src/core/text.ts';
import { checkRepositoryUrl } from '../../src/scaffold/repository-url.ts';
import { textValue } from '../../src/yaml/write.ts';
import { refusal } from '../scaffold/examples.ts';

describe('edits', () => {
  test('may come in any order', () => {
    const edits: TextEdit[] = [
      { range: { start: 8, end: 9 }, text: 'C' },
      { range: { start: 0, end: 1 }, text: 'A' },
    ];
    expect(applyEdits('a: 1\nb: c\n', edits)).toBe('A: 1\nb: C\n');
  });

  test('insert at one place in the order in which they were given', () => {
    const at = { start: 1, end: 1 };
    expect(
      applyEdits('ad', [
        { range: at, text: 'b' },
        { range: at, text: 'c' },
      ]),
    ).toBe('abcd');
  });

  test.each([
    ['overlap', [0, 3], [2, 4]],
    ['leave the text', [0, 1], [3, 9]],
    ['run backwards', [0, 1], [3, 2]],
  ] as const)('that %s are refused', (_name, [start, end], [from, to]) => {
    const edits = [
      { range: { start, end }, text: '' },
      { range: { start: from, end: to }, text: '' },
    ];
    expect(() => applyEdits('abcdef', edits)).toThrow(RangeError);
  });

  test('of disjoint ranges change nothing outside them', () => {
    const cuts = fc.uniqueArray(fc.nat(200), { minLength: 2, maxLength: 12 });
    fc.assert(
      fc.property(fc.string({ minLength: 201, maxLength: 220 }), cuts, fc.string(), (text, points, put) => {
        const sorted = points.toSorted((a, b) => a - b);
        const ranges = sorted.flatMap((start, at) => {
          const end = sorted[at + 1];
          return at % 2 === 0 && end !== undefined ? [{ start, end }] : [];
        });
        const edited = applyEdits(
          text,
          ranges.map((range) => ({ range, text: put })),
        );
        const kept: string[] = [];
        let from = 0;
        for (const { start, end } of ranges) {
          kept.push(text.slice(from, start));
          from = end;
        }
        kept.push(text.slice(from));
        expect(edited).toBe(kept.join(put));
      }),
    );
  });
});

describe('positions', () => {
  const text = 'a\r\nbc\n\nd';
  test.each([
    [0, 1, 1],
    [1, 1, 2],
    [3, 2, 1],
    [5, 2, 3],
    [6, 3, 1],
    [7, 4, 1],
    [8, 4, 2],
  ])('offset %i is line %i, column %i', (offset, line, column) => {
    expect(positions(text)(offset)).toEqual({ line, column });
  });

  test('agree with counting by hand', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom('a', '\n', '\r\n', 'ü', '😀')), (parts) => {
        const whole = parts.join('');
        const at = positions(whole);
        for (let offset = 0; offset <= whole.length; offset += 1) {
          const lines = whole.slice(0, offset).split('\n');
          expect(at(offset)).toEqual({ line: lines.length, column: (lines.at(-1)?.length ?? 0) + 1 });
        }
      }),
    );
  });
});

test('a text uses the newline of its first line', () => {
  expect(['a\r\nb\n', 'a\nb\r\n', 'a', '\n'].map(newlineOf)).toEqual(['\r\n', '\n', '\n', '\n']);
});

test('a line begins behind a newline and ends before the next', () => {
  const text = 'ab\r\ncd\n';
  expect([0, 2, 4, 6, 7].map((offset) => [lineStart(text, offset), lineEnd(text, offset)])).toEqual([
    [0, 2],
    [0, 2],
    [4, 6],
    [4, 6],
    [7, 7],
  ]);
});

describe('a text without what it ends in', () => {
  test('keeps what stands before and between', () => {
    expect(['/a//b//', '//', '', 'a'].map((text) => withoutTrailing(text, '/'))).toEqual([
      '/a//b',
      '',
      '',
      'a',
    ]);
  });

  // With an expression this would take longer than the whole suite may.
  test('is found at once in a long run that is not at the end', () => {
    const url = `oci://registry.example.com${'/'.repeat(500_000)}podinfo`;
    expect(withoutTrailing(url, '/')).toBe(url);
    expect(refusal(() => checkRepositoryUrl(url))).toContain('bad-url');
    expect(textValue(`a:${'\n'.repeat(500_000)}b\n`, 4, 2)).toContain('b');
  });
});
