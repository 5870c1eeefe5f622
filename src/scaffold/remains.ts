import type { RepoPath } from '../core/change.ts';
import { KitError } from '../core/errors.ts';
import type { Repo } from '../model/repo.ts';
import { fluxGroups, type Resource } from '../model/resource.ts';
import { kustomizationPath } from '../model/tree.ts';
import type { Place } from './place.ts';

/** What is there of an app, and what that says of the rest. */
export interface Remains {
  readonly name: string;
  readonly place: Place;
  readonly namespace: string;
  /** Where HelmRelease and values lie, or will. */
  readonly folder: RepoPath;
  /** What a new Kustomization applies: that folder, or the app's own around it. */
  readonly top: RepoPath;
  readonly helmRelease: Resource | undefined;
  /** The values ConfigMap that no release reads; sought only where the release is missing. */
  readonly values: Resource | undefined;
  readonly kustomization: Resource | undefined;
  /** Whether the root applies the app's folder itself, so that it needs no Kustomization. */
  readonly inRoot: boolean;
  /** All that this cluster applies, and what no root applies. */
  readonly seen: Seen;
}

/** The objects among which an app is looked for: those of its cluster, and those that nothing applies. */
export interface Seen {
  readonly resources: readonly Resource[];
  isApplied(resource: Resource): boolean;
  nameOf(resource: Resource): string;
  namespaceOf(resource: Resource): string | undefined;
}

/** An app that is looked for. */
export interface Search {
  readonly repo: Repo;
  readonly place: Place;
  readonly seen: Seen;
  readonly name: string;
  readonly namespace: string | undefined;
  readonly chart: string | undefined;
}

/** The folder that a Kustomization applies. */
export function pathOf(kustomization: Resource | undefined): RepoPath | undefined {
  return kustomization === undefined
    ? undefined
    : kustomizationPath(kustomization.text('spec', 'path') ?? '');
}

/** The names of the HelmReleases that a Kustomization waits for. */
export function awaitedReleases(kustomization: Resource): string[] {
  return kustomization.list('spec', 'healthChecks').flatMap((_, index) => {
    const at = ['spec', 'healthChecks', index] as const;
    const name = kustomization.text(...at, 'name');
    return kustomization.text(...at, 'kind') === 'HelmRelease' && name !== undefined ? [name] : [];
  });
}

/** `HelmRelease podinfo in podinfo/helmrelease-podinfo.yaml` */
export function placed({ kind, name, file }: Resource): string {
  return `${kind} ${name} in ${file}`;
}

/** Whether this is a HelmRelease of Flux, of any version. */
export function isRelease({ kind, group }: Resource): boolean {
  return kind === 'HelmRelease' && group === fluxGroups.helm;
}

/** The refusal where two parts of an app say different things. */
export function contradiction(message: string, help: readonly string[] = []): KitError {
  return new KitError('contradicting-remains', message, {
    help: help.length > 0 ? help : ['make them agree, then repair'],
  });
}
