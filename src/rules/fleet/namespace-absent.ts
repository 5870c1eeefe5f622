import type { Template } from '../../fleet/fleet.ts';
import { offerFix } from '../fixes.ts';
import { declaredHere, problemOf } from '../named.ts';
import { clustersText, fleetIn } from '../placed.ts';
import type { Rule } from '../rule.ts';
import { keepsAway, namespaceSent, skipLabel } from '../skip-label.ts';

const namespace = 'flux-system/namespaces/namespace-podinfo.yaml';
const kept = '  name: podinfo\n  labels:\n    namespace.karmada.io/skip-auto-propagation: "true"\n';

export const namespaceAbsent: Rule = {
  id: 'fleet/namespace-absent',
  severity: 'error',
  preset: 'recommended',
  since: '0.1.0',
  summary: 'Objects go to a cluster, and their namespace does not.',
  why: `Karmada makes each Namespace of the control plane on every cluster, unless its label
\`${skipLabel}: "true"\` says otherwise. Then the objects that policies send into it are
refused there, until a ClusterPropagationPolicy sends the Namespace, or somebody else makes it.`,
  examples: [
    {
      title: 'a namespace that is kept on the control plane',
      base: 'fleet',
      replace: [[namespace, '  name: podinfo\n', kept]],
      finds: [
        'Namespace podinfo does not go to member1 and member2, where ConfigMap podinfo-helm-chart-value-overrides goes',
      ],
    },
    {
      title: 'a namespace that a policy sends',
      base: 'fleet',
      replace: [[namespace, '  name: podinfo\n', kept]],
      create: namespaceSent,
      finds: [],
    },
  ],
  repair: {
    unsafe:
      'Without the label Karmada makes the Namespace on every cluster of the fleet, and manages it there.',
  },
  *check(context) {
    const fleet = fleetIn(context);
    if (fleet === undefined) return;
    const lacking = new Map<Template, { readonly inside: Template; readonly clusters: Set<string> }>();
    for (const inside of fleet.templates) {
      if (inside.namespace === undefined) continue;
      const { clusters } = fleet.decide(inside);
      const around = clusters.length === 0 ? undefined : namespaceOf(inside.namespace);
      if (around === undefined) continue;
      const there = new Set(fleet.decide(around).clusters);
      for (const cluster of clusters) {
        if (there.has(cluster)) continue;
        const found = lacking.get(around) ?? { inside, clusters: new Set() };
        lacking.set(around, found);
        found.clusters.add(cluster);
      }
    }
    for (const [{ resource }, { inside, clusters }] of lacking) {
      const labelled = keepsAway(resource);
      yield problemOf(resource, labelled ? ['metadata', 'labels', skipLabel] : ['metadata', 'name'], {
        message: `Namespace ${resource.name} does not go to ${clustersText([...clusters].sort())}, where ${inside.kind} ${inside.name} goes`,
        help: 'remove the label, or send the Namespace to these clusters by a ClusterPropagationPolicy',
        related: [declaredHere(inside.resource)],
        ...(labelled
          ? offerFix(context.repo, resource, { title: `remove ${skipLabel}`, safety: 'unsafe' }, [
              { kind: 'remove', path: ['metadata', 'labels', skipLabel] },
            ])
          : {}),
      });
    }

    /** The Namespace that the control plane holds, unless every member has one of its own. */
    function namespaceOf(name: string): Template | undefined {
      if (['default', 'flux-system'].includes(name)) return undefined;
      const found = fleet?.find('Namespace', undefined, name, '');
      return found === undefined || fleet?.decide(found).passedOver !== undefined ? undefined : found;
    }
  },
};
