import { type ChartPlace, noCharts } from '../chart/known-charts.ts';
import type { Repo } from '../model/repo.ts';
import type { Resource } from '../model/resource.ts';
import { chartedReleases } from './charted-releases.ts';

/** What the rules that know the chart want to know of one chart. */
export interface ChartNeed {
  readonly place: ChartPlace;
  /** The HelmRepository or OCIRepository that serves it. */
  readonly source: Resource;
  /** The ranges of which the newest version is installed; undefined: any. */
  readonly ranges: ReadonlySet<string | undefined>;
  /** The versions that values were made from. */
  readonly bases: ReadonlySet<string>;
}

/** The charts that a repository installs, each once, in the order of its releases. */
export function chartNeeds(repo: Repo): readonly ChartNeed[] {
  const needs = new Map<string, ChartNeed & { ranges: Set<string | undefined>; bases: Set<string> }>();
  for (const { view, release, chart, place } of chartedReleases(repo, noCharts)) {
    if (chart.server.kind === 'unknown') continue;
    const key = `${place.url}\n${place.chart}`;
    const need = needs.get(key) ?? {
      place,
      source: chart.server.resource,
      ranges: new Set(),
      bases: new Set(),
    };
    needs.set(key, need);
    need.ranges.add(chart.range);
    for (const { role, from, kind, namespace, name } of view.references) {
      if (role !== 'values' || from !== release) continue;
      const base = view
        .find(kind, namespace, name)
        ?.text('metadata', 'annotations', 'gitops-kit/chart-version');
      if (base !== undefined) need.bases.add(base);
    }
  }
  return [...needs.values()];
}
