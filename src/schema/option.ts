import type { Data } from '../yaml/node.ts';

/**
 * What the value of a rule's option may be: the part of JSON Schema that options need, checked by our own few lines
 * (rule-options.ts), since ajv at run time would cost more than a whole lint. The same object is printed on the rule's
 * page and by `rules --format json`.
 */
export type OptionSchema =
  | { readonly type: 'boolean' }
  | {
      readonly type: 'integer' | 'number';
      readonly minimum?: number;
      readonly exclusiveMinimum?: number;
      readonly maximum?: number;
    }
  | {
      readonly type: 'string';
      readonly enum?: readonly string[];
      /** A regular expression that matches somewhere in the text, as in JSON Schema. */
      readonly pattern?: string;
      /** Shown where the pattern is not met. */
      readonly examples?: readonly string[];
    }
  | { readonly type: 'array'; readonly items: OptionSchema; readonly minItems?: number };

/** What can be configured of a rule beside its severity: `"family/flaw": ["warning", { "option": … }]`. */
export interface RuleOption {
  /** One sentence, for the rule's page. */
  readonly describe: string;
  readonly schema: OptionSchema;
  readonly default: Data;
}

/** What was expected of a value that does not fit; undefined when it fits. */
export function expectedOf(value: Data, schema: OptionSchema): string | undefined {
  return fits(value, schema) ? undefined : wanted(schema);
}

function fits(value: Data, schema: OptionSchema): boolean {
  switch (schema.type) {
    case 'boolean':
      return typeof value === 'boolean';
    case 'integer':
    case 'number':
      return (
        typeof value === 'number' &&
        (schema.type === 'number' || Number.isInteger(value)) &&
        value >= (schema.minimum ?? Number.NEGATIVE_INFINITY) &&
        value > (schema.exclusiveMinimum ?? Number.NEGATIVE_INFINITY) &&
        value <= (schema.maximum ?? Number.POSITIVE_INFINITY)
      );
    case 'string':
      return (
        typeof value === 'string' &&
        (schema.enum?.includes(value) ?? true) &&
        (schema.pattern === undefined || new RegExp(schema.pattern, 'u').test(value))
      );
    case 'array':
      return (
        Array.isArray(value) &&
        value.length >= (schema.minItems ?? 0) &&
        value.every((each: Data) => fits(each, schema.items))
      );
  }
}

/** The kind of value in words: `a whole number from 1 to 512`. */
export function wanted(schema: OptionSchema): string {
  switch (schema.type) {
    case 'boolean':
      return 'true or false';
    case 'integer':
    case 'number':
      return [schema.type === 'integer' ? 'a whole number' : 'a number', ...bounds(schema)].join(' ');
    case 'string': {
      if (schema.enum !== undefined) return schema.enum.map((each) => JSON.stringify(each)).join(' or ');
      const [example] = schema.examples ?? [];
      if (schema.pattern === undefined) return 'a text in quotes';
      return example === undefined
        ? `a text that matches ${schema.pattern}`
        : `a text like ${JSON.stringify(example)}`;
    }
    case 'array': {
      const least = schema.minItems === undefined ? '' : ` of at least ${schema.minItems}`;
      return `a list${least}, each entry ${wanted(schema.items)}`;
    }
  }
}

function* bounds(schema: Extract<OptionSchema, { type: 'integer' | 'number' }>): Iterable<string> {
  if (schema.exclusiveMinimum !== undefined) yield `above ${schema.exclusiveMinimum}`;
  if (schema.minimum !== undefined) yield `from ${schema.minimum}`;
  if (schema.maximum !== undefined) yield `up to ${schema.maximum}`;
}
