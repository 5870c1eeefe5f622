import { expect, test } from 'vitest';
import { asDraft7 } from '../../src/chart/draft7.ts';
import { compileSchema } from '../../src/schema/schema-compiler.ts';

/** The paths of the values that a schema refuses. */
function refused(schema: object, values: object): string[] {
  const validate = compileSchema(asDraft7(schema) as object, []);
  validate(values);
  return (validate.errors ?? []).map(({ instancePath }) => instancePath);
}

test.each([
  [
    'draft 4: a bound that is not taken itself',
    {
      $schema: 'http://json-schema.org/draft-04/schema#',
      id: 'https://example.com/values',
      properties: { a: { minimum: 1, exclusiveMinimum: true }, b: { maximum: 1, exclusiveMaximum: false } },
    },
    { a: 1, b: 1 },
    ['/a'],
  ],
  [
    'draft 2020-12: definitions, and items of a pair',
    {
      $schema: 'https://json-schema.org/draft/2020-12/schema',
      $defs: { port: { $id: 'port', type: 'integer' } },
      properties: {
        port: { $ref: '#/$defs/port' },
        pair: { prefixItems: [{ type: 'string' }], items: false },
      },
    },
    { port: 'x', pair: ['a', 'b'] },
    ['/port'],
  ],
  [
    'properties that are called like keywords',
    { properties: { id: { type: 'string' }, $schema: { type: 'string' }, enum: { type: 'integer' } } },
    { id: 1, $schema: 'x', enum: 'x' },
    ['/id', '/enum'],
  ],
  ['values that look like schemas', { properties: { a: { enum: [{ id: 'x' }] } } }, { a: { id: 'x' } }, []],
])('%s', (_name, schema, values, expected) => {
  expect(refused(schema, values)).toEqual(expected);
});
