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

test('of two that are as near, the first by name is taken, whatever their order', () => {
  expect(nearest('web-x', ['web-b', 'web-a'])).toBe('web-a');
  expect(nearest('web-x', ['web-a', 'web-b'])).toBe('web-a');
});

test('the tail of a message is empty when nothing is near', () => {
  expect(didYouMean('timeot', fields)).toBe('; did you mean timeout?');
  expect(didYouMean('replicas', fields)).toBe('');
});
