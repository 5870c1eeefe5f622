import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { credentialsIn, isCredential } from '../../src/rules/credentials.ts';
import { isPlainlySound } from '../../src/yaml/plain-scan.ts';
import { readYaml } from '../../src/yaml/read.ts';

describe('the quick look says yes to', () => {
  test.each([
    [
      'keys, lists and comments',
      '# values\na: 1 # one\n\nb:\n  c: [x, "y z"]\n  d: {}\ne:\n- f: 1\n  g: ""\n- h\n',
    ],
    ['lists below their key, and deeper', 'a:\n  - b: 1\n    c:\n    - d\n  - e\nf: -1\n'],
    [
      'blocks of text',
      'a: |\n  one\n\n    two\n  # three\nb:\n  - >-\n    four\n  - c: |-\n      five\nd: x\n',
    ],
    ['URLs, variables and paths', 'a: http://example.com:80/#x\nb: $' + '{c}\nd: /etc/x.y\n'],
    ['an end without newline', 'a:\n  b: "c"'],
  ])('%s', (_name, text) => {
    expect(isPlainlySound(text)).toBe(true);
    expect(readYaml(text, { purpose: 'values' }).problems).toEqual([]);
  });
});

describe('the full reader decides about', () => {
  test.each([
    ['nothing', ''],
    ['comments alone', '# a\n'],
    ['a list', '- a\n'],
    ['a key that is there twice', 'a: 1\nb:\n  c: 1\n  c: 2\n'],
    ['a key that is there twice in a list item', 'a:\n  - b: 1\n    b: 2\n'],
    ['a line indented too far', 'a: 1\n  b: 2\n'],
    ['a line between two levels', 'a:\n    b: 1\n  c: 2\n'],
    ['a text of several lines', 'a: one\n  two\n'],
    ['a tab', 'a:\n\tb: 1\n'],
    ['a carriage return', 'a: 1\r\n'],
    ['an anchor', 'a: &b 1\n'],
    ['a merge', 'a:\n  <<: x\n'],
    ['a tag', 'a: !!str 1\n'],
    ['a word for true as key', 'on: 1\n'],
    ['an escape', 'a: "\\x41"\n'],
    ['two documents', 'a: 1\n---\nb: 1\n'],
    ['a colon in a value', 'a: b: c\n'],
    ['a quote that goes on', 'a: "b\n  c"\n'],
    ['text behind a quote', 'a: "b" c\n'],
    ['an infinite number', 'a: .inf\n'],
    ['a block that is indented by its header', 'a: |2\n    b\n'],
    ['a block whose blank line is deeper', 'a: |\n     \n  b\n'],
    ['a block that falls back', 'a: |\n    b\n  c\n'],
    ['an item of a mapping', 'a: 1\n- b\n'],
    ['a missing space', 'a:b\n'],
    ['a line that only a machine writes', `a: x${' '.repeat(1 << 20)}: b\n`],
    ['a long value', `a: ${'x'.repeat(3_000)}\n`],
  ])('%s', (_name, text) => {
    expect(isPlainlySound(text)).toBe(false);
  });

  test('a value that somebody wants to see', () => {
    const seen: string[] = [];
    const text = 'a: b\nc:\n  - name: PASSWORD\n    value: "x"\nd: |\n  e\n';
    expect(isPlainlySound(text, (key, value) => seen.push(`${key}=${value.text.trim()}`) === 0)).toBe(true);
    expect(seen).toEqual(['a=b', 'name=PASSWORD', 'value=x', 'PASSWORD=x', 'd=e']);
    expect(isPlainlySound(text, (key) => key === 'PASSWORD')).toBe(false);
  });
});

/** What it must never do: say yes where the full reader, or the rule about credentials, has something to say. */
function expectTruth(text: string): void {
  if (!isPlainlySound(text, isCredential)) return;
  const { documents, problems } = readYaml(text, { purpose: 'values' });
  expect(problems, text).toEqual([]);
  expect(documents).toHaveLength(1);
  expect(documents[0]?.root?.kind).toBe('map');
  const root = documents[0]?.root;
  expect(root === undefined ? [] : [...credentialsIn(root)], text).toEqual([]);
}

const charts = fileURLToPath(new URL('../../fixtures/charts', import.meta.url));
const samples = readdirSync(charts).map((chart) => readFileSync(join(charts, chart, 'values.yaml'), 'utf8'));

describe('a yes is always true', () => {
  test('for lines of every kind, in any order and indentation', () => {
    const content = fc.constantFrom(
      ...[
        'a: 1',
        'b:',
        'a:',
        '- a',
        '- b: 1',
        '- c:',
        '-',
        '# x',
        '',
        'd: |',
        '- |',
        'e: >-',
        'f: "x"',
        "g: ''",
      ],
      ...[
        'text',
        'h: [a, b]',
        'i: {}',
        '  j: 1',
        'k: x # y',
        'l: x: y',
        'm:n',
        'on: 1',
        '- - a',
        '? a',
        'n: *a',
      ],
      ...[
        'o: -1',
        'p: "',
        'q: & r',
        '---',
        '...',
        's: \t',
        'password: hunter22',
        'name: API_TOKEN',
        'value: a1b2c3d4e5f6',
      ],
      ...[
        't: @x',
        'u: %x',
        'v: |-  # c',
        'w: `',
        '"x": 1',
        'y: [a',
        'z: 12:30:45',
        '1: a',
        'aa: - b',
        'bb: a  ',
        '~: 1',
      ],
    );
    const indented = fc.tuple(fc.integer({ min: 0, max: 6 }), content);
    fc.assert(
      fc.property(fc.array(indented, { maxLength: 14 }), (lines) => {
        expectTruth(lines.map(([indent, text]) => ' '.repeat(indent) + text).join('\n'));
      }),
      { numRuns: 4_000 },
    );
  });

  test('for values of charts with something changed', () => {
    const cut = fc.record({
      sample: fc.constantFrom(...samples),
      at: fc.double({ min: 0, max: 1, noNaN: true }),
      length: fc.integer({ min: 0, max: 4 }),
      put: fc.constantFrom(
        '',
        ' ',
        '  ',
        '\n',
        ':',
        ': ',
        '- ',
        '#',
        '"',
        "'",
        '|',
        '[',
        '{',
        '&',
        '*',
        'a',
        '\t',
        '-',
      ),
    });
    fc.assert(
      fc.property(cut, ({ sample, at, length, put }) => {
        const from = Math.floor(at * sample.length);
        expectTruth(sample.slice(0, from) + put + sample.slice(from + length));
      }),
      { numRuns: 2_000 },
    );
  });
});
