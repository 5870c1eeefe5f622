import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parseVersion } from '../../src/core/version.ts';
import { parseRange, satisfies } from '../../src/core/version-range.ts';
import { movePin } from '../../src/upgrade/moved-pin.ts';

test.each([
  // The range takes the version already.
  ['6.x', '6.15.0', '6.x'],
  ['>=6.0.0 <8', '7.1.0', '>=6.0.0 <8'],
  ['^6.13.0', '6.15.0', '^6.13.0'],
  ['6.x || 7.x', '7.0.0', '6.x || 7.x'],
  // One version is always exchanged.
  ['6.14.1', '6.15.0', '6.15.0'],
  ['v21.0.0', 'v28.3.0', 'v28.3.0'],
  ['v21.0.0', '28.3.0', '28.3.0'],
  // The form stays.
  ['6.x', '7.0.0', '7.x'],
  ['6', '7.0.0', '7'],
  ['6.*', '7.0.0', '7.*'],
  ['v6.x', '7.1.2', 'v7.x'],
  ['6.14.x', '7.2.3', '7.2.x'],
  ['6.14', '7.2.3', '7.2'],
  ['6.x.x', '7.2.3', '7.x.x'],
  ['^6.13.0', '7.1.2', '^7.1.2'],
  ['^6', '7.1.2', '^7'],
  ['=6.14.1', '7.1.2', '=7.1.2'],
  ['~6.13', '7.1.2', '~7.1'],
  ['>=6.13.0 <7', '7.1.2', '>=7.1.2 <8'],
  ['>= 6.13.0, < 7.0.0', 'v7.1.2', '>= 7.1.2, < 8.0.0'],
  ['>=6.13.0-0 <7.0.0-0', '7.1.2', '>=7.1.2-0 <8.0.0-0'],
  // Back again.
  ['7.x', '6.15.0', '6.x'],
  ['>=7.1.2 <8', '6.15.0', '>=6.15.0 <7'],
  // Below 1.0 the minor breaks.
  ['0.4.x', '0.5.1', '0.5.x'],
  ['0.4.x', '1.2.0', '1.x'],
  ['6.x', '0.9.1', '0.9.x'],
  ['0.4.x', '0.4.9', '0.4.x'],
])('%s becomes, for %s, %s', (written, to, expected) => {
  expect(movePin(written, to)).toEqual({ range: expected, note: undefined });
});

test.each([
  ['<7', '7.1.0', '7.x', 'the range <7 has no form that could be kept: it is 7.x now'],
  ['6.1 - 6.9', '7.1.0', '7.x', 'the range 6.1 - 6.9 has no form that could be kept: it is 7.x now'],
  ['not a range', '7.1.0', '7.x', 'the range not a range has no form that could be kept: it is 7.x now'],
  [
    '6.x',
    '7.0.0-rc.1',
    '7.0.0-rc.1',
    '7.0.0-rc.1 is a pre-release, which no range takes: it is pinned exactly',
  ],
])('%s becomes, for %s, %s, and that is said', (written, to, range, note) => {
  expect(movePin(written, to)).toEqual({ range, note });
});

test.each([undefined, '', '*', '>=0.0.0'])(
  'without a pin (%s) nothing is written, and that is said',
  (written) => {
    const { range, note } = movePin(written, '7.1.0');
    expect(range).toBe(written);
    expect(note).toMatch(/not pinned/);
  },
);

test('the moved range always takes the version', () => {
  const number = fc.nat({ max: 30 });
  const form = fc.constantFrom(
    'A.x',
    'A',
    'A.B',
    'A.B.x',
    '^A.B.C',
    '~A.B',
    '>=A.B.C <D',
    '>= A.B, < D.0.0',
    'vA.x',
    '=A.B.C',
  );
  fc.assert(
    fc.property(form, number, number, number, fc.tuple(number, number, number), (shape, a, b, c, to) => {
      const written = shape
        .replace('A', String(a))
        .replace('B', String(b))
        .replace('C', String(c))
        .replace('D', String(a + 1));
      const version = to.join('.');
      const range = parseRange(movePin(written, version).range ?? '');
      const parsed = parseVersion(version);
      expect(range !== undefined && parsed !== undefined && satisfies(range, parsed)).toBe(true);
    }),
  );
});
