import fc from 'fast-check';
import { parseEvents } from 'js-yaml';
import { describe, expect, test } from 'vitest';
import { eventsOf } from '../../src/yaml/events.ts';
import { readYaml } from '../../src/yaml/read.ts';
import { confirmed, shortened } from '../../src/yaml/shortened.ts';

const line = `${'word '.repeat(60)}end`;
const block = (indent: string, lines = 4): string => `${indent}${line}\n`.repeat(lines);

/** The cuts that a parser confirms. */
function cutsOf(text: string): number {
  const short = shortened(text);
  return short !== undefined && confirmed(short, parseEvents(short.text, {})) ? short.cuts.length : 0;
}

describe('the middle of a block is left out', () => {
  test.each([
    ['once', `data:\n  values.yaml: |\n${block('    ')}`, 1],
    ['with blank lines and deeper ones', `a: |\n${block('  ')}\n   \n${block('      ')}b: 1\n`, 1],
    ['of every block', `a: |-\n${block('  ')}b:\n  - c: |+\n${block('      ')}\n`, 2],
  ])('%s', (_name, text, cuts) => {
    expect(cutsOf(text)).toBe(cuts);
    expect(eventsOf(text)).toEqual({ events: parseEvents(text, {}) });
  });
});

describe('everything is walked through', () => {
  test.each([
    ['in a comment', `# a: |\n${block('  b: ').replaceAll('\n', '\n\n')}`],
    ['in quotes', `a: "b: |\n${block('  ')}  "\n`],
    ['behind a blank first line', `a: |\n\n${block('  ')}`],
    ['in a list below a last line that looks like a header', `a: |\n  b: |\n- c\n- d\n`],
  ])('%s', (_name, text) => {
    const isRefused = 'refusal' in eventsOf(text);
    if (!isRefused) expect(eventsOf(text)).toEqual({ events: parseEvents(text, {}) });
    expect(isRefused || cutsOf(text) === 0).toBe(true);
  });
});

test('a fault behind a long block stands where it is', () => {
  const text = `a: |\n${block('  ')}b: [\n`;
  expect(readYaml(text).problems.map(({ range }) => range.start)).toEqual(
    readYaml(`x: ${' '.repeat(block('  ').length - 1)}\n${'b: [\n'}`).problems.map(
      ({ range }) => range.start + 2,
    ),
  );
});

const fragments = [
  ...[
    'k: |',
    'k: |-',
    '- |',
    '- k: |+',
    '  k: |2',
    "k: 'open",
    "close'",
    '"q: |',
    'q"',
    '# c: |',
    'plain: text',
  ],
  ...[
    '[a,',
    ']',
    '',
    '   ',
    '\tx',
    '---',
    '...',
    '- item',
    '? key',
    ': value',
    '&a k: |',
    '!!str |',
    line,
    line,
    line,
  ],
];

test('the events are those of the whole text, whatever is in it', () => {
  const lines = fc.tuple(fc.constantFrom('', ' ', '  ', '    ', '      '), fc.constantFrom(...fragments));
  fc.assert(
    fc.property(fc.array(lines, { minLength: 3, maxLength: 24 }), (written) => {
      const text = written.map(([indent, fragment]) => `${indent}${fragment}\n`).join('');
      let expected: unknown;
      try {
        expected = parseEvents(text, { maxDepth: 100 });
      } catch {
        return;
      }
      expect(eventsOf(text)).toEqual({ events: expected });
    }),
    { numRuns: 5_000 },
  );
});
