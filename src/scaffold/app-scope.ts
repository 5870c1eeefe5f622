import type { RepoPath } from '../core/change.ts';
import type { App } from '../model/app.ts';
import { mayBeOneCluster } from '../model/one-cluster.ts';
import { pathReferences } from '../model/path-references.ts';
import type { Repo } from '../model/repo.ts';
import type { Resource } from '../model/resource.ts';
import type { View } from '../model/view.ts';

/** The part of a repository that an app is seen from: an app of the same name in another cluster is none of its business. */
export interface Scope {
  /** The roots that apply the app or something that it uses, and those that may share a cluster with them. */
  readonly views: readonly View[];
  /** What they apply, and what nothing applies. */
  readonly resources: readonly Resource[];
  /** Whether a kustomization file, or a file that one uses as a patch, is not only another cluster's. */
  holds(file: RepoPath): boolean;
}

/** What has to be looked at when an app changes. */
export function scopeOf(repo: Repo, apps: readonly App[]): Scope {
  const own = apps.map(({ view }) => view);
  const used = apps.flatMap(({ helmRelease, kustomization, source, namespaceObject, values }) =>
    [helmRelease, kustomization, source, namespaceObject, values].filter((each) => each !== undefined),
  );
  const isNear = (view: View): boolean =>
    own.some((each) => each === view || mayBeOneCluster(view, each) || mayBeOneCluster(each, view)) ||
    used.some((object) => view.resources.includes(object));
  const views = repo.views.filter(isNear);
  const far = repo.views.filter((view) => !views.includes(view));
  const near = new Set(views.flatMap(({ resources }) => resources));
  const elsewhere = new Set(far.flatMap(({ resources }) => resources).filter((each) => !near.has(each)));
  const files = (these: readonly View[]): RepoPath[] =>
    these.flatMap(({ builds }) => builds.flatMap((build) => build.files));
  const mine = new Set(files(views));
  const others = new Set(files(far).filter((file) => !mine.has(file)));
  const usedBy = new Map<RepoPath, boolean>();
  for (const { file, target, isBeside } of pathReferences(repo)) {
    if (isBeside && repo.parts.has(target))
      usedBy.set(target, (usedBy.get(target) ?? false) || !others.has(file));
  }
  return {
    views,
    resources: repo.resources.filter((each) => !elsewhere.has(each)),
    holds: (file) => usedBy.get(file) ?? !others.has(file),
  };
}
