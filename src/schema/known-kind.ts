import type { Reader } from '../yaml/node.ts';
import type { CelRules } from './cel.ts';
import type { DocumentOf, SchemaPlace } from './json-schema.ts';
import type { Validator } from './validator.ts';

/** A kind whose schema is at hand. */
export interface KnownKind {
  readonly group: string;
  readonly validator: Validator;
  /** The schema itself: what the validator was made from. */
  root(): SchemaPlace;
  readonly documentOf: DocumentOf;
  /** How the file's values are read on their way to the API. */
  readonly reader: Reader;
  /** A field's name counts in any case. */
  readonly anyCase: boolean;
  /** Of Kubernetes itself: an empty text is no value there. */
  readonly isBuiltIn: boolean;
  readonly hasRules: boolean;
  readonly cel: CelRules;
}
