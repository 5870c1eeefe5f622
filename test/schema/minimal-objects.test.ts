import { expect, test } from 'vitest';
import { type JsonSchema, resolved, type SchemaPlace } from '../../src/schema/json-schema.ts';
import type { Data } from '../../src/yaml/node.ts';
import { documentOf, faults, kindsIn, placeOf } from './objects.ts';

/** What rules want beyond the fields that a schema requires. */
const also: Readonly<Record<string, Readonly<Record<string, Data>>>> = {
  HelmRelease: { chart: { spec: { chart: 'a', sourceRef: { kind: 'HelmRepository', name: 'a' } } } },
  ResourceSet: { resources: [] },
  ResourceSetInputProvider: { type: 'Static' },
  Receiver: { secretRef: { name: 'a' } },
};

/** The smallest value that a schema takes: what it requires, and of each the first thing allowed. */
function smallest(place: SchemaPlace): Data {
  const { schema, document } = resolved(place, documentOf);
  const inner = (child: JsonSchema): Data => smallest({ schema: child, document });
  if (schema.const !== undefined) return String(schema.const);
  if (schema.default !== undefined) return schema.default;
  if (schema.enum?.[0] !== undefined) return String(schema.enum[0]);
  const type = typeof schema.type === 'string' ? schema.type : schema.type?.[0];
  switch (type) {
    case 'object':
      return Object.fromEntries(
        (schema.required ?? []).map((name) => [name, inner(schema.properties?.[name] ?? {})]),
      );
    case 'array':
      return schema.items === undefined ? [] : [inner(schema.items)];
    case 'boolean':
      return true;
    case 'integer':
    case 'number':
      return 1;
    default:
      return textOf(schema.pattern);
  }
}

function textOf(pattern = ''): string {
  const candidates = [
    'a',
    '5m',
    'https://example.com',
    'oci://example.com/a',
    './a',
    '@a',
    '@artifact/a',
    '@a/b',
  ];
  const found = candidates.find((text) => new RegExp(pattern).test(text));
  if (found === undefined) throw new Error(`no text for ${pattern}`);
  return found;
}

test.each(kindsIn('flux'))('the smallest $name is no fault', ({ place, name }) => {
  const [apiVersion, kind = ''] = name.split('|');
  const { schema, document } = placeOf(place);
  const spec = schema.properties?.['spec'];
  const object = {
    apiVersion,
    kind,
    metadata: { name: 'flux' },
    ...(spec === undefined
      ? {}
      : { spec: { ...Object(smallest({ schema: spec, document })), ...(also[kind] ?? {}) } }),
  };
  expect(faults(JSON.stringify(object)).map(({ message }) => message)).toEqual([]);
});
