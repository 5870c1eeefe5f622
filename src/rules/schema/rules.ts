import type { Rule } from '../rule.ts';
import { invalidValue } from './invalid-value.ts';
import { missingField } from './missing-field.ts';
import { ruleBroken } from './rule-broken.ts';
import { unknownField } from './unknown-field.ts';
import { unusableCrd } from './unusable-crd.ts';
import { wrongType } from './wrong-type.ts';

/** The rules of this family, by name. A new rule's second line stands here. */
export const schemaRules: readonly Rule[] = [
  invalidValue,
  missingField,
  ruleBroken,
  unknownField,
  unusableCrd,
  wrongType,
];
