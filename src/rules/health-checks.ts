import type { Repo } from '../model/repo.ts';
import { fluxGroups, type Resource } from '../model/resource.ts';
import type { View } from '../model/view.ts';
import type { Path } from '../yaml/node.ts';

/** One entry of a Kustomization's healthChecks. */
export interface HealthCheck {
  readonly view: View;
  readonly from: Resource;
  /** Where the entry stands. */
  readonly path: Path;
  /** As written; Flux takes `apps/v1` where it is absent (kustomize-controller internal/inventory). */
  readonly apiVersion: string | undefined;
  readonly kind: string;
  readonly name: string;
  /** As written: Flux does not take the Kustomization's own. */
  readonly namespace: string | undefined;
}

/**
 * The health checks that count, in the order of the views: of Kustomizations that deliver this repository to the cluster
 * they run in, and whose path is there. With `wait: true` Flux reads none; what has variables is left out.
 */
export function* healthChecks({ views }: Repo): Iterable<HealthCheck> {
  for (const view of views) {
    for (const from of view.ofKind('Kustomization', fluxGroups.kustomize)) {
      if (from.get('spec', 'wait') === true || from.get('spec', 'kubeConfig') !== undefined) continue;
      if (view.buildOf(from)?.exists !== true) continue;
      for (const index of from.list('spec', 'healthChecks').keys()) {
        const check = healthCheck(view, from, ['spec', 'healthChecks', index]);
        if (check !== undefined) yield check;
      }
    }
  }
}

function healthCheck(view: View, from: Resource, path: Path): HealthCheck | undefined {
  const text = (field: string): string | undefined => {
    const written = from.text(...path, field);
    return written === undefined ? undefined : view.substituted(from, written);
  };
  const [apiVersion, kind, name, namespace] = ['apiVersion', 'kind', 'name', 'namespace'].map(text);
  if (kind === undefined || name === undefined) return undefined;
  if ([apiVersion, kind, name, namespace].some((each) => each?.includes('${') === true)) return undefined;
  return { view, from, path, apiVersion, kind, name, namespace };
}

/** The group that an entry means. */
export function groupOf({ apiVersion = 'apps/v1' }: Pick<HealthCheck, 'apiVersion'>): string {
  return apiVersion.slice(0, Math.max(apiVersion.indexOf('/'), 0));
}

/** Kinds whose objects stand in git as they are in the cluster: charts and operators make none of them as a rule. */
export function isSourceVisible(check: Pick<HealthCheck, 'apiVersion' | 'kind'>): boolean {
  const group = groupOf(check);
  return (visible[group] ?? []).includes(check.kind);
}

const visible: Readonly<Record<string, readonly string[]>> = {
  [fluxGroups.helm]: ['HelmRelease'],
  [fluxGroups.kustomize]: ['Kustomization'],
  [fluxGroups.source]: ['GitRepository', 'OCIRepository', 'HelmRepository', 'Bucket'],
};
