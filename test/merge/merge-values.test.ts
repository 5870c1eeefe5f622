import { expect, test } from 'vitest';
import { mergeValues } from '../../src/merge/merge-values.ts';
import type { ConflictChoice, Merged } from '../../src/merge/values-merge.ts';

function merged(
  base: readonly string[],
  ours: readonly string[],
  theirs: readonly string[],
  choice: ConflictChoice = 'ours',
): Merged {
  const [first, second, third] = [base, ours, theirs].map((lines) =>
    lines.map((line) => `${line}\n`).join(''),
  );
  const result = mergeValues({ base: first ?? '', ours: second ?? '', theirs: third ?? '' }, choice);
  if (result.kind === 'lines') throw new Error(result.why);
  return result;
}

const lines = ({ text }: Merged): string[] => text.replace(/\n$/, '').split('\n');

test('what the user set stays, what upstream brings comes', () => {
  const base = ['# how many', 'replicas: 1', 'image:', '  tag: 6.0.0 # of podinfo'];
  const ours = ['# how many', 'replicas: 3', 'image:', '  tag: 6.0.0 # of podinfo'];
  const theirs = ['# how many pods', 'replicas: 1', 'image:', '  name: podinfo', '  tag: 6.1.0'];
  const result = merged(base, ours, theirs);
  expect(lines(result)).toEqual([
    '# how many pods',
    'replicas: 3',
    'image:',
    '  name: podinfo',
    '  tag: 6.1.0',
  ]);
  expect(result.kept).toEqual([{ path: ['replicas'], before: 1, after: 3 }]);
  expect(result.taken).toEqual([
    { path: ['image', 'tag'], before: '6.0.0', after: '6.1.0' },
    { path: ['image', 'name'], before: undefined, after: 'podinfo' },
  ]);
});

test('the comments of the user stay at their keys', () => {
  const base = ['a: 1', 'redis:', '  # how much', '  memory: 1Gi', '  port: 6379'];
  const ours = [
    'a: 1',
    'redis:',
    '  # how much',
    '  # (more is dear)',
    '  memory: 1Gi # checked',
    '  port: 6379',
  ];
  const theirs = ['b: 1', 'redis:', '  # how much memory', '  memory: 2Gi', '  host: redis', '  port: 6379'];
  const result = merged(base, ours, theirs);
  expect(lines(result)).toEqual([
    'b: 1',
    'redis:',
    '  # how much memory',
    '  # (more is dear)',
    '  memory: 2Gi # checked',
    '  host: redis',
    '  port: 6379',
  ]);
  expect(result.lostComments).toEqual([]);
});

test('a comment at a key that is gone is listed', () => {
  const result = merged(['a: 1', 'b: 1'], ['# mine', 'a: 1', 'b: 2'], ['b: 1', 'c: 1']);
  expect(lines(result)).toEqual(['b: 2', 'c: 1']);
  expect(result.lostComments).toEqual([{ text: '# mine', line: 1, path: ['a'] }]);
});

test('a place that both changed is a conflict, with its line', () => {
  const sides = [
    ['# top', 'a: 1'],
    ['# top', 'a: 2'],
    ['# top', 'b: 0', 'a: 3'],
  ] as const;
  const conflict = { path: ['a'], base: 1, ours: 2, theirs: 3, line: 3 };
  expect(merged(...sides)).toMatchObject({ text: '# top\nb: 0\na: 2\n', conflicts: [conflict] });
  expect(merged(...sides, 'theirs')).toMatchObject({ text: '# top\nb: 0\na: 3\n', conflicts: [conflict] });
  expect(merged(...sides, 'markers')).toMatchObject({
    text: '# top\nb: 0\n<<<<<<< yours\na: 2\n=======\na: 3\n>>>>>>> chart\n',
    conflicts: [{ ...conflict, line: 4 }],
  });
});

test('a key that upstream took away stays where the user had changed it', () => {
  const result = merged(['a: 1', 'b: 1', 'c: 1'], ['a: 1', 'b: 2', 'c: 1'], ['a: 1']);
  expect(lines(result)).toEqual(['a: 1', 'b: 2']);
  expect(result.conflicts).toEqual([{ path: ['b'], base: 1, ours: 2, theirs: undefined, line: 2 }]);
});

