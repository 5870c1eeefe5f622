import type { AppChart } from '../chart/app-chart.ts';
import type { ChartPlace } from '../chart/known-charts.ts';
import { KitError } from '../core/errors.ts';
import { inPool } from '../core/pool.ts';
import type { Host } from '../io/host.ts';
import { groupBy } from '../model/group.ts';

/** The versions of a chart, or why its repository did not say them. */
export type Answer = readonly string[] | KitError;

/** What the repositories answered. */
export interface Answers {
  /** Undefined for a place that was not asked for. */
  of(place: ChartPlace): Answer | undefined;
  /** What the user should know, each once. */
  readonly notes: readonly string[];
}

/**
 * So many repositories are asked at a time: more than most fleets have, so that slow ones hold nobody up. Their indexes
 * are in memory until they are read, which for real ones are a few MiB each.
 */
const together = 64;

/** Asks each repository once for the versions of all charts that apps take from it. */
export async function askVersions(
  charts: readonly AppChart[],
  { host, offline }: { readonly host: Host; readonly offline: boolean },
): Promise<Answers> {
  const places = new Map<string, ChartPlace>();
  for (const { source } of charts) if (source.kind === 'known') places.set(keyOf(source.place), source.place);
  const repositories = [...groupBy([...places.values()], siteOf).values()];
  const answers = new Map<string, Answer>();
  const notes = new Set<string>();
  const progress = host.progress(`asking ${repositories.length} chart repositories`);
  let done = 0;
  progress.at(done, repositories.length);
  try {
    await inPool(repositories, together, async (repository) => {
      // One for each repository, so that its index goes as soon as all charts were found in it.
      const fetcher = host.charts({ offline });
      for (const place of repository) {
        try {
          const found = await fetcher.versions(place);
          answers.set(
            keyOf(place),
            found.versions.map(({ version }) => version),
          );
          for (const note of found.notes) notes.add(note);
        } catch (error) {
          if (!(error instanceof KitError)) throw error;
          answers.set(keyOf(place), error);
        }
      }
      done += 1;
      progress.at(done, repositories.length);
    });
  } finally {
    progress.end();
  }
  return { of: (place) => answers.get(keyOf(place)), notes: [...notes].sort() };
}

/** What is asked at once: an index has all charts of a repository, a registry is asked for each. */
function siteOf({ url, chart }: ChartPlace): string {
  return url.startsWith('oci://') ? `${url}/${chart}` : url;
}

function keyOf({ url, chart }: ChartPlace): string {
  return `${chart}\n${url}`;
}
