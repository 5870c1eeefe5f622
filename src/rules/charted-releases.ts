import type { ChartFacts } from '../chart/chart.ts';
import type { ChartPlace, KnownCharts } from '../chart/known-charts.ts';
import type { ChartCounts } from '../core/finding.ts';
import { compareVersions, parseRange, parseVersion, satisfies, type Version } from '../core/version-range.ts';
import { type ChartReference, chartOf } from '../model/chart-reference.ts';
import type { Repo } from '../model/repo.ts';
import { fluxGroups, type Resource } from '../model/resource.ts';
import type { View } from '../model/view.ts';
import { mayBePatched } from './patched.ts';

/** A HelmRelease that a root applies, and what is known of its chart. */
export interface ChartedRelease {
  readonly view: View;
  readonly release: Resource;
  readonly chart: ChartReference;
  readonly place: ChartPlace;
  /** What its repository offers; none: it has no such chart; undefined: not known. */
  readonly versions: readonly string[] | undefined;
  /** The version that Flux takes: the newest in the range; undefined where there is none, or it is not known. */
  readonly version: string | undefined;
  /** The chart at that version; undefined where it is not known. */
  facts(): ChartFacts | undefined;
}

interface Found {
  readonly charts: KnownCharts;
  readonly releases: readonly ChartedRelease[];
  /** How many come from no chart repository that the files name. */
  readonly elsewhere: number;
}

const known = new WeakMap<Repo, Found>();

/**
 * The HelmReleases whose chart is served by a repository that the files name; of a repository in focus those that are
 * in it, or read values that are. What a patch may write is not known here.
 */
export function chartedReleases(repo: Repo, charts: KnownCharts): readonly ChartedRelease[] {
  return found(repo, charts).releases;
}

/** How many charts can be judged by, each version once. */
export function countCharts(repo: Repo, charts: KnownCharts): ChartCounts {
  const { releases, elsewhere } = found(repo, charts);
  const judged = new Map<string, boolean>();
  for (const { place, chart, version, versions, facts } of releases) {
    const key = `${place.url}\n${place.chart}\n${version ?? chart.range}`;
    if (!judged.has(key))
      judged.set(
        key,
        versions?.length === 0 || facts() !== undefined || (versions !== undefined && version === undefined),
      );
  }
  const yes = [...judged.values()].filter((each) => each).length;
  const no = judged.size - yes;
  return {
    judged: yes,
    uncached: charts.isFresh ? 0 : no,
    outOfReach: charts.isFresh ? no : 0,
    elsewhere,
  };
}

function found(repo: Repo, charts: KnownCharts): Found {
  const before = known.get(repo);
  if (before?.charts === charts) return before;
  const made = find(repo, charts);
  known.set(repo, made);
  return made;
}

function find(repo: Repo, charts: KnownCharts): Found {
  const releases: ChartedRelease[] = [];
  const elsewhere = new Set<Resource>();
  const taken = new Map<string, string | undefined>();
  for (const view of repo.views) {
    for (const release of releasesIn(view)) {
      const chart = chartOf(release, view);
      const isPatched =
        chart !== undefined && [release, chart.pinnedIn].some((each) => mayBePatched(repo, each));
      if (chart === undefined || chart.server.kind === 'unknown' || isPatched) {
        elsewhere.add(release);
        continue;
      }
      const isInsecure = chart.server.resource.get('spec', 'insecure') === true;
      const place = { url: chart.server.url, chart: chart.name, ...(isInsecure ? { insecure: true } : {}) };
      const versions = charts.versions(place);
      const key = `${place.url}\n${place.chart}\n${chart.range}`;
      if (!taken.has(key)) taken.set(key, takenVersion(versions, chart.range));
      const version = taken.get(key);
      const facts = () => (version === undefined ? undefined : charts.facts(place, version));
      releases.push({ view, release, chart, place, versions, version, facts });
    }
  }
  return { charts, releases, elsewhere: elsewhere.size };
}

/** The releases of a view; where it is narrowed to some files, those too that get values or their chart from these. */
function releasesIn(view: View): Iterable<Resource> {
  const releases = new Set(view.ofKind('HelmRelease', fluxGroups.helm));
  const shown = new Set(view.resources);
  for (const { role, from, kind, namespace, name, group } of view.references) {
    if (from.kind !== 'HelmRelease' || releases.has(from) || !giving.has(role)) continue;
    const target = view.find(kind, namespace, name, group);
    if (target !== undefined && shown.has(target)) releases.add(from);
  }
  return releases;
}

const giving = new Set(['values', 'chart', 'source']);

/**
 * The version that Flux takes of those on offer (source-controller asks Helm's index: the one written exactly so, else
 * the newest in the range). Of a chart whose versions are not known only an exact version is.
 */
export function takenVersion(
  versions: readonly string[] | undefined,
  range: string | undefined,
): string | undefined {
  const wanted = range === undefined || range === '' ? '*' : range;
  if (versions === undefined)
    return /^v?\d+\.\d+\.\d+/.test(wanted) && parseVersion(wanted) ? wanted : undefined;
  if (versions.includes(wanted)) return wanted;
  const parsed = parseRange(wanted);
  if (parsed === undefined) return undefined;
  return newest(versions, (version) => satisfies(parsed, version))?.text;
}

/** The newest of some versions that a condition lets through; of equal ones the first. */
export function newest(
  versions: readonly string[],
  isWanted: (version: Version) => boolean = () => true,
): Version | undefined {
  let best: Version | undefined;
  for (const text of versions) {
    const version = parseVersion(text);
    if (version === undefined || !isWanted(version)) continue;
    if (best === undefined || compareVersions(version, best) > 0) best = version;
  }
  return best;
}
