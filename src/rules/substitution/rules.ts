import type { Rule } from '../rule.ts';
import { emptyVariable } from './empty-variable.ts';
import { inKustomizationYaml } from './in-kustomization-yaml.ts';
import { invalidName } from './invalid-name.ts';
import { multilineValue } from './multiline-value.ts';
import { neverSubstituted } from './never-substituted.ts';
import { sourceMissing } from './source-missing.ts';
import { undefinedVariable } from './undefined-variable.ts';
import { unquotedValue } from './unquoted-value.ts';
import { unsupportedExpression } from './unsupported-expression.ts';
import { unusedVariable } from './unused-variable.ts';
import { valuesClash } from './values-clash.ts';

/** The rules of this family, by name. A new rule's second line stands here. */
export const substitutionRules: readonly Rule[] = [
  emptyVariable,
  inKustomizationYaml,
  invalidName,
  multilineValue,
  neverSubstituted,
  sourceMissing,
  undefinedVariable,
  unquotedValue,
  unsupportedExpression,
  unusedVariable,
  valuesClash,
];
