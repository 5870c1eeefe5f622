import type { Resource } from '../model/resource.ts';
import type { Data, Path } from '../yaml/node.ts';

/** The group of Karmada's policies. */
export const policyGroup = 'policy.karmada.io';

/** Plain data of an object, without prototype. */
export type DataMap = { readonly [key: string]: Data };

/** What the four kinds of policy have in common, after admission (KARMADA.md rules 1 and 2). */
export interface Policy {
  readonly resource: Resource;
  readonly kind:
    | 'PropagationPolicy'
    | 'ClusterPropagationPolicy'
    | 'OverridePolicy'
    | 'ClusterOverridePolicy';
  readonly name: string;
  /** `default` where none is written; undefined for the cluster-scoped kinds. */
  readonly namespace: string | undefined;
  readonly selectors: readonly Selector[];
}

/** One entry of `spec.resourceSelectors`. */
export interface Selector {
  readonly apiVersion: string;
  readonly kind: string;
  /** The policy's own where a namespaced policy says none; empty: any. */
  readonly namespace: string;
  /** Empty: any. */
  readonly name: string;
  /** A LabelSelector, as written: it may be broken, and then nothing matches. */
  readonly labelSelector: DataMap | undefined;
  /** Where it stands in the policy: `spec`, `resourceSelectors`, index. */
  readonly path: Path;
}

export interface PropagationPolicy extends Policy {
  readonly kind: 'PropagationPolicy' | 'ClusterPropagationPolicy';
  readonly priority: number;
  /** `spec.placement` as written, `{}` where there is none. */
  readonly placement: DataMap;
  readonly propagateDeps: boolean;
  readonly dependentOverrides: readonly string[];
  /** Whether nothing is dispatched, or to which clusters nothing is (rule 43). */
  readonly suspended: 'everywhere' | readonly string[];
}

export interface OverridePolicy extends Policy {
  readonly kind: 'OverridePolicy' | 'ClusterOverridePolicy';
  /** `spec.overrideRules`, or the deprecated `targetCluster` and `overriders` as one rule where there are none (rule 32). */
  rules(): readonly OverrideRule[];
}

export interface OverrideRule {
  /** A ClusterAffinity; undefined: every cluster. */
  readonly targetCluster: DataMap | undefined;
  /** As written; `{}` where there are none. */
  readonly overriders: DataMap;
  /** Where `overriders` stand in the policy. */
  readonly path: Path;
}
