import type { ChartPlace } from '../chart/known-charts.ts';
import { KitError } from '../core/errors.ts';
import type { ChartFetcher, Host } from '../io/host.ts';
import type { App } from '../model/app.ts';
import { type ChartReference, chartOf } from '../model/chart-reference.ts';
import type { Resource } from '../model/resource.ts';
import type { Arguments } from './command.ts';
import type { Opened } from './open.ts';

/** A run of `values` for one app. */
export interface ValuesRun {
  readonly args: Arguments;
  readonly host: Host;
  readonly opened: Opened;
  readonly app: App;
  readonly release: Resource;
}

/** The app's chart, and where it is served. Throws KitError `no-chart`, `unknown-source`. */
export function chartPlace({ app, release }: ValuesRun): {
  readonly reference: ChartReference;
  readonly place: ChartPlace;
} {
  const reference = chartOf(release, app.view);
  if (reference === undefined)
    throw new KitError('no-chart', `the chart of ${app.name} is not known here`, {
      help: ['gitops-kit list'],
    });
  const { server, name } = reference;
  if (server.kind === 'unknown')
    throw new KitError('unknown-source', `the chart of ${app.name} cannot be fetched: ${server.why}`);
  const isInsecure = server.resource.get('spec', 'insecure') === true;
  return { reference, place: { url: server.url, chart: name, ...(isInsecure ? { insecure: true } : {}) } };
}

export function fetcherOf({ args, host }: ValuesRun): ChartFetcher {
  return host.charts({ offline: args.flag('offline') });
}
