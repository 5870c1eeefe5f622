import type { Rule } from '../rule.ts';
import { chartMissing } from './chart-missing.ts';
import { chartName } from './chart-name.ts';
import { chartPrerelease } from './chart-prerelease.ts';
import { chartRange } from './chart-range.ts';
import { chartUnpinned } from './chart-unpinned.ts';
import { chartVersionInvalid } from './chart-version-invalid.ts';
import { chartVersionMissing } from './chart-version-missing.ts';
import { configmapNearlyFull } from './configmap-nearly-full.ts';
import { configmapTooLarge } from './configmap-too-large.ts';
import { createNamespace } from './create-namespace.ts';
import { crossNamespace } from './cross-namespace.ts';
import { dependsCycle } from './depends-cycle.ts';
import { dependsMissing } from './depends-missing.ts';
import { dependsWrongKind } from './depends-wrong-kind.ts';
import { driftUndetected } from './drift-undetected.ts';
import { hashedName } from './hashed-name.ts';
import { intervalInvalid } from './interval-invalid.ts';
import { intervalTooShort } from './interval-too-short.ts';
import { literalWithoutPath } from './literal-without-path.ts';
import { namespaceUndeclared } from './namespace-undeclared.ts';
import { postRenderStrategy } from './post-render-strategy.ts';
import { releaseCollision } from './release-collision.ts';
import { releaseNameInvalid } from './release-name-invalid.ts';
import { releaseNameMismatch } from './release-name-mismatch.ts';
import { releaseNameShortened } from './release-name-shortened.ts';
import { remediationMissing } from './remediation-missing.ts';
import { sourceMissing } from './source-missing.ts';
import { storageNamespaceMissing } from './storage-namespace-missing.ts';
import { targetPathRepeated } from './target-path-repeated.ts';
import { targetPathValue } from './target-path-value.ts';
import { timeoutTooShort } from './timeout-too-short.ts';
import { upgradeCrdsSkipped } from './upgrade-crds-skipped.ts';
import { valuesIgnored } from './values-ignored.ts';
import { valuesKey } from './values-key.ts';
import { valuesMissing } from './values-missing.ts';
import { valuesShadowed } from './values-shadowed.ts';
import { watchLabelMissing } from './watch-label-missing.ts';

/** The rules of this family, by name. A new rule's second line stands here. */
export const helmreleaseRules: readonly Rule[] = [
  chartMissing,
  chartName,
  chartPrerelease,
  chartRange,
  chartUnpinned,
  chartVersionInvalid,
  chartVersionMissing,
  configmapNearlyFull,
  configmapTooLarge,
  createNamespace,
  crossNamespace,
  dependsCycle,
  dependsMissing,
  dependsWrongKind,
  driftUndetected,
  hashedName,
  intervalInvalid,
  intervalTooShort,
  literalWithoutPath,
  namespaceUndeclared,
  postRenderStrategy,
  releaseCollision,
  releaseNameInvalid,
  releaseNameMismatch,
  releaseNameShortened,
  remediationMissing,
  sourceMissing,
  storageNamespaceMissing,
  targetPathRepeated,
  targetPathValue,
  timeoutTooShort,
  upgradeCrdsSkipped,
  valuesIgnored,
  valuesKey,
  valuesMissing,
  valuesShadowed,
  watchLabelMissing,
];
