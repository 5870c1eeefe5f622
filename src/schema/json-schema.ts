import type { Data, Path } from '../yaml/node.ts';

/** What the API schemas use of JSON Schema (draft-07), as `scripts/import-schemas.mjs` and `crd.ts` write it. */
export interface JsonSchema {
  readonly $id?: string;
  readonly $ref?: string;
  readonly type?: string | readonly string[];
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly additionalProperties?: boolean | JsonSchema;
  readonly required?: readonly string[];
  readonly items?: JsonSchema;
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly pattern?: string;
  readonly default?: Data;
  readonly definitions?: Readonly<Record<string, JsonSchema>>;
  readonly oneOf?: readonly JsonSchema[];
  readonly anyOf?: readonly JsonSchema[];
  readonly 'x-kubernetes-validations'?: readonly CelRule[];
  readonly 'x-kubernetes-embedded-resource'?: boolean;
}

/** A rule in CEL, and what the API server says when it is broken. */
export interface CelRule {
  readonly rule: string;
  readonly message?: string;
}

/** A schema with the document that its `#/…` references lie in. */
export interface SchemaPlace {
  readonly schema: JsonSchema;
  readonly document: JsonSchema;
}

/** The document of an `$id`. */
export type DocumentOf = (id: string) => JsonSchema;

/** The place that a schema's `$ref` leads to; itself without one. */
export function resolved(place: SchemaPlace, documentOf: DocumentOf): SchemaPlace {
  let at = place;
  while (at.schema.$ref !== undefined) {
    const [id = '', fragment = ''] = at.schema.$ref.split('#');
    const document = id === '' ? at.document : documentOf(id);
    const name = /^\/definitions\/(.+)$/.exec(fragment)?.[1];
    const schema = name === undefined ? document : document.definitions?.[name];
    if (schema === undefined) throw new Error(`the schema refers to ${at.schema.$ref}, which does not exist`);
    at = { schema, document };
  }
  return at;
}

/** The schema of the value at a path; undefined where the schemas say nothing of it. */
export function schemaAt(root: SchemaPlace, path: Path, documentOf: DocumentOf): SchemaPlace | undefined {
  let at: SchemaPlace | undefined = resolved(root, documentOf);
  for (const step of path) {
    const next: JsonSchema | undefined = child(at.schema, step);
    if (next === undefined) return undefined;
    at = resolved({ schema: next, document: at.document }, documentOf);
  }
  return at;
}

/** The fields that a schema declares. */
export function fieldsOf({ schema }: SchemaPlace): readonly string[] {
  return Object.keys(schema.properties ?? {});
}

/** Whether a value of this JSON type may stand there; a schema without types takes all, and no value is none. */
export function takes({ schema }: SchemaPlace, type: string): boolean {
  if (schema.type === undefined || type === 'null') return true;
  const types = typeof schema.type === 'string' ? [schema.type] : schema.type;
  return types.includes(type) || (type === 'integer' && types.includes('number'));
}

function child(schema: JsonSchema, step: string | number): JsonSchema | undefined {
  if (typeof step === 'number') return schema.items;
  const { properties = {}, additionalProperties } = schema;
  if (Object.hasOwn(properties, step)) return properties[step];
  return typeof additionalProperties === 'object' ? additionalProperties : undefined;
}
