import type { SkippedNamespaces } from './candidates.ts';
import type { Template } from './fleet.ts';

/** The label by which a Namespace stays on the control plane. */
const skipLabel = 'namespace.karmada.io/skip-auto-propagation';

/**
 * Whether Karmada brings a Namespace to every member, whatever policies say (rule 27;
 * pkg/controllers/namespace/namespace_sync_controller.go).
 */
export function isSynced(template: Template, skipped: SkippedNamespaces): boolean {
  const { kind, group, name, labels } = template;
  if (kind !== 'Namespace' || group !== '' || name === 'default') return false;
  return skipped.why(name) === undefined && (labels[skipLabel] ?? '').toLowerCase() !== 'true';
}
