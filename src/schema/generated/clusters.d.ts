// Generated from schemas/clusters.schema.json by scripts/precompile-schemas.mjs; npm run generate makes it anew.

/** One fault, as ajv describes it (https://ajv.js.org/api.html#error-objects). */
export interface Fault {
  readonly instancePath: string;
  readonly keyword: string;
  readonly params: Readonly<Record<string, unknown>>;
  readonly message?: string;
  readonly parentSchema?: Readonly<Record<string, unknown>>;
  readonly data?: unknown;
}

export declare const validate: {
  (data: unknown): boolean;
  readonly errors?: readonly Fault[] | null;
};
