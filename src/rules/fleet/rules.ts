import type { Rule } from '../rule.ts';
import { affinityName } from './affinity-name.ts';
import { anyNamespace } from './any-namespace.ts';
import { apiNotServed } from './api-not-served.ts';
import { bindingCollision } from './binding-collision.ts';
import { clusterNameInvalid } from './cluster-name-invalid.ts';
import { clusterScopedSelected } from './cluster-scoped-selected.ts';
import { deprecatedTarget } from './deprecated-target.ts';
import { failoverInvalid } from './failover-invalid.ts';
import { fieldOverriderInvalid } from './field-overrider-invalid.ts';
import { fieldOverriderUnavailable } from './field-overrider-unavailable.ts';
import { identityOverridden } from './identity-overridden.ts';
import { inventoryBroken } from './inventory-broken.ts';
import { labelSelectorIgnored } from './label-selector-ignored.ts';
import { namespaceMissing } from './namespace-missing.ts';
import { noClusterMatches } from './no-cluster-matches.ts';
import { overflowMisplaced } from './overflow-misplaced.ts';
import { overrideLabelInvalid } from './override-label-invalid.ts';
import { overridePruned } from './override-pruned.ts';
import { overrideUnplaced } from './override-unplaced.ts';
import { permanentId } from './permanent-id.ts';
import { placedEverywhere } from './placed-everywhere.ts';
import { pointerWithoutSlash } from './pointer-without-slash.ts';
import { preemptionUnnamed } from './preemption-unnamed.ts';
import { replicaSchedulingIdle } from './replica-scheduling-idle.ts';
import { rulesAndOverriders } from './rules-and-overriders.ts';
import { secretInOverride } from './secret-in-override.ts';
import { selectorBroken } from './selector-broken.ts';
import { selectorOtherNamespace } from './selector-other-namespace.ts';
import { spreadByLabel } from './spread-by-label.ts';
import { spreadInvalid } from './spread-invalid.ts';
import { spreadUnbounded } from './spread-unbounded.ts';
import { suspendRetained } from './suspend-retained.ts';
import { suspensionClash } from './suspension-clash.ts';
import { taintNotTolerated } from './taint-not-tolerated.ts';
import { tolerationInvalid } from './toleration-invalid.ts';
import { twoAffinities } from './two-affinities.ts';
import { unknownCluster } from './unknown-cluster.ts';
import { workloadAffinity } from './workload-affinity.ts';

/** Karmada's policies, and what becomes of them. */
export const fleetRules: readonly Rule[] = [
  affinityName,
  anyNamespace,
  apiNotServed,
  bindingCollision,
  clusterNameInvalid,
  clusterScopedSelected,
  deprecatedTarget,
  failoverInvalid,
  fieldOverriderInvalid,
  fieldOverriderUnavailable,
  identityOverridden,
  inventoryBroken,
  labelSelectorIgnored,
  namespaceMissing,
  noClusterMatches,
  overflowMisplaced,
  overrideLabelInvalid,
  overridePruned,
  overrideUnplaced,
  permanentId,
  placedEverywhere,
  pointerWithoutSlash,
  preemptionUnnamed,
  replicaSchedulingIdle,
  rulesAndOverriders,
  secretInOverride,
  selectorBroken,
  selectorOtherNamespace,
  spreadByLabel,
  spreadInvalid,
  spreadUnbounded,
  suspendRetained,
  suspensionClash,
  taintNotTolerated,
  tolerationInvalid,
  twoAffinities,
  unknownCluster,
  workloadAffinity,
];
