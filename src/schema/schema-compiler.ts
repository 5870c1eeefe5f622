import { Ajv } from 'ajv';
import formats from 'ajv-formats';
import { RE2JS } from 're2js';
import type { JsonSchema } from './json-schema.ts';
import type { Validator } from './validator.ts';

// A module of its own in dist/schemas: ajv is loaded only where the configuration names CustomResourceDefinitions.

/** Patterns of foreign schemas run in linear time. */
const linear = Object.assign(
  (pattern: string) => {
    return { test: expression(pattern), toString: () => pattern };
  },
  { code: 'linear' },
);

/** Compiles a schema, with those it refers to; throws with the cause where it is none. */
export function compileSchema(schema: JsonSchema, others: readonly JsonSchema[]): Validator {
  const ajv = new Ajv({
    strict: false,
    allErrors: true,
    ownProperties: true,
    allowUnionTypes: true,
    messages: false,
    logger: false,
    code: { regExp: linear },
  });
  formats.default(ajv);
  for (const other of others) ajv.addSchema(other);
  // The border: what ajv compiles is such a function, and a validator of this program is never asynchronous.
  return ajv.compile(schema) as Validator;
}

/** Whether a pattern is found in a text, in linear time; throws where it is none. */
export function expression(pattern: string): (text: string) => boolean {
  const compiled = RE2JS.compile(pattern);
  return (text) => compiled.matcher(text).find();
}

/** Whether a pattern is one of RE2, as the API server wants it; the cause where it is not. */
export function patternFault(pattern: string): string | undefined {
  try {
    RE2JS.compile(pattern);
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}
