import type { Repo } from '../model/repo.ts';
import { fluxGroups, type Resource } from '../model/resource.ts';
import { durationOf } from './flux-kustomizations.ts';
import { healthChecks } from './health-checks.ts';

/** The HelmRelease that may take longest of those whose health a Kustomization checks. */
export interface Slowest {
  readonly release: Resource;
  /** Milliseconds. */
  readonly takes: number;
}

const known = new WeakMap<Repo, ReadonlyMap<Resource, Slowest>>();

/** By Kustomization; only those that name HelmReleases under `healthChecks`. */
export function slowestChecked(repo: Repo): ReadonlyMap<Resource, Slowest> {
  const before = known.get(repo);
  if (before !== undefined) return before;
  const slowest = new Map<Resource, Slowest>();
  for (const { view, from, kind, name, namespace } of healthChecks(repo)) {
    const release = kind === 'HelmRelease' ? view.find(kind, namespace, name, fluxGroups.helm) : undefined;
    const takes = release === undefined ? undefined : helmTimeout(release);
    if (release === undefined || takes === undefined) continue;
    if ((slowest.get(from)?.takes ?? 0) < takes) slowest.set(from, { release, takes });
  }
  known.set(repo, slowest);
  return slowest;
}

/** How long the releases that a Kustomization waits for may take, those of its path included where it waits for all. */
export function longestWait(repo: Repo, kustomization: Resource): number {
  const builds = kustomization.get('spec', 'wait') === true ? repo.views.flatMap(({ builds }) => builds) : [];
  const releases = builds
    .filter((build) => build.kustomization === kustomization)
    .flatMap(({ resources }) => resources)
    .filter(({ kind, group }) => kind === 'HelmRelease' && group === fluxGroups.helm);
  return Math.max(
    slowestChecked(repo).get(kustomization)?.takes ?? 0,
    ...releases.map((release) => helmTimeout(release) ?? 0),
  );
}

/** Ten minutes are no long time for an app to start. */
export const usualTimeout = 600_000;

/** A timeout for what waits for a release: as much again, or two minutes more. Undefined where the interval is too short for it. */
export function timeoutAbove(takes: number, interval: number | undefined): number | undefined {
  const fits = (length: number): boolean =>
    length <= usualTimeout || interval === undefined || length < interval;
  return [takes + Math.max(takes, 120_000), takes + 120_000].find(fits);
}

/** What an install or upgrade may take (helm-controller api/v2: five minutes by default); undefined where it is not known. */
export function helmTimeout(release: Resource): number | undefined {
  const written = [[], ['install'], ['upgrade']].flatMap((part) => {
    const path = ['spec', ...part, 'timeout'];
    return release.get(...path) === undefined ? [] : [durationOf(release, ...path)];
  });
  const all = release.get('spec', 'timeout') === undefined ? [300_000, ...written] : written;
  return all.reduce<number | undefined>(
    (most, each) => (most === undefined || each === undefined ? undefined : Math.max(most, each)),
    0,
  );
}
