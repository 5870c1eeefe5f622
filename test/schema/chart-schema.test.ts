import { describe, expect, test } from 'vitest';
import { readChartSchema, valuesFaults } from '../../src/schema/chart-schema.ts';
import { compileSchema } from '../../src/schema/schema-compiler.ts';
import type { Data } from '../../src/yaml/node.ts';

/** What is said of values, by a schema that can be used. */
function said(schema: unknown, values: Data): string[] {
  const read = readChartSchema(JSON.stringify(schema));
  if (read.kind === 'unusable') throw new Error(read.why);
  const validate = compileSchema(read.schema as object, []);
  validate(values);
  return valuesFaults(validate.errors ?? [], values).map(({ message }) => message);
}

describe('the faults of values', () => {
  test.each<[string, unknown, Data, string[]]>([
    ['sound', { properties: { a: { type: 'string' } } }, { a: 'x' }, []],
    [
      'a wrong type',
      { properties: { service: { properties: { port: { type: 'integer' } } } } },
      { service: { port: 'http' } },
      ['service.port is not a whole number'],
    ],
    [
      'several types',
      { properties: { a: { type: ['string', 'null'] } } },
      { a: 1 },
      ['a is not a text or no value'],
    ],
    ['a missing key', { required: ['image'] }, {}, ['image is missing']],
    [
      'an unknown key',
      { properties: { ui: { additionalProperties: false } } },
      { ui: { 'a.b': 1 } },
      ['ui["a.b"] is no key that the schema allows'],
    ],
    [
      'none of some',
      { properties: { level: { enum: ['info', 'warn'] } } },
      { level: 'loud' },
      ['level is none of the values that the schema allows: "info" or "warn"'],
    ],
    ['a form', { properties: { a: { pattern: '^x+$' } } }, { a: 'y' }, ['a is not of the form ^x+$']],
    ['a bound', { properties: { a: { minimum: 1 } } }, { a: 0 }, ['a is not >= 1']],
    [
      'alternatives, said once',
      { properties: { a: { oneOf: [{ type: 'string' }, { type: 'integer' }] } } },
      { a: true },
      ['a is none of the forms that the schema allows'],
    ],
    [
      'items of lists',
      { properties: { a: { items: { type: 'string' } } } },
      { a: ['x', 1] },
      ['a[1] is not a text'],
    ],
    [
      'a bound of draft 4',
      {
        $schema: 'http://json-schema.org/draft-04/schema#',
        id: 'https://example.com/values',
        properties: { a: { minimum: 1, exclusiveMinimum: true } },
      },
      { a: 1 },
      ['a is not > 1'],
    ],
    [
      'definitions of draft 2020-12',
      {
        $schema: 'https://json-schema.org/draft/2020-12/schema',
        $defs: { port: { type: 'integer' } },
        properties: {
          port: { $ref: '#/$defs/port' },
          pair: { prefixItems: [{ type: 'string' }], items: false },
        },
      },
      { port: 'x', pair: ['a', 'b'] },
      ['port is not a whole number'],
    ],
    [
      'properties that are called like keywords',
      { properties: { id: { type: 'string' }, $schema: { type: 'string' }, enum: { type: 'integer' } } },
      { id: 1, enum: 'x' },
      ['id is not a text', 'enum is not a whole number'],
    ],
  ])('%s', (_name, schema, values, expected) => {
    expect(said(schema, values)).toEqual(expected);
  });

  test('never hold the value, which may be secret', () => {
    const schema = { properties: { password: { type: 'integer', pattern: '^x', enum: [1] } } };
    expect(said(schema, { password: 'Sup3rS3cret' }).join()).not.toContain('Sup3rS3cret');
  });

  test('are at most twenty', () => {
    const values = Object.fromEntries(Array.from({ length: 50 }, (_, at) => [`k${at}`, 1]));
    expect(said({ additionalProperties: { type: 'string' } }, values)).toHaveLength(20);
  });
});

describe('a schema that cannot be used', () => {
  test.each([
    ['no JSON', '{', 'it is no JSON'],
    [
      'another document',
      '{"properties":{"a":{"$ref":"https://example.com/a.json"}}}',
      'it refers to another document, "https://example.com/a.json", which is not fetched',
    ],
    [
      'a file',
      '{"$ref":"file:///etc/passwd"}',
      'it refers to another document, "file:///etc/passwd", which is not fetched',
    ],
    ['a deep one', `${'{"not":'.repeat(300)}{}${'}'.repeat(300)}`, 'it is nested too deeply'],
  ])('%s', (_name, text, why) => {
    expect(readChartSchema(text)).toEqual({ kind: 'unusable', why });
  });
});
