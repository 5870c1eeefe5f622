import type { Fleet, Template } from '../fleet/fleet.ts';
import type { Repo } from '../model/repo.ts';
import { fluxGroups, type Resource } from '../model/resource.ts';
import type { View } from '../model/view.ts';

/** A Flux Kustomization that brings objects to the control plane which go on to clusters from there. */
export interface Deliverer {
  readonly view: View;
  readonly kustomization: Resource;
  /** What it builds that a policy takes; not empty. */
  readonly taken: readonly Template[];
}

/** The Kustomizations that deliver to the control plane: with `fleet.delivery: flux` those with a `kubeConfig`. */
export function* deliverers(repo: Repo, fleet: Fleet): Iterable<Deliverer> {
  for (const view of repo.views) {
    for (const kustomization of view.ofKind('Kustomization', fluxGroups.kustomize)) {
      if (repo.settings.fleet.delivery === 'flux' && !kustomization.has('spec', 'kubeConfig')) continue;
      const taken = takenBy(fleet, view.buildOf(kustomization)?.resources ?? []);
      if (taken.length > 0) yield { view, kustomization, taken };
    }
  }
}

/** The templates among objects that a policy takes. */
export function takenBy(fleet: Fleet, resources: readonly Resource[]): Template[] {
  return resources.flatMap((resource) => {
    const template = fleet.templateOf(resource);
    return template === undefined || fleet.decide(template).policy === undefined ? [] : [template];
  });
}
