import { describe, expect, test } from 'vitest';
import { commentsIn, lostComments } from '../../src/yaml/comments.ts';
import { type DataEdit, editChecked } from '../../src/yaml/edit-checked.ts';

const edited = (text: string, ...edits: DataEdit[]): string => editChecked(text, edits);

describe('rename', () => {
  test.each([
    ['keeps value and comment', 'a: 1 # one\nb: 2\n', 'z: 1 # one\nb: 2\n'],
    ['keeps the quotes', '"a": 1\r\n', '"z": 1\r\n'],
    ['inside braces', '{a: 1, b: 2}', '{z: 1, b: 2}'],
  ])('%s', (_, text, wanted) => {
    expect(edited(text, { kind: 'rename', path: ['a'], key: 'z' })).toBe(wanted);
  });

  test('is refused where the other key is', () => {
    expect(() => edited('a: 1\nz: 2\n', { kind: 'rename', path: ['a'], key: 'z' })).toThrow(/z is there/);
  });
});

describe('wrap', () => {
  test.each([
    ['a scalar', 'a: x # c\nb: 1\n', ['a'], 'k', 'a:\n  k: x # c\nb: 1\n'],
    ['a block of text', 'a: |\n  x\n\n  y\nb: 1\n', ['a'], 'k', 'a:\n  k: |\n    x\n\n    y\nb: 1\n'],
    ['a mapping below its key', 'a: # c\n  # d\n  b: 1\n', ['a'], 'k', 'a: # c\n  k:\n    # d\n    b: 1\n'],
    ['a list at its key', 'a:\n- 1 # c\n- 2\n', ['a'], 'k', 'a:\n  k:\n    - 1 # c\n    - 2\n'],
    [
      'an item that is a mapping',
      '- a: 1\n  # c\n  b: 2\n- x\n',
      [0],
      'k',
      '- k:\n    a: 1\n    # c\n    b: 2\n- x\n',
    ],
    ['an item that is a text', '- x.yaml # c\n', [0], 'path', '- path: x.yaml # c\n'],
    ['an item that is a block of text', '- |-\n  a: 1\n- y\n', [0], 'k', '- k: |-\n    a: 1\n- y\n'],
    ['an item in brackets', 'a: [x, y]\n', ['a', 0], 'k', 'a: [{ k: x }, y]\n'],
    ['a mapping into a list', 'a:\n    b: 1 # c\n    d: 2\n', ['a'], 0, 'a:\n    - b: 1 # c\n      d: 2\n'],
    ['with CRLF', 'a: x # c\r\nb: 1', ['a'], 'k', 'a:\r\n  k: x # c\r\nb: 1'],
  ] as const)('%s', (_, text, path, key, wanted) => {
    expect(edited(text, { kind: 'wrap', path, key })).toBe(wanted);
  });
});

describe('embed', () => {
  test.each([
    [
      'a list below its key',
      'a:\n  - op: add # c\n    value: "1"\nb: 1\n',
      'a: |\n  - op: add # c\n    value: "1"\nb: 1\n',
    ],
    ['a list at its key', 'a: # c\n- x\n# d\n- y\n', 'a: | # c\n  - x\n  # d\n  - y\n'],
    [
      'comments that stand further left',
      'a:\n# c\n  - x\n # d\n  - y # e\n',
      'a: |\n  # c\n  - x\n  # d\n  - y # e\n',
    ],
    ['a comment that stands further right', 'a:\n    # c\n  - x\n', 'a: |\n  # c\n  - x\n'],
    ['a list in brackets', 'a: [{ op: remove }]\n', 'a: "[{ op: remove }]"\n'],
    ['a block inside', 'a:\n  - |\n    x\n\n    y\n', 'a: |\n  - |\n    x\n\n    y\n'],
    ['the last line of a file', 'a:\r\n  - x', 'a: |\r\n  - x'],
  ])('%s', (_, text, wanted) => {
    expect(edited(text, { kind: 'embed', path: ['a'] })).toBe(wanted);
  });

  test('is refused where an alias would lose its anchor', () => {
    expect(() => edited('x: &x 1\na:\n  - *x\n', { kind: 'embed', path: ['a'] })).toThrow(/cannot change a/);
  });
});

describe('move', () => {
  test.each([
    ['to the end of a mapping', 'a: x # c\nb:\n    d: 1\ne: 1\n', 'b:\n    d: 1\n    k: x # c\ne: 1\n'],
    ['with all its lines', 'b:\n  d: 1\na:\n  # c\n  y: 1\n', 'b:\n  d: 1\n  k:\n    # c\n    y: 1\n'],
    ['to an empty mapping', 'a: x\nb: {}\n', 'b:\n  k: x\n'],
    ['inside braces', '{a: x, b: {d: 1}}', '{b: {d: 1, k: x}}'],
    ['from the file’s last line', 'b:\n  d: 1\na: x', 'b:\n  d: 1\n  k: x'],
  ])('%s', (_, text, wanted) => {
    expect(edited(text, { kind: 'move', path: ['a'], to: ['b', 'k'] })).toBe(wanted);
  });

  test('is refused where something stands already', () => {
    expect(() => edited('a: x\nb: { k: 1 }\n', { kind: 'move', path: ['a'], to: ['b', 'k'] })).toThrow(
      /there/,
    );
  });
});

describe('join', () => {
  const list = 'a: # all\n  # one\n  - 1 # c\n  # end\nb:\n# two\n- 2 # d\nz: 1\n';
  test('to the beginning, each item with its comments', () => {
    expect(edited(list, { kind: 'join', path: ['a'], to: ['b'], position: 'before' })).toBe(
      '  # end\nb:\n# all\n# one\n- 1 # c\n# two\n- 2 # d\nz: 1\n',
    );
  });

  test('to the end', () => {
    expect(edited(list, { kind: 'join', path: ['a'], to: ['b'], position: 'after' })).toBe(
      '  # end\nb:\n# two\n- 2 # d\n# all\n# one\n- 1 # c\nz: 1\n',
    );
  });

  test('in brackets', () => {
    const text = 'a: [1]\nb: [2, 3]\n';
    expect(edited(text, { kind: 'join', path: ['a'], to: ['b'], position: 'before' })).toBe('b: [1, 2, 3]\n');
    expect(edited(text, { kind: 'join', path: ['a'], to: ['b'], position: 'after' })).toBe('b: [2, 3, 1]\n');
  });
});

test('comments are told from text that looks like them', () => {
  const text = '# a\nx: "# no" # b\ny: a#no\nz: | # c\n  # no\n--- # d\nl: [1, # e\n  2]\n';
  expect(commentsIn(text)).toEqual(['# a', '# b', '# c', '# d', '# e']);
});

test('a comment that stood twice and stands once is lost once', () => {
  expect(lostComments('a: 1 # c\nb: 2 # c\n# d\n', 'a: 1 # c\n# d\n')).toEqual(['# c']);
});
