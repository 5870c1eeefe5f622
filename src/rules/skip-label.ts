import type { Resource } from '../model/resource.ts';
import type { DataEdit } from '../yaml/edit-checked.ts';

/** The label that keeps a Namespace on the control plane (karmada v1.18, pkg/controllers/namespace). */
export const skipLabel = 'namespace.karmada.io/skip-auto-propagation';

/** Whether a Namespace says that Karmada is not to make it on every cluster. */
export function keepsAway(namespace: Resource): boolean {
  return namespace.text('metadata', 'labels', skipLabel)?.toLowerCase() === 'true';
}

/** What writes the label. */
export const keepAway: DataEdit = {
  kind: 'set',
  path: ['metadata', 'labels', skipLabel],
  value: 'true',
  below: ['name'],
};
