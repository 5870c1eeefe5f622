import { expect, test } from 'vitest';
import { capped, inReadingOrder } from '../../src/lint/order.ts';
import { findingAt } from '../support/report.ts';

const at = (file: string, start: number) => ({ file, range: { start, end: start + 1 } });

test('orders by file, then by position, then by rule', () => {
  const findings = [
    findingAt('', '', { message: '4', at: at('b.yaml', 0) }),
    findingAt('', '', { message: '3', at: at('a.yaml', 9) }),
    findingAt('', '', { message: '2', at: at('a.yaml', 1), rule: 'z/z' }),
    findingAt('', '', { message: '1', at: at('a.yaml', 1), rule: 'a/a' }),
    findingAt('', '', { message: '0', at: at('B.yaml', 5) }),
  ];
  expect(inReadingOrder(findings).map(({ message }) => message)).toEqual(['0', '1', '2', '3', '4']);
});

test('a flood of one rule in one file ends with a count', () => {
  const flood = Array.from({ length: 1_000 }, (_, index) =>
    findingAt('', '', { message: `${index}`, at: at('a.yaml', index) }),
  );
  const other = findingAt('', '', { message: 'other', at: at('b.yaml', 0) });
  const shown = capped([...flood, other]);
  expect(shown).toHaveLength(52);
  expect(shown[50]?.message).toBe('950 more findings of this rule in this file are not shown');
  expect(shown[51]).toEqual(other);
});

test('fifty are shown in full, the fifty-first as a count', () => {
  const some = Array.from({ length: 51 }, (_, index) =>
    findingAt('', '', { message: 'm', at: at('a.yaml', index) }),
  );
  expect(capped(some.slice(1)).every(({ message }) => message === 'm')).toBe(true);
  expect(capped(some)[50]?.message).toBe('1 more finding of this rule in this file is not shown');
});
