import { sourceOf } from '../model/own-source.ts';
import type { Repo } from '../model/repo.ts';
import { fluxGroups, isFluxKustomization, type Resource } from '../model/resource.ts';
import { isClusterScoped } from '../model/scope.ts';
import { type CustomKinds, customKinds } from './custom-kinds.ts';
import type { FleetOptions } from './fleet.ts';

/** An object that is applied to the control plane, with the name that it gets there. */
export interface Delivered {
  readonly resource: Resource;
  readonly name: string;
  /** `default` where none is written (rule 1); undefined for cluster-scoped kinds. */
  readonly namespace: string | undefined;
}

/**
 * What is applied to the control plane, in repository order: with `kubectl` every object but the layout's own Flux
 * Kustomizations and the sources that are this repository; with `flux` what Kustomizations with a `kubeConfig` apply. Of
 * two documents that are one object the last counts.
 */
export function deliveredObjects(
  repo: Repo,
  delivery: FleetOptions['delivery'],
  custom: CustomKinds = customKinds(repo),
): Delivered[] {
  const objects = delivery === 'flux' ? appliedByFlux(repo) : appliedByKubectl(repo);
  const found = new Map<string, Delivered>();
  for (const { resource, name, namespace } of objects) {
    if (name === '') continue;
    const { group, kind } = resource;
    const isScoped = isClusterScoped(kind) || custom.isClusterScoped(group, kind);
    const object = { resource, name, namespace: isScoped ? undefined : (namespace ?? 'default') };
    const key = `${group}\n${kind}\n${object.namespace ?? ''}\n${name}`;
    found.delete(key);
    found.set(key, object);
  }
  return [...found.values()];
}

function appliedByKubectl(repo: Repo): Delivered[] {
  const isOwn = ownFlux(repo);
  return repo.resources
    .filter((resource) => !isOwn(resource))
    .map((resource) => ({ resource, name: resource.name, namespace: resource.namespace }));
}

/** Whether an object is part of how Flux applies this repository to the host: no template. */
function ownFlux(repo: Repo): (resource: Resource) => boolean {
  const kustomizations = new Set(
    repo
      .ofKind('Kustomization', fluxGroups.kustomize)
      .filter(
        (each) =>
          sourceOf(each, undefined)?.name === 'flux-system' || repo.views.some((view) => view.buildOf(each)),
      ),
  );
  const sources = new Set<string>();
  for (const each of kustomizations) {
    const source = sourceOf(each, each.namespace);
    if (source !== undefined) sources.add(`${source.kind}/${source.namespace ?? ''}/${source.name}`);
  }
  return (resource) => {
    if (isFluxKustomization(resource)) return kustomizations.has(resource);
    const { group, kind, name, namespace = '' } = resource;
    return (
      group === fluxGroups.source && (name === 'flux-system' || sources.has(`${kind}/${namespace}/${name}`))
    );
  };
}

/** Flux runs on the host cluster: only a Kustomization with a kubeConfig reaches the plane. */
function* appliedByFlux(repo: Repo): Iterable<Delivered> {
  const order = new Map(repo.resources.map((resource, at) => [resource, at]));
  const found: Delivered[] = [];
  for (const view of repo.views)
    for (const { kustomization, identities } of view.builds)
      if (kustomization?.has('spec', 'kubeConfig') === true) found.push(...identities);
  yield* found.sort((a, b) => (order.get(a.resource) ?? 0) - (order.get(b.resource) ?? 0));
}
