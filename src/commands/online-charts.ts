import type { ChartFacts } from '../chart/chart.ts';
import type { ChartPlace, KnownCharts } from '../chart/known-charts.ts';
import { KitError } from '../core/errors.ts';
import { inPool } from '../core/pool.ts';
import type { ChartFetcher, Host } from '../io/host.ts';
import type { Repo } from '../model/repo.ts';
import { type ChartNeed, chartNeeds } from '../rules/chart-needs.ts';
import { takenVersion } from '../rules/charted-releases.ts';
import { named } from '../rules/named.ts';

/** What the repositories said a moment ago, and what they did not. */
export interface OnlineCharts {
  readonly charts: KnownCharts;
  /** What did not come, as sentences that name the source. */
  readonly failures: readonly string[];
}

/** How many charts are asked for at a time. */
const atOnce = 8;

/** Asks for all that the rules want to know of the charts of a repository. */
export async function askCharts(repo: Repo, host: Host): Promise<OnlineCharts> {
  const fetcher = host.charts({ offline: false });
  const failures: string[] = [];
  const versions = new Map<string, readonly string[]>();
  const facts = new Map<string, ChartFacts>();
  const ask = async (need: ChartNeed): Promise<void> => {
    const attempt = async <Got>(get: () => Promise<Got>): Promise<Got | undefined> => {
      try {
        return await get();
      } catch (error) {
        if (!(error instanceof KitError)) throw error;
        failures.push(`${named(need.source)}: ${error.message}`);
        return undefined;
      }
    };
    const listed = await attempt(() => versionsOf(need.place, fetcher));
    if (listed === undefined) return;
    versions.set(placeKey(need.place), listed);
    const taken = [...need.ranges].flatMap((range) => takenVersion(listed, range) ?? []);
    // A base that is no longer offered is no fault: it is only not compared with.
    const bases = [...need.bases].filter((base) => takenVersion(listed, base) !== undefined);
    for (const version of new Set([...taken, ...bases])) {
      const got = await attempt(() => fetcher.fetch({ ...need.place, version }));
      if (got !== undefined) facts.set(versionKey(need.place, version), got.facts);
    }
  };
  await inPool(chartNeeds(repo), atOnce, ask);
  const cached = host.knownCharts();
  const charts: KnownCharts = {
    versions: (place) => versions.get(placeKey(place)),
    facts: (place, version) => facts.get(versionKey(place, version)),
    names: cached.names,
    isFresh: true,
  };
  return { charts, failures: failures.sort() };
}

/** None where the repository has no such chart. */
async function versionsOf(place: ChartPlace, fetcher: ChartFetcher): Promise<readonly string[]> {
  try {
    const { versions } = await fetcher.versions(place);
    return versions.map(({ version }) => version);
  } catch (error) {
    if (error instanceof KitError && error.code === 'chart-not-found') return [];
    throw error;
  }
}

function placeKey({ url, chart }: ChartPlace): string {
  return `${chart}\n${url}`;
}

function versionKey(place: ChartPlace, version: string): string {
  return `${version}\n${placeKey(place)}`;
}
