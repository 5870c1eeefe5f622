import type { Rule } from '../rule.ts';
import { componentMissing } from './component-missing.ts';
import { decryptionMissing } from './decryption-missing.ts';
import { decryptionUnused } from './decryption-unused.ts';
import { dependsCycle } from './depends-cycle.ts';
import { dependsMissing } from './depends-missing.ts';
import { dependsSuspended } from './depends-suspended.ts';
import { dependsWrongKind } from './depends-wrong-kind.ts';
import { forceEnabled } from './force-enabled.ts';
import { healthChecksIgnored } from './health-checks-ignored.ts';
import { healthUnchecked } from './health-unchecked.ts';
import { healthcheckDeployment } from './healthcheck-deployment.ts';
import { healthcheckKind } from './healthcheck-kind.ts';
import { healthcheckMissing } from './healthcheck-missing.ts';
import { healthcheckNamespace } from './healthcheck-namespace.ts';
import { healthcheckNamespaceOmitted } from './healthcheck-namespace-omitted.ts';
import { intervalInvalid } from './interval-invalid.ts';
import { intervalTooShort } from './interval-too-short.ts';
import { pathEmpty } from './path-empty.ts';
import { pathMissing } from './path-missing.ts';
import { pathOverlap } from './path-overlap.ts';
import { pathStyle } from './path-style.ts';
import { pruneDisabled } from './prune-disabled.ts';
import { retryIntervalUnset } from './retry-interval-unset.ts';
import { sourceMissing } from './source-missing.ts';
import { suspended } from './suspended.ts';
import { targetNamespaceMissing } from './target-namespace-missing.ts';
import { timeoutShorterThanRelease } from './timeout-shorter-than-release.ts';
import { timeoutTooLong } from './timeout-too-long.ts';

/** The rules of this family, by name. A new rule's second line stands here. */
export const kustomizationRules: readonly Rule[] = [
  componentMissing,
  decryptionMissing,
  decryptionUnused,
  dependsCycle,
  dependsMissing,
  dependsSuspended,
  dependsWrongKind,
  forceEnabled,
  healthChecksIgnored,
  healthUnchecked,
  healthcheckDeployment,
  healthcheckKind,
  healthcheckMissing,
  healthcheckNamespace,
  healthcheckNamespaceOmitted,
  intervalInvalid,
  intervalTooShort,
  pathEmpty,
  pathMissing,
  pathOverlap,
  pathStyle,
  pruneDisabled,
  retryIntervalUnset,
  sourceMissing,
  suspended,
  targetNamespaceMissing,
  timeoutShorterThanRelease,
  timeoutTooLong,
];
