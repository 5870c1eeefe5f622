import type { Rule } from '../rule.ts';
import { affinityName } from './affinity-name.ts';
import { anyNamespace } from './any-namespace.ts';
import { apiNotServed } from './api-not-served.ts';
import { bindingCollision } from './binding-collision.ts';
import { clusterNameInvalid } from './cluster-name-invalid.ts';
import { clusterScopedSelected } from './cluster-scoped-selected.ts';
import { contestedObject } from './contested-object.ts';
import { defaultNamespace } from './default-namespace.ts';
import { dependenciesNotFollowed } from './dependencies-not-followed.ts';
import { dependentOverrideMissing } from './dependent-override-missing.ts';
import { deprecatedTarget } from './deprecated-target.ts';
import { failoverInvalid } from './failover-invalid.ts';
import { fieldOverriderInvalid } from './field-overrider-invalid.ts';
import { fieldOverriderUnavailable } from './field-overrider-unavailable.ts';
import { fluxSystemSent } from './flux-system-sent.ts';
import { healthNeverKnown } from './health-never-known.ts';
import { identityOverridden } from './identity-overridden.ts';
import { inventoryBroken } from './inventory-broken.ts';
import { labelSelectorIgnored } from './label-selector-ignored.ts';
import { namespaceAbsent } from './namespace-absent.ts';
import { namespaceMissing } from './namespace-missing.ts';
import { namespaceSentTwice } from './namespace-sent-twice.ts';
import { namespaceSkipped } from './namespace-skipped.ts';
import { noClusterMatches } from './no-cluster-matches.ts';
import { overflowMisplaced } from './overflow-misplaced.ts';
import { overrideBreaksObject } from './override-breaks-object.ts';
import { overrideChangesType } from './override-changes-type.ts';
import { overrideDangling } from './override-dangling.ts';
import { overrideFails } from './override-fails.ts';
import { overrideLabelInvalid } from './override-label-invalid.ts';
import { overrideNotAwaited } from './override-not-awaited.ts';
import { overrideOverwritten } from './override-overwritten.ts';
import { overridePruned } from './override-pruned.ts';
import { overrideReplacesMap } from './override-replaces-map.ts';
import { overrideUnplaced } from './override-unplaced.ts';
import { overrideWithoutEffect } from './override-without-effect.ts';
import { permanentId } from './permanent-id.ts';
import { placedEverywhere } from './placed-everywhere.ts';
import { pointerWithoutSlash } from './pointer-without-slash.ts';
import { preemptionUnnamed } from './preemption-unnamed.ts';
import { referenceLeftBehind } from './reference-left-behind.ts';
import { referenceSuspended } from './reference-suspended.ts';
import { replicaSchedulingIdle } from './replica-scheduling-idle.ts';
import { rulesAndOverriders } from './rules-and-overriders.ts';
import { schedulerChanged } from './scheduler-changed.ts';
import { secretInOverride } from './secret-in-override.ts';
import { selectorBroken } from './selector-broken.ts';
import { selectorOtherNamespace } from './selector-other-namespace.ts';
import { selectsNothing } from './selects-nothing.ts';
import { spreadByLabel } from './spread-by-label.ts';
import { spreadInvalid } from './spread-invalid.ts';
import { spreadUnbounded } from './spread-unbounded.ts';
import { suspendRetained } from './suspend-retained.ts';
import { suspensionClash } from './suspension-clash.ts';
import { taintNotTolerated } from './taint-not-tolerated.ts';
import { textRewritten } from './text-rewritten.ts';
import { tolerationInvalid } from './toleration-invalid.ts';
import { twoAffinities } from './two-affinities.ts';
import { uncoveredObject } from './uncovered-object.ts';
import { unknownCluster } from './unknown-cluster.ts';
import { unknownValue } from './unknown-value.ts';
import { unschedulable } from './unschedulable.ts';
import { valuesBroken } from './values-broken.ts';
import { versionNotPreferred } from './version-not-preferred.ts';
import { workloadAffinity } from './workload-affinity.ts';

/** Karmada's policies, and what becomes of them. By name; a new rule's second line stands here. */
export const fleetRules: readonly Rule[] = [
  affinityName,
  anyNamespace,
  apiNotServed,
  bindingCollision,
  clusterNameInvalid,
  clusterScopedSelected,
  contestedObject,
  defaultNamespace,
  dependenciesNotFollowed,
  dependentOverrideMissing,
  deprecatedTarget,
  failoverInvalid,
  fieldOverriderInvalid,
  fieldOverriderUnavailable,
  fluxSystemSent,
  healthNeverKnown,
  identityOverridden,
  inventoryBroken,
  labelSelectorIgnored,
  namespaceAbsent,
  namespaceMissing,
  namespaceSentTwice,
  namespaceSkipped,
  noClusterMatches,
  overflowMisplaced,
  overrideBreaksObject,
  overrideChangesType,
  overrideDangling,
  overrideFails,
  overrideLabelInvalid,
  overrideNotAwaited,
  overrideOverwritten,
  overridePruned,
  overrideReplacesMap,
  overrideUnplaced,
  overrideWithoutEffect,
  permanentId,
  placedEverywhere,
  pointerWithoutSlash,
  preemptionUnnamed,
  referenceLeftBehind,
  referenceSuspended,
  replicaSchedulingIdle,
  rulesAndOverriders,
  schedulerChanged,
  secretInOverride,
  selectorBroken,
  selectorOtherNamespace,
  selectsNothing,
  spreadByLabel,
  spreadInvalid,
  spreadUnbounded,
  suspendRetained,
  suspensionClash,
  taintNotTolerated,
  textRewritten,
  tolerationInvalid,
  twoAffinities,
  uncoveredObject,
  unknownCluster,
  unknownValue,
  unschedulable,
  valuesBroken,
  versionNotPreferred,
  workloadAffinity,
];
