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
