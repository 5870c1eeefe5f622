import type { App } from '../model/app.ts';
import { chartOf } from '../model/chart-reference.ts';
import type { ChartPlace } from './known-charts.ts';
import type { Pinned } from './lag.ts';

/** The chart of one app: how it is pinned, and where its versions can be asked for. */
export interface AppChart extends Pinned {
  readonly app: App;
  readonly name: string | undefined;
  readonly source: ChartSite;
}

/** Where the versions of a chart can be asked for, or why nowhere. */
export type ChartSite =
  | { readonly kind: 'known'; readonly place: ChartPlace }
  | { readonly kind: 'unknown'; readonly why: string };

/** The chart of an app; undefined for one without a HelmRelease. */
export function appChart(app: App): AppChart | undefined {
  const { helmRelease, view, values } = app;
  if (helmRelease === undefined) return undefined;
  const base = values?.text('metadata', 'annotations', 'gitops-kit/chart-version');
  const chart = chartOf(helmRelease, view);
  if (chart === undefined) {
    const target = `${helmRelease.text('spec', 'chartRef', 'kind') ?? 'chart'} ${helmRelease.text('spec', 'chartRef', 'name') ?? ''}`;
    return { app, name: undefined, range: undefined, base, source: unknown(`${target.trim()} is not here`) };
  }
  const { name, range, pinnedIn, server } = chart;
  const why = server.kind === 'unknown' ? server.why : unreadable(range, pinnedIn);
  if (server.kind === 'unknown' || why !== undefined)
    return { app, name, range, base, source: unknown(why ?? '') };
  const insecure = server.resource.get('spec', 'insecure') === true;
  const place = { url: server.url, chart: name, ...(insecure ? { insecure } : {}) };
  return { app, name, range, base, source: { kind: 'known', place } };
}

/** What Flux takes is not said by a range (source-controller: digest before semver before tag). */
function unreadable(
  range: string | undefined,
  pinnedIn: NonNullable<ReturnType<typeof chartOf>>['pinnedIn'],
): string | undefined {
  const who = `${pinnedIn.kind} ${pinnedIn.name}`;
  if (range?.includes('${')) return `the version in ${who} is a variable`;
  if (pinnedIn.kind !== 'OCIRepository') return undefined;
  if (pinnedIn.has('spec', 'ref', 'digest')) return `${who} is pinned by a digest`;
  if (pinnedIn.has('spec', 'ref', 'semverFilter')) return `${who} filters versions by an expression`;
  return range === undefined ? `${who} follows the tag latest` : undefined;
}

function unknown(why: string): ChartSite {
  return { kind: 'unknown', why };
}
