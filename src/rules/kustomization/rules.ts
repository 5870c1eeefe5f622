import type { Rule } from '../rule.ts';
import { dependsCycle } from './depends-cycle.ts';
import { dependsMissing } from './depends-missing.ts';
import { dependsWrongKind } from './depends-wrong-kind.ts';
import { intervalInvalid } from './interval-invalid.ts';
import { pathMissing } from './path-missing.ts';
import { sourceMissing } from './source-missing.ts';

/** The rules of this family, by name. A new rule's second line stands here. */
export const kustomizationRules: readonly Rule[] = [
  dependsCycle,
  dependsMissing,
  dependsWrongKind,
  intervalInvalid,
  pathMissing,
  sourceMissing,
];
