import { describe, expect, test } from 'vitest';
import { declaredKey, hasType } from '../../src/chart/schema-keys.ts';
import { valuesSchema } from '../../src/chart/values-schema.ts';

const judged = (schema: unknown) => valuesSchema({ valuesSchema: JSON.stringify(schema) });

describe('a schema that could take for ever is not judged by', () => {
  const doubling = Object.fromEntries(
    Array.from({ length: 60 }, (_, at) => [
      `d${at}`,
      { allOf: [{ $ref: `#/definitions/d${at + 1}` }, { $ref: `#/definitions/d${at + 1}` }] },
    ]),
  );
  test.each([
    [
      'each definition asks twice for the next',
      { $ref: '#/definitions/d0', definitions: { ...doubling, d60: {} } },
    ],
    [
      'a definition comes back to itself twice',
      { definitions: { a: { allOf: [{ $ref: '#/definitions/a' }] } }, $ref: '#/definitions/a' },
    ],
    ['another server', { properties: { a: { $ref: 'https://example.com/a.json' } } }],
    ['a file', { $ref: 'file:///etc/passwd' }],
    ['nothing that is there', { $ref: '#/definitions/none' }],
    ['keys of prototypes', { $ref: '#/constructor' }],
    ['no schema', ['a']],
  ])('%s', (_, schema) => {
    expect(judged(schema)).toBeUndefined();
  });

  test('nested deeper than the stack, too long, no JSON', () => {
    const deep = `${'{"not":'.repeat(200_000)}{}${'}'.repeat(200_000)}`;
    expect(valuesSchema({ valuesSchema: deep })).toBeUndefined();
    expect(valuesSchema({ valuesSchema: `{"title":"${'a'.repeat(5 * 2 ** 20)}"}` })).toBeUndefined();
    expect(valuesSchema({ valuesSchema: '{' })).toBeUndefined();
    expect(valuesSchema({ valuesSchema: undefined })).toBeUndefined();
  });
});

test('a definition that comes back to itself below a key is bounded by the values', () => {
  const tree = { properties: { left: { $ref: '#/$defs/tree' }, right: { $ref: '#/$defs/tree' } } };
  expect(judged({ $ref: '#/$defs/tree', $defs: { tree } })).toBeDefined();
});

test('the draft that a schema names is not asked for', () => {
  expect(judged({ $schema: 'http://json-schema.org/draft-04/schema#', $id: 'x', type: 'object' })).toEqual({
    type: 'object',
  });
});

describe('what a schema says of a key', () => {
  const root = {
    properties: { image: { $ref: '#/definitions/image' }, any: { additionalProperties: { type: 'string' } } },
    definitions: { image: { properties: { tag: { type: 'string' } }, additionalProperties: false } },
  };
  const image = { $ref: '#/definitions/image' };
  test.each([
    ['declared', image, 'tag', 'declared'],
    ['refused', image, 'tga', 'refused'],
    ['declared as any other', root.properties.any, 'x', 'declared'],
    ['not spoken of', root, 'x', 'open'],
    ['a pattern decides', { patternProperties: { '^x': {} } }, 'x', 'free'],
    ['a key of prototypes', root, 'constructor', 'open'],
    ['a circle', { $ref: '#/definitions/loop' }, 'x', 'open'],
  ])('%s', (_, schema, key, kind) => {
    const loop = { ...root, definitions: { ...root.definitions, loop: { $ref: '#/definitions/loop' } } };
    expect(declaredKey(loop, schema, key).kind).toBe(kind);
  });

  test('its type, behind a reference too', () => {
    expect(hasType(root, { type: 'string' })).toBe(true);
    expect(hasType(root, image)).toBe(false);
  });
});
