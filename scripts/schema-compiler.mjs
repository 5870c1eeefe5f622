import { Ajv } from 'ajv';
import formats from 'ajv-formats';

/** ajv as the API schemas need it. `ownProperties`: a key like `__proto__` is data. */
export function schemaCompiler(options) {
  const ajv = new Ajv({
    strict: true,
    // "one of two fields is required" names fields that its parent declares
    strictRequired: false,
    allErrors: true,
    ownProperties: true,
    allowUnionTypes: true,
    ...options,
  });
  formats.default(ajv);
  ajv.addVocabulary([
    'x-kubernetes-preserve-unknown-fields',
    'x-kubernetes-int-or-string',
    'x-kubernetes-validations',
    'x-kubernetes-embedded-resource',
    'x-gk-format',
  ]);
  return ajv;
}
