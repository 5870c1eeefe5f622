import type { Fleet, Template } from '../fleet/fleet.ts';
import type { Requirements } from '../fleet/requirements.ts';
import { fluxGroups } from '../model/resource.ts';

/** What one release, or one Kustomization with a source of its own, is made of. */
export interface FleetApp {
  /** The HelmRelease or Kustomization. */
  readonly head: Template;
  /** What it reads and the repository holds: its source and that one's Secrets, its values. */
  readonly parts: readonly Template[];
}

/** What belongs to an object, rather than being shared with others. */
const partRoles = new Set(['source', 'chart', 'values', 'secret', 'substitute']);

/** The apps among the templates of a fleet, in their order. */
export function fleetApps(fleet: Fleet, needs: Requirements): FleetApp[] {
  return fleet.templates.filter(isHead).map((head) => {
    const parts = new Set<Template>();
    const add = (of: Template): void => {
      for (const { reference, template } of needs(of)) {
        if (template === undefined || !partRoles.has(reference.role) || parts.has(template)) continue;
        parts.add(template);
        add(template);
      }
    };
    add(head);
    return { head, parts: [...parts] };
  });
}

function isHead({ kind, group }: Template): boolean {
  return (
    (kind === 'HelmRelease' && group === fluxGroups.helm) ||
    (kind === 'Kustomization' && group === fluxGroups.kustomize)
  );
}

/** Whether nothing takes an object to any cluster, though Karmada would look at it. */
export function isUncovered(fleet: Fleet, template: Template): boolean {
  const { policy, passedOver, clusters } = fleet.decide(template);
  return policy === undefined && passedOver === undefined && clusters.length === 0;
}

/** Objects that a propagation policy names, whatever namespace or version it says: `HelmRelease podinfo`. */
export function meantIn(fleet: Fleet): ReadonlySet<string> {
  return new Set(
    fleet.propagationPolicies.flatMap(({ selectors }) =>
      selectors.map(({ kind, name }) => `${kind} ${name}`),
    ),
  );
}
