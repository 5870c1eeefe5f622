import { expect, test } from 'vitest';
import { coalesce } from '../../src/merge/coalesce.ts';
import type { Data } from '../../src/yaml/node.ts';

test.each<[string, Data, Data, Data]>([
  ['takes what is not said from below', {}, { a: 1 }, { a: 1 }],
  ['goes before what is below', { a: 2 }, { a: 1, b: 1 }, { a: 2, b: 1 }],
  ['joins mappings', { a: { x: 1 } }, { a: { y: 2 } }, { a: { x: 1, y: 2 } }],
  ['takes lists as a whole', { a: [1] }, { a: [2, 3] }, { a: [1] }],
  ['takes a key away with null', { a: null, b: { c: null } }, { a: 1, b: { c: 1, d: 2 } }, { b: { d: 2 } }],
  ['puts a mapping over a scalar', { a: { x: 1 } }, { a: 1 }, { a: { x: 1 } }],
  ['puts a scalar over a mapping', { a: 1 }, { a: { x: 1 } }, { a: 1 }],
])('%s', (_name, values, below, expected) => {
  expect(coalesce(values, below)).toEqual(expected);
});

test('a key named __proto__ is a key', () => {
  const result = coalesce(JSON.parse('{"__proto__": {"x": 1}}'), {});
  expect(Object.keys(result as object)).toEqual(['__proto__']);
  expect({}).not.toHaveProperty('x');
});
