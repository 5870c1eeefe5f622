import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { colorChoice, inertText, safeText, styleOf } from '../../src/io/terminal.ts';
import { paint, plainStyle } from '../../src/report/style.ts';

const colored = { color: true, width: 80 };

describe('colour', () => {
  const terminal = { isTTY: true, columns: 120 };
  const color = (variables: Record<string, string>, choice?: string, stream: object = {}) =>
    styleOf(stream, choice, (name) => variables[name]).color;

  test('is decided by --color, then NO_COLOR, then FORCE_COLOR, then the stream', () => {
    expect(color({ NO_COLOR: '1' }, 'always')).toBe(true);
    expect(color({ FORCE_COLOR: '1' }, 'never', terminal)).toBe(false);
    expect(color({ NO_COLOR: '1', FORCE_COLOR: '1' }, 'auto', terminal)).toBe(false);
    expect(color({ NO_COLOR: '' }, undefined, terminal)).toBe(true);
    expect(color({ FORCE_COLOR: '1' })).toBe(true);
    expect(color({ CLICOLOR_FORCE: '1' })).toBe(true);
    expect(color({ FORCE_COLOR: '0' }, undefined, terminal)).toBe(false);
    expect(color({}, undefined, terminal)).toBe(true);
    expect(color({ TERM: 'dumb' }, undefined, terminal)).toBe(false);
    expect(color({})).toBe(false);
  });

  test('the width is that of a terminal, else 80', () => {
    expect(styleOf(terminal, undefined, () => undefined).width).toBe(120);
    expect(styleOf({ columns: 120 }, undefined, () => undefined).width).toBe(80);
  });

  test('--color is found in every spelling, the last one counting, and not behind --', () => {
    const cases = [
      ['--color=always'],
      ['--color', 'never'],
      ['--color'],
      ['--no-color'],
      ['--color=never', '--color=auto'],
      ['--', '--color'],
    ];
    expect(cases.map(colorChoice)).toEqual(['always', 'never', 'always', 'never', 'auto', undefined]);
  });
});

describe('what reaches a terminal', () => {
  test('shows control characters instead of sending them', () => {
    expect(safeText('a\x1b[2Jb\x07c\u009bd\u202ee\x7f\r', plainStyle)).toBe(
      'a\\x1b[2Jb\\x07c\\x9bd\\u202ee\\x7f\\x0d',
    );
  });

  test('keeps lines, tabs and our own colours', () => {
    const red = paint('red', 'error', colored);
    expect(safeText(`${red}\tline\r\n`, colored)).toBe(`${red}\tline\r\n`);
    expect(safeText(red, plainStyle)).toBe('\\x1b[31merror\\x1b[39m');
  });

  test('never holds a raw control character, whatever the text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(safeText(text, plainStyle).replaceAll('\r\n', '\n')).not.toMatch(
          /[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069]/,
        );
      }),
      { numRuns: 10_000 },
    );
  });
});

test('a log of GitHub Actions gets no commands but ours', () => {
  expect(inertText('::error::a\n \u00a0::b\nc::d ##[add-mask]e\n:f')).toBe(
    '\\x3a:error::a\n \u00a0\\x3a:b\nc::d ##\\x5badd-mask]e\n:f',
  );
});
