import { expect, test } from 'vitest';
import { escapeControl, escapeLine } from '../../src/core/escape.ts';

test('shows what a terminal would act upon', () => {
  expect(escapeControl('red\x1b[31m \x9b2J \x07 \r \x7f')).toBe('red\\x1b[31m \\x9b2J \\x07 \\x0d \\x7f');
  expect(escapeControl('user\u202etxt.yaml \u2066x\u2069 \ufeff')).toBe(
    'user\\u202etxt.yaml \\u2066x\\u2069 \\ufeff',
  );
});

test('leaves ordinary text alone, newlines and tabs included', () => {
  const text = 'prüfung ✓ 日本 🚀\n\tnext line';
  expect(escapeControl(text)).toBe(text);
});

test('keeps a line a line', () => {
  expect(escapeLine('a\nb\tc')).toBe('a\\nb\\tc');
});

test('shows what is no character', () => {
  expect(escapeControl('a\ud83d \ude00 \ud83d\ude00 \ufffe\uffff')).toBe(
    'a\\ud83d \\ude00 😀 \\ufffe\\uffff',
  );
  expect(escapeControl('\ud83d\ud83d\ude00')).toBe('\\ud83d😀');
});
