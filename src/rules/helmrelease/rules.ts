import type { Rule } from '../rule.ts';
import { dependsCycle } from './depends-cycle.ts';
import { dependsMissing } from './depends-missing.ts';
import { dependsWrongKind } from './depends-wrong-kind.ts';
import { intervalInvalid } from './interval-invalid.ts';
import { namespaceUndeclared } from './namespace-undeclared.ts';
import { sourceMissing } from './source-missing.ts';
import { valuesKey } from './values-key.ts';
import { valuesMissing } from './values-missing.ts';

/** The rules of this family, by name. A new rule's second line stands here. */
export const helmreleaseRules: readonly Rule[] = [
  dependsCycle,
  dependsMissing,
  dependsWrongKind,
  intervalInvalid,
  namespaceUndeclared,
  sourceMissing,
  valuesKey,
  valuesMissing,
];