test('values that cannot be read are merged line by line', () => {
  const result = mergeValues({ base: 'a: 1\n', ours: 'a: 2\na: 3\n', theirs: 'a: 1\nb: 1\n' }, 'ours');
  expect(result).toEqual({
    kind: 'lines',
    text: '<<<<<<< yours\na: 2\na: 3\n=======\na: 1\nb: 1\n>>>>>>> chart\n',
    conflicts: 1,
    why: 'your values cannot be read: key a is there twice in one mapping',
  });
});

/** Texts as they stand in files, line by line. */
interface Example {
  readonly base: string;
  readonly ours: string;
  readonly theirs: string;
  readonly text: string;
}

const examples: Readonly<Record<string, Example>> = {
  'line ends of ConfigMaps win': {
    base: 'a: 1\nb: 1\n',
    ours: '# mine\r\na: 2\r\nb: 1\r\n',
    theirs: 'a: 1\r\nb: 3\r\n',
    text: '# mine\na: 2\nb: 3\n',
  },
  'a text without a newline at its end': {
    base: 'a: 1\nb: 1',
    ours: 'a: 2\nb: 1',
    theirs: 'a: 1\nb: 3\nc: 1',
    text: 'a: 2\nb: 3\nc: 1\n',
  },
  'a block of text at the end that has no newline': {
    base: 'a: 1\n',
    ours: 'a: 1\ns: |\n  one\n  two',
    theirs: 'a: 3\nb: 1\n',
    text: 'a: 3\ns: |-\n  one\n  two\nb: 1\n',
  },
  'values of which nothing is left': { base: 'a: 1\n', ours: '', theirs: 'a: 1\nb: 1\n', text: 'b: 1\n' },
  'values that begin with nothing': { base: '', ours: 'a: 1\n', theirs: 'b: 1\n', text: 'b: 1\na: 1\n' },
  'a new version without values': {
    base: 'a: 1\n',
    ours: 'a: 2\n',
    theirs: '# no values any more\n',
    text: '# no values any more\na: 2\n',
  },
  'a document that says where it begins': {
    base: '---\na: 1\n',
    ours: '---\n# mine\na: 2\n',
    theirs: '---\n# top\na: 1\nb: 1\n',
    text: '---\n# top\n# mine\na: 2\nb: 1\n',
  },
  'values in JSON': {
    base: 'a: 1\nb: { c: 1 }\n',
    ours: '{"a": 2, "b": {"c": 1, "d": true}}\n',
    theirs: 'a: 1\nb:\n  # how many\n  c: 3\n',
    text: 'a: 2\nb:\n  # how many\n  c: 3\n  d: true\n',
  },
  'brackets on both sides stay on their line': {
    base: 'r: {a: 1, b: 1}\n',
    ours: 'r: {a: 2, b: 1}\n',
    theirs: 'r: {a: 1, b: 3} # new\n',
    text: 'r: { a: 2, b: 3 } # new\n',
  },
  'a block of the user, brackets of upstream': {
    base: 'r: {}\n',
    ours: 'r:\n  # mine\n  a: 2\n',
    theirs: 'r: { b: 3 }\n',
    text: 'r:\n  b: 3\n  # mine\n  a: 2\n',
  },
  'what the user took out of a comment': {
    base: 'r: {}\n  # a: 1\n  # b: 2\n',
    ours: 'r:\n  a: 1\n  # b: 2\n',
    theirs: 'r: {}\n  # a: 1\n  # b: 2\n  # c: 3\n',
    text: 'r:\n  a: 1\n  # b: 2\n  # c: 3\n',
  },
  'what the user commented out': {
    base: 'm:\n  a: 1\n  b: 2\nc: 1\n',
    ours: 'm:\n  a: 1\n  # b: 2\nc: 1\n',
    theirs: 'm:\n  # the first\n  a: 1\n  b: 2\nc: 3\n',
    text: 'm:\n  # the first\n  a: 1\n  # b: 2\nc: 3\n',
  },
  'a comment that upstream put below becomes no part of a block of text': {
    base: 's: ""\n',
    ours: 's: |\n  text\n',
    theirs: 's: ""\n  # of several lines\n',
    text: 's: |\n  text\n# of several lines\n',
  },
  'an alias follows its anchor as far as it should': {
    base: 'a: &x {v: 1}\nb: *x\n',
    ours: 'a: &x {v: 2}\nb: *x\n',
    theirs: 'a: &x {v: 1}\nb: *x\nc: *x\n',
    text: 'a: &x {v: 2}\nb: *x\nc:\n  v: 1\n',
  },
  'an anchor that upstream’s lines do not have': {
    base: 'm:\n  a: 1\n',
    ours: 'm: &m\n  a: 1\nn: *m\n',
    theirs: 'm: # new\n  a: 3\n',
    text: 'm: # new\n  a: 3\nn: { a: 1 }\n',
  },
  'a key over a merge key': {
    base: 'd: &d\n  a: 1\n  b: 1\ne:\n  <<: *d\n  c: 1\n',
    ours: 'd: &d\n  a: 1\n  b: 1\ne:\n  <<: *d\n  c: 2\n',
    theirs: 'd: &d\n  a: 3\n  b: 1\ne:\n  <<: *d\n  c: 1\n',
    text: 'd: &d\n  a: 3\n  b: 1\ne:\n  <<: *d\n  c: 2\n',
  },
  'comments between the items of a list': {
    base: 'l:\n  - a\n  - b\n',
    ours: 'l:\n  - a # mine\n  # the second\n  - b\n',
    theirs: 'l:\n  - z\n  - a\n  - b\n',
    text: 'l:\n  - z\n  - a # mine\n  # the second\n  - b\n',
  },
  'items with names, with their comments, at another indentation': {
    base: 'l:\n- name: a\n  v: 1\n- name: b\n  v: 1\n',
    ours: 'l:\n- name: a\n  v: 2 # mine\n# about b\n- name: b\n  v: 1\n',
    theirs: 'l:\n  - name: a\n    v: 1\n    w: 1\n  - name: b\n    v: 3\n',
    text: 'l:\n  - name: a\n    v: 2 # mine\n    w: 1\n  # about b\n  - name: b\n    v: 3\n',
  },
  'deeper lines of the user': {
    base: 'a:\n  b:\n    c: 1\n',
    ours: 'a:\n    b:\n        c: 2\n        d: |\n          x\n            y\n',
    theirs: 'a:\n  e: 1\n  b:\n    c: 1\n    f: 1\n',
    text: 'a:\n  e: 1\n  b:\n    c: 2\n    d: |\n      x\n        y\n    f: 1\n',
  },
  'quotes of the user': {
    base: 'a: word\n',
    ours: "a: 'it''s mine'\n",
    theirs: 'a: word # new\n',
    text: "a: 'it''s mine' # new\n",
  },
  'comments on both sides of a value': {
    base: 'a: 1 # old\n',
    ours: 'a: 1 # mine\n',
    theirs: 'a: 2 # new\n',
    text: '# mine\na: 2 # new\n',
  },
  'keys that go with their comments': {
    base: 'a: 1\n# of b\nb: 1\n# of c\nc: 1\n',
    ours: 'a: 1\n# of c\nc: 1\n',
    theirs: 'a: 1\n# of b\nb: 1\n# of c\nc: 3\n',
    text: 'a: 1\n# of c\nc: 3\n',
  },
  'keys that JavaScript knows': {
    base: '__proto__:\n  a: 1\n',
    ours: '__proto__:\n  a: 2\n',
    theirs: 'constructor: 1\n__proto__:\n  a: 1\n  b: 1\n',
    text: 'constructor: 1\n__proto__:\n  a: 2\n  b: 1\n',
  },
};

