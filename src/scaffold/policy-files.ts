import type { RepoPath } from '../core/change.ts';
import type { AppFile } from './app-files.ts';
import { affinityOf, type Reach } from './placement.ts';

/** An object that a policy names. */
export interface Selected {
  readonly apiVersion: string;
  readonly kind: string;
  readonly name: string;
  /** Undefined for a cluster-scoped kind. */
  readonly namespace: string | undefined;
}

/** The policy that takes objects, by name, to clusters. */
export function propagationPolicyFile(
  path: RepoPath,
  policy: {
    readonly kind: 'PropagationPolicy' | 'ClusterPropagationPolicy';
    readonly name: string;
    /** Undefined for the cluster-scoped kind. */
    readonly namespace: string | undefined;
    readonly selectors: readonly Selected[];
    readonly dependentOverrides: readonly string[];
    readonly propagateDeps: boolean;
    readonly reach: Reach;
  },
): AppFile {
  const { kind, name, namespace, dependentOverrides, propagateDeps, reach } = policy;
  const selectors = policy.selectors.map(({ apiVersion, kind, name, namespace }) => ({
    apiVersion,
    kind,
    name,
    namespace,
  }));
  const labels = reach.kind === 'labels' ? Object.entries(reach.labels) : [];
  return {
    path,
    template: 'propagationpolicy.yaml.hbs',
    data: {
      kind,
      name,
      namespace,
      selectors,
      propagateDeps,
      dependentOverrides,
      everywhere: reach.kind === 'everywhere',
      clusterNames: reach.kind === 'names' ? reach.names : [],
      labels: labels.map(([key, value]) => ({ key, value })),
    },
    model: {
      apiVersion: 'policy.karmada.io/v1alpha1',
      kind,
      metadata: { name, ...(namespace === undefined ? {} : { namespace }) },
      spec: {
        resourceSelectors: selectors.map(selectorOf),
        ...(propagateDeps ? { propagateDeps } : {}),
        ...(dependentOverrides.length === 0 ? {} : { dependentOverrides }),
        ...(reach.kind === 'everywhere' ? {} : { placement: { clusterAffinity: affinityOf(reach) } }),
      },
    },
  };
}

/** The entry of `resourceSelectors` for an object. */
export function selectorOf({ apiVersion, kind, name, namespace }: Selected) {
  return { apiVersion, kind, name, ...(namespace === undefined ? {} : { namespace }) };
}
