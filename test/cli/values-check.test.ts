import { expect, test } from 'vitest';
import { checkValues } from '../../src/io/values-check.ts';

test('values are held against a schema, each by itself', async () => {
  const answer = await checkValues({ properties: { a: { type: 'integer' } } }, [{ a: 1n }, { a: 'x' }]);
  expect(answer).toMatchObject({ kind: 'checked', faults: [[], [{ instancePath: '/a', keyword: 'type' }]] });
});

test.each([
  ['refers to itself', { $ref: '#' }, /stack/i],
  ['does not compile', { type: 'nonsense' }, /type/],
  ['has a pattern that is none', { properties: { a: { pattern: '(' } } }, /./],
])('a schema that %s is told of, and ends nothing', async (_name, schema, why) => {
  expect(await checkValues(schema, [{ a: 'b' }])).toEqual({
    kind: 'unusable',
    why: expect.stringMatching(why),
  });
});

test('a schema that takes for ever is ended', async () => {
  // Each level asks the next one twice.
  const definitions = Object.fromEntries(
    Array.from({ length: 60 }, (_, at) => [
      `d${at}`,
      { anyOf: [{ allOf: [next(at), { type: 'string' }] }, { allOf: [next(at), { type: 'string' }] }] },
    ]),
  );
  const answer = await checkValues({ definitions, $ref: '#/definitions/d0' }, [{ a: 1 }]);
  expect(answer).toMatchObject({ kind: 'unusable' });
}, 30_000);

function next(at: number): object {
  return at === 59 ? {} : { $ref: `#/definitions/d${at + 1}` };
}
