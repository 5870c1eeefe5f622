/** One fault, as ajv describes it without words (https://ajv.js.org/api.html#error-objects). */
export interface RawFault {
  /** A JSON pointer to the value; of an unknown or missing field, to its parent. */
  readonly instancePath: string;
  readonly schemaPath: string;
  readonly keyword: string;
  readonly params: Readonly<Record<string, unknown>>;
}

/** A function that ajv compiled; `errors` is of its last call. */
export interface Validator {
  (data: unknown): boolean;
  readonly errors?: readonly RawFault[] | null;
}
