import type { Resource } from '../model/resource.ts';
import type { DataEdit } from '../yaml/edit-checked.ts';

/** The label that keeps a Namespace on the control plane (karmada v1.18, pkg/controllers/namespace). */
export const skipLabel = 'namespace.karmada.io/skip-auto-propagation';

/** Whether a Namespace says that Karmada is not to make it on every cluster. */
export function keepsAway(namespace: Resource): boolean {
  return namespace.text('metadata', 'labels', skipLabel)?.toLowerCase() === 'true';
}

/** For examples: a ClusterPropagationPolicy that sends Namespace podinfo to two of three clusters. */
export const namespaceSent = {
  'flux-system/clusterpropagationpolicies/clusterpropagationpolicy-podinfo.yaml': `apiVersion: policy.karmada.io/v1alpha1
kind: ClusterPropagationPolicy
metadata:
  name: podinfo
spec:
  resourceSelectors:
    - apiVersion: v1
      kind: Namespace
      name: podinfo
  placement:
    clusterAffinity:
      clusterNames:
        - member1
        - member2
`,
} as const;

/** What writes the label. */
export const keepAway: DataEdit = {
  kind: 'set',
  path: ['metadata', 'labels', skipLabel],
  value: 'true',
  below: ['name'],
};