test.each(Object.entries(examples))('%s', (_, { base, ours, theirs, text }) => {
  const result = mergeValues({ base, ours, theirs }, 'ours');
  expect(result).toMatchObject({ kind: 'merged', text, lostComments: [] });
});

test('more documents than one are merged line by line', () => {
  const sides = { base: 'a: 1\n', ours: 'a: 1\n---\nb: 1\n', theirs: 'a: 3\n' };
  expect(mergeValues(sides, 'ours')).toMatchObject({ kind: 'lines', conflicts: 1 });
});

test('many equal lines take no time beyond their number', () => {
  const many = (word: string, count: number): string => `a: ${word}\na: ${word}\n${'# x\n\n'.repeat(count)}`;
  const result = mergeValues(
    { base: many('b', 4000), ours: many('o', 5000), theirs: many('t', 6000) },
    'ours',
  );
  expect(result.kind).toBe('lines');
});

test('aliases that lead on and on are no reason to fail', () => {
  const chain = Array.from(
    { length: 150 },
    (_, at) => `a${at}: &a${at} { x: ${at === 0 ? 1 : `*a${at - 1}`} }\n`,
  );
  const base = chain.join('');
  const result = mergeValues({ base, ours: base.replace('x: 1', 'x: 2'), theirs: `${base}b: 1\n` }, 'ours');
  expect(result.kind).toBe('lines');
});
