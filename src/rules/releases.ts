import { createHash } from 'node:crypto';
import type { Repo } from '../model/repo.ts';
import { fluxGroups, type Resource } from '../model/resource.ts';
import type { View } from '../model/view.ts';

/** A HelmRelease in a cluster that applies it. */
export interface AppliedRelease {
  readonly view: View;
  readonly release: Resource;
}

/** The HelmReleases that the views apply, in the order of the views. */
export function* appliedReleases({ views }: Pick<Repo, 'views'>): Iterable<AppliedRelease> {
  for (const view of views) {
    for (const release of view.ofKind('HelmRelease', fluxGroups.helm)) yield { view, release };
  }
}

/** The fields of a HelmRelease that stand above what Helm does with it, as `new-app` writes them. */
export const aboveActions: readonly string[] = [
  'chart',
  'chartRef',
  'interval',
  'timeout',
  'maxHistory',
  'releaseName',
  'targetNamespace',
  'storageNamespace',
  'install',
];

/** Helm cuts a release's name at 53 characters (`release-name` of the CRD, and Helm itself). */
export const longestReleaseName = 53;

/** The name that a release has in Helm before it is shortened: `releaseName`, else `[<targetNamespace>-]<name>`. */
export function writtenReleaseName({ view, release }: AppliedRelease): string {
  const own = release.text('spec', 'releaseName');
  if (own !== undefined && own !== '') return view.substituted(release, own);
  const target = release.text('spec', 'targetNamespace');
  const name = view.nameOf(release);
  return target === undefined || target === '' ? name : `${view.substituted(release, target)}-${name}`;
}

/** The name that a release has in Helm (helm-controller `api/v2`, GetReleaseName and ShortenName). */
export function helmReleaseName(applied: AppliedRelease): string {
  const name = writtenReleaseName(applied);
  if (name.length <= longestReleaseName) return name;
  const hash = createHash('sha256').update(name).digest('hex').slice(0, 12);
  return `${name.slice(0, longestReleaseName - 13)}-${hash}`;
}

/** The namespace in which Helm keeps the release's history: `storageNamespace`, else the HelmRelease's own. */
export function storageNamespaceOf({ view, release }: AppliedRelease): string {
  const own = release.text('spec', 'storageNamespace');
  return own === undefined ? (view.namespaceOf(release) ?? 'default') : view.substituted(release, own);
}
