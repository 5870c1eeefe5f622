import type { SkippedNamespaces } from './candidates.ts';
import type { Decision, Note, Template } from './fleet.ts';

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

/** Namespaces that a member has before Karmada brings any. */
const builtIn: ReadonlySet<string> = new Set([
  'default',
  'flux-system',
  'kube-node-lease',
  'kube-public',
  'kube-system',
]);

/** Notes on what arrives on a cluster: into a namespace that is not there, nothing can be applied (rule 29). */
export function arrivalNotes(
  { namespace }: Template,
  cluster: string,
  of: {
    readonly skipped: SkippedNamespaces;
    /** The decision on a Namespace; undefined where it is no template. */
    readonly decideNamespace: (name: string) => Decision | undefined;
  },
): readonly Note[] {
  if (namespace === undefined || builtIn.has(namespace)) return [];
  const decision = of.decideNamespace(namespace);
  // One that the repository does not hold was made on the plane by hand: else nothing could be applied there.
  const isThere =
    decision === undefined
      ? of.skipped.why(namespace) === undefined
      : decision.clusters.includes(cluster) && !decision.isSuspended(cluster);
  if (isThere) return [];
  return [
    {
      rule: 29,
      text: `namespace ${namespace} does not come to ${cluster}: without it the object is not applied`,
    },
  ];
}
