import type { Resource } from './resource.ts';
import type { View } from './view.ts';

/** Which chart a HelmRelease installs, and where its version is pinned. */
export interface ChartReference {
  /** The chart's name; for an OCIRepository the last segment of its URL. */
  readonly name: string;
  /** The Masterminds range; undefined when nothing is pinned. */
  readonly range: string | undefined;
  /** The object that holds the pin: the HelmRelease, or the OCIRepository or HelmChart that it refers to. */
  readonly pinnedIn: Resource;
}

/** The chart of a HelmRelease, through `spec.chart` or `spec.chartRef`; undefined when it names none that is here. */
export function chartOf(release: Resource, view: View): ChartReference | undefined {
  const name = release.text('spec', 'chart', 'spec', 'chart');
  if (name !== undefined)
    return { name, range: release.text('spec', 'chart', 'spec', 'version'), pinnedIn: release };
  const kind = release.text('spec', 'chartRef', 'kind');
  const target = release.text('spec', 'chartRef', 'name');
  if (kind === undefined || target === undefined) return undefined;
  const namespace = release.text('spec', 'chartRef', 'namespace') ?? view.namespaceOf(release);
  const found = view.find(kind, namespace, target);
  if (found === undefined) return undefined;
  if (kind === 'HelmChart') {
    return {
      name: found.text('spec', 'chart') ?? target,
      range: found.text('spec', 'version'),
      pinnedIn: found,
    };
  }
  const url = found.text('spec', 'url') ?? target;
  const range = found.text('spec', 'ref', 'semver') ?? found.text('spec', 'ref', 'tag');
  return { name: url.replace(/\/+$/, '').split('/').at(-1) ?? target, range, pinnedIn: found };
}
