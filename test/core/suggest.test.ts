import { expect, test } from 'vitest';
import { didYouMean, nearest } from '../../src/core/suggest.ts';

const fields = ['chartRef', 'interval', 'targetNamespace', 'timeout', 'valuesFrom'];

test.each([
  ['intervall', 'interval'],
  ['itnerval', 'interval'],
  ['valuesfrom', 'valuesFrom'],
  ['targetNamespce', 'targetNamespace'],
  ['chart', undefined],
  ['replicas', undefined],
  ['interval', undefined],
])('%s is near %s', (word, expected) => {
  expect(nearest(word, fields)).toBe(expected);
});

test('a word of one letter is near to nothing but itself in another case', () => {
  expect(nearest('t', ['x', 'tt'])).toBeUndefined();
  expect(nearest('dt', ['t', 'd'])).toBeUndefined();
  expect(nearest('T', ['x', 't'])).toBe('t');
  expect(nearest('dt', ['td'])).toBe('td');
});

test('a name with another number is another one of the row, and no slip', () => {
  expect(nearest('member9', ['member1', 'member2'])).toBeUndefined();
  expect(nearest('eu-west-1b-12', ['eu-west-1b-3'])).toBeUndefined();
  expect(nearest('membr1', ['member1', 'member2'])).toBe('member1');
  expect(nearest('Member1', ['member1'])).toBe('member1');
});

test('of two that are as near, the first by name is taken, whatever their order', () => {
  expect(nearest('web-x', ['web-b', 'web-a'])).toBe('web-a');
  expect(nearest('web-x', ['web-a', 'web-b'])).toBe('web-a');
});

test('the tail of a message is empty when nothing is near', () => {
  expect(didYouMean('timeot', fields)).toBe('; did you mean timeout?');
  expect(didYouMean('replicas', fields)).toBe('');
});
