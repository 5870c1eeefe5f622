import type { Problem } from '../core/finding.ts';
import type { Resource } from '../model/resource.ts';
import type { Path } from '../yaml/node.ts';
import type { JsonSchema } from './json-schema.ts';
import type { Validator } from './validator.ts';

/** The kinds of fault that an API schema finds; each is one rule's business. */
export type ObjectFaultKind =
  | 'unknown-field'
  | 'missing-field'
  | 'wrong-type'
  | 'invalid-value'
  | 'rule-broken';

/** One fault of an object, worded, at its place in the file. */
export interface ObjectFault extends Problem {
  readonly kind: ObjectFaultKind;
  /** The value's path in the object; of an unknown or missing field, that field's. */
  readonly path: Path;
}

/** What the API schemas say of the objects of a repository. */
export interface Schemas {
  /** Whether there is a schema for the object's apiVersion and kind. */
  knows(resource: Resource): boolean;
  /** The faults in the order of the text; none when the kind is not known. */
  faultsOf(resource: Resource): readonly ObjectFault[];
  /** What is wrong with the schemas that the configuration names. */
  problems(): readonly Problem[];
  /** Whether a foreign regular expression is found in a text, in linear time; undefined for one that RE2 does not take. */
  expression(pattern: string): ((text: string) => boolean) | undefined;
  /** A foreign JSON Schema, compiled; undefined for one that refers to others, or cannot be compiled. */
  compiled(schema: JsonSchema): Validator | undefined;
}

/** Where no schemas are at hand nothing is said, and nothing is missed. */
export const noSchemas: Schemas = {
  knows: () => true,
  faultsOf: () => [],
  problems: () => [],
  expression: () => undefined,
  compiled: () => undefined,
};
