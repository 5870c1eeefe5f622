import type { Data } from '../yaml/node.ts';
import { isList } from './data-path.ts';
import type { JsonSchema } from './json-schema.ts';

/** A map of data that is no list. */
export type DataMap = { readonly [key: string]: Data };

/** What is taken over as it is; what is not here, the API server does not judge by either. */
const plain = [
  'type',
  'enum',
  'pattern',
  'minimum',
  'maximum',
  'multipleOf',
  'minLength',
  'maxLength',
  'minItems',
  'maxItems',
  'uniqueItems',
  'minProperties',
  'maxProperties',
  'required',
  'default',
  'x-kubernetes-validations',
];

/** Formats that the API server and ajv understand alike; it ignores those it does not know. */
const formats = new Set(['date-time', 'date', 'byte', 'int32', 'int64', 'ipv4', 'ipv6', 'uuid']);

/**
 * The schema of one version of a CustomResourceDefinition as JSON Schema: closed where the API server prunes, with its
 * shared metadata and an open status.
 * https://kubernetes.io/docs/tasks/extend-kubernetes/custom-resources/custom-resource-definitions/#specifying-a-structural-schema
 */
export function crdSchema(
  structural: DataMap,
  { id, apiVersion, kind }: { readonly id: string; readonly apiVersion: string; readonly kind: string },
): JsonSchema {
  const { properties = {}, required = [], ...rest } = converted(structural, true);
  return {
    ...rest,
    $id: id,
    properties: {
      ...properties,
      apiVersion: { type: 'string', const: apiVersion },
      kind: { type: 'string', const: kind },
      metadata: { $ref: 'gitops-kit://schemas/kubernetes/objectmeta.json' },
      ...(Object.hasOwn(properties, 'status') ? { status: { type: 'object' } } : {}),
    },
    required: [...new Set([...required, 'apiVersion', 'kind', 'metadata'])],
  };
}

/** @param closes whether fields that are not declared are pruned here: not inside `allOf` and its like */
function converted(structural: DataMap, closes: boolean): JsonSchema {
  const schema: Record<string, unknown> = {};
  for (const keyword of plain) if (structural[keyword] !== undefined) schema[keyword] = structural[keyword];
  const inner = (value: Data | undefined): JsonSchema | undefined =>
    isMap(value) ? converted(value, closes) : undefined;
  const { properties, additionalProperties, items, format } = structural;
  if (isMap(properties)) {
    schema['properties'] = Object.fromEntries(
      Object.entries(properties).map(([name, value]) => [name, inner(value) ?? {}]),
    );
  }
  if (isMap(items)) schema['items'] = inner(items);
  if (typeof format === 'string' && formats.has(format)) schema['format'] = format;
  for (const keyword of ['allOf', 'anyOf', 'oneOf']) {
    const list = structural[keyword];
    if (isList(list)) schema[keyword] = list.map((value) => (isMap(value) ? converted(value, false) : {}));
  }
  if (isMap(structural['not'])) schema['not'] = converted(structural['not'], false);
  for (const [limit, exclusive] of [
    ['minimum', 'exclusiveMinimum'],
    ['maximum', 'exclusiveMaximum'],
  ] as const) {
    if (structural[exclusive] !== true || schema[limit] === undefined) continue;
    schema[exclusive] = schema[limit];
    delete schema[limit];
  }
  if (isMap(additionalProperties)) schema['additionalProperties'] = inner(additionalProperties);
  else if (closes && additionalProperties !== true && isPruned(structural))
    schema['additionalProperties'] = false;
  return withNull(embedded(intOrString(schema, structural), structural), structural);
}

function isPruned(structural: DataMap): boolean {
  return structural['type'] === 'object' && structural['x-kubernetes-preserve-unknown-fields'] !== true;
}

function intOrString(schema: Record<string, unknown>, structural: DataMap): Record<string, unknown> {
  if (structural['x-kubernetes-int-or-string'] !== true) return schema;
  const { anyOf: _anyOf, ...rest } = schema;
  return { ...rest, type: ['integer', 'string'] };
}

/** An object inside an object has apiVersion, kind and metadata without declaring them. */
function embedded(schema: Record<string, unknown>, structural: DataMap): Record<string, unknown> {
  if (structural['x-kubernetes-embedded-resource'] !== true) return schema;
  const properties = {
    ...Object(schema['properties']),
    apiVersion: { type: 'string' },
    kind: { type: 'string' },
    metadata: { $ref: 'gitops-kit://schemas/kubernetes/objectmeta.json' },
  };
  return { ...schema, properties };
}

function withNull(schema: Record<string, unknown>, structural: DataMap): JsonSchema {
  if (structural['nullable'] !== true) return schema;
  const { type, enum: allowed } = schema;
  return {
    ...schema,
    ...(type === undefined ? {} : { type: [...(Array.isArray(type) ? type : [type]), 'null'] }),
    ...(Array.isArray(allowed) ? { enum: [...allowed, null] } : {}),
  };
}

/** Whether data is a map. */
export function isMap(value: Data | undefined): value is DataMap {
  return typeof value === 'object' && value !== null && !isList(value);
}
