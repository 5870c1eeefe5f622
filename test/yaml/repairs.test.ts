import { describe, expect, test } from 'vitest';
import { applyEdits, type TextEdit } from '../../src/core/text.ts';
import { readYaml } from '../../src/yaml/read.ts';
import {
  belowSeparator,
  withNewlines,
  withoutDirective,
  withoutInnerMarks,
  withoutRepeatedKey,
  withoutTabs,
} from '../../src/yaml/repairs.ts';

/** The text after the repair; undefined where there is none. */
function repaired(text: string, edits: readonly TextEdit[] | undefined): string | undefined {
  return edits === undefined ? undefined : applyEdits(text, edits);
}

/** Without the first key that stands twice. */
function once(text: string): string | undefined {
  const problem = readYaml(text).problems.find(({ kind }) => kind === 'duplicate-key');
  return repaired(text, withoutRepeatedKey(text, problem?.range ?? { start: 0, end: 0 }));
}

describe('a key that stands twice', () => {
  test.each([
    ['goes where it says the same', 'a: 1\nb: 2 # two\na: 0x1\n', 'a: 1\nb: 2 # two\n'],
    ['goes in whatever form', 'a: {b: [1, 2]}\n"a":\n  b:\n    - 1\n    - 2\n', 'a: {b: [1, 2]}\n'],
    ['goes in brackets', 'a: {b: 1, c: 2, b: 1}\n', 'a: {b: 1, c: 2}\n'],
    ['goes with its line end', 'a: 1\r\na: 1\r\nb: 2', 'a: 1\r\nb: 2'],
  ])('%s', (_, text, after) => {
    expect(once(text)).toBe(after);
  });

  test.each([
    ['says something else', 'a: 1\na: 2\n'],
    ['means something else to one reader', 'a: yes\na: "yes"\n'],
    ['has a comment', 'a: 1\na: 1 # as agreed\n'],
    ['has an anchor that is used', 'a: 1\na: &a 1\nb: *a\n'],
  ])('stays where it %s', (_, text) => {
    expect(once(text)).toBeUndefined();
  });
});

describe('a directive', () => {
  test('goes where it says what the readers know', () => {
    const text = '\ufeff%YAML 1.1\r\n---\r\na: 1\r\n';
    expect(repaired(text, withoutDirective(text))).toBe('\ufeff---\r\na: 1\r\n');
  });

  test.each([
    ['it declares tags', '%TAG ! tag:example.com,2026:\n---\na: 1\n'],
    ['it has a comment', '%YAML 1.1 # as ever\n---\na: 1\n'],
    ['it stands further down', 'a: 1\n...\n%YAML 1.1\n---\nb: 1\n'],
  ])('stays where %s', (_, text) => {
    expect(withoutDirective(text)).toBeUndefined();
  });
});

test('what stands behind a separator begins on the next line', () => {
  const text = 'a: 1\r\n---  {b: 1} # second\r\n';
  const range = { start: 6, end: text.length - 2 };
  expect(repaired(text, belowSeparator(text, range))).toBe('a: 1\r\n---\r\n{b: 1} # second\r\n');
});

test('tabs behind a dash become spaces, those in texts and comments stay', () => {
  const text = 'a:\n  -\tb\t# c\td\n  -\t"e\tf"\n';
  expect(repaired(text, withoutTabs(text))).toBe('a:\n  - b\t# c\td\n  - "e\tf"\n');
});

test('a tab that indents a line says nothing of how deep', () => {
  expect(withoutTabs('a:\n\tb: 1\n')).toBeUndefined();
});

test('lone carriage returns become newlines of the kind that the file has', () => {
  expect(repaired('a: 1\rb: 2\r', withNewlines('a: 1\rb: 2\r'))).toBe('a: 1\nb: 2\n');
  expect(repaired('a: 1\r\nb: 2\rc: 3\r\n', withNewlines('a: 1\r\nb: 2\rc: 3\r\n'))).toBe(
    'a: 1\r\nb: 2\r\nc: 3\r\n',
  );
  expect(withNewlines('a: 1\r\r\nb: 2\r\r\n'), 'one too many').toBeUndefined();
  expect(withNewlines('a: [\rb: 2\r'), 'no YAML then either').toBeUndefined();
});

test('byte order marks go from the beginning of lines, and from nowhere else', () => {
  const text = '\ufeffa: 1\n---\n\ufeffb: 2\n';
  expect(repaired(text, withoutInnerMarks(text))).toBe('\ufeffa: 1\n---\nb: 2\n');
  expect(withoutInnerMarks('a: b\ufeffc\n\ufeffd: 1\n')).toBeUndefined();
});
