import type { ChartPlace } from '../../src/chart/known-charts.ts';
import { KitError } from '../../src/core/errors.ts';
import type { ChartFetcher } from '../../src/io/host.ts';
import { exampleCharts } from '../../src/rules/example.ts';
import type { ExampleChart } from '../../src/rules/rule.ts';

/**
 * Repositories that offer one chart, and refuse all others with a code.
 * @param asked gets what was asked for: `podinfo`, `podinfo 6.14.1`
 */
export function offering(
  chart: ExampleChart,
  asked: string[] = [],
  otherwise = 'chart-not-found',
): ChartFetcher {
  const known = exampleCharts({ charts: [chart] });
  const refused = ({ url, chart: name }: ChartPlace) =>
    new KitError(otherwise, `${url} does not give ${name}`, { side: 'outside' });
  return {
    versions: async (place) => {
      asked.push(place.chart);
      const versions = known.versions(place);
      if (versions === undefined) throw refused(place);
      const entry = { appVersion: undefined, urls: [], digest: undefined, deprecated: false };
      return { versions: versions.map((version) => ({ version, ...entry })), notes: [] };
    },
    fetch: async (request) => {
      asked.push(`${request.chart} ${request.version}`);
      const facts = known.facts(request, request.version ?? '');
      if (facts === undefined) throw refused(request);
      return { facts, notes: [] };
    },
    serves: async () => false,
  };
}
