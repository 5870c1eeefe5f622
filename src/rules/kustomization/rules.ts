import type { Rule } from '../rule.ts';
import { dependsCycle } from './depends-cycle.ts';
import { dependsMissing } from './depends-missing.ts';
import { dependsWrongKind } from './depends-wrong-kind.ts';
import { healthcheckKind } from './healthcheck-kind.ts';
import { healthcheckMissing } from './healthcheck-missing.ts';
import { healthcheckNamespace } from './healthcheck-namespace.ts';
import { healthcheckNamespaceOmitted } from './healthcheck-namespace-omitted.ts';
import { intervalInvalid } from './interval-invalid.ts';
import { pathMissing } from './path-missing.ts';
import { sourceMissing } from './source-missing.ts';

/** The rules of this family, by name. A new rule's second line stands here. */
export const kustomizationRules: readonly Rule[] = [
  dependsCycle,
  dependsMissing,
  dependsWrongKind,
  healthcheckKind,
  healthcheckMissing,
  healthcheckNamespace,
  healthcheckNamespaceOmitted,
  intervalInvalid,
  pathMissing,
  sourceMissing,
];
