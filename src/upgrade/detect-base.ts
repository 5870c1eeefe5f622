import type { ChartFacts, ChartVersion } from '../chart/chart.ts';
import { compareVersions, parseRange, parseVersion, satisfies } from '../core/version-range.ts';

/** A version of a chart, and how much of a text of values is that version's: 0 to 1. */
export interface Candidate {
  readonly version: string;
  readonly similarity: number;
  readonly facts: ChartFacts;
}

/** Below it the text may be of another chart, or only a few values: of 99 real ConfigMaps, 76 lie above it. */
export const alike = 0.8;

/** How many versions are got: a chart may have hundreds. */
const mostVersions = 16;

/**
 * The versions of a chart whose values are nearest to a text, the nearest first; of equals the newest. Few of them are
 * got: the newest in the range and those that the text itself names (image tags follow the chart's versions), then some
 * spread over all, then those around the best.
 * @param load undefined for a version that cannot be got
 */
export async function detectBase(
  text: string,
  versions: readonly Pick<ChartVersion, 'version' | 'appVersion'>[],
  {
    range,
    load,
  }: {
    readonly range: string | undefined;
    readonly load: (version: string) => Promise<ChartFacts | undefined>;
  },
): Promise<readonly Candidate[]> {
  const order = releasesIn(versions);
  const tried = new Map<string, Candidate | undefined>();
  const lines = lineCounts(text);
  const attempt = async (wanted: readonly string[]): Promise<void> => {
    const left = [...new Set(wanted)]
      .filter((version) => !tried.has(version))
      .slice(0, mostVersions - tried.size);
    const got = await Promise.all(left.map((version) => load(version)));
    for (const [index, version] of left.entries()) {
      const facts = got[index];
      tried.set(
        version,
        facts === undefined
          ? undefined
          : { version, facts, similarity: similarity(lines, facts.values ?? '') },
      );
    }
  };
  await attempt([...named(text, versions, order).slice(0, 4), ...newestIn(order, range)]);
  if ((best(tried)?.similarity ?? 0) < 1) await attempt(spread(order, 6));
  for (
    let width = Math.ceil(order.length / 6);
    width >= 1 && tried.size < mostVersions;
    width = Math.floor(width / 2)
  ) {
    const at = order.indexOf(best(tried)?.version ?? '');
    if (at === -1 || best(tried)?.similarity === 1) break;
    await attempt([order[at - width], order[at + width]].flatMap((version) => version ?? []));
  }
  const rank = new Map(order.map((version, index) => [version, index]));
  return [...tried.values()]
    .flatMap((candidate) => candidate ?? [])
    .sort((a, b) => b.similarity - a.similarity || (rank.get(b.version) ?? 0) - (rank.get(a.version) ?? 0));
}

function best(tried: ReadonlyMap<string, Candidate | undefined>): Candidate | undefined {
  let found: Candidate | undefined;
  for (const each of tried.values())
    if (each !== undefined && each.similarity > (found?.similarity ?? -1)) found = each;
  return found;
}

/** From old to new; pre-releases only where there is nothing else. */
function releasesIn(versions: readonly Pick<ChartVersion, 'version'>[]): string[] {
  const parsed = versions.flatMap(({ version }) => parseVersion(version) ?? []);
  const releases = parsed.filter(({ pre }) => pre === '');
  return (releases.length > 0 ? releases : parsed).sort(compareVersions).map(({ text }) => text);
}

function newestIn(order: readonly string[], range: string | undefined): string[] {
  const parsed = parseRange(range ?? '*');
  const isTaken = (text: string): boolean => {
    const version = parseVersion(text);
    return parsed !== undefined && version !== undefined && satisfies(parsed, version);
  };
  const taken = order.filter(isTaken);
  return [taken.at(-1), taken[0]].flatMap((version) => version ?? []);
}

/** The versions that stand in the text themselves, or whose program's version does, the newest first. */
function named(
  text: string,
  versions: readonly Pick<ChartVersion, 'version' | 'appVersion'>[],
  order: readonly string[],
): string[] {
  const words = new Set(text.match(/\d+\.\d+[0-9A-Za-z.+-]*/g) ?? []);
  const isNamed = (word: string | undefined): boolean =>
    word !== undefined && words.has(word.replace(/^v/, ''));
  const found = new Set(
    versions
      .filter(({ version, appVersion }) => isNamed(version) || isNamed(appVersion))
      .map(({ version }) => version),
  );
  return order.filter((version) => found.has(version)).reverse();
}

function spread(order: readonly string[], count: number): string[] {
  const step = Math.max(1, (order.length - 1) / (count - 1));
  return Array.from({ length: count }, (_, index) => order[Math.round(index * step)]).flatMap(
    (version) => version ?? [],
  );
}

/** How much of two texts is alike: the lines that both have, in whatever order, of all lines (Dice's coefficient). */
export function similarity(ours: ReadonlyMap<string, number>, theirs: string): number {
  const other = lineCounts(theirs);
  let [common, all] = [0, 0];
  for (const [line, count] of ours) {
    common += Math.min(count, other.get(line) ?? 0);
    all += count;
  }
  for (const count of other.values()) all += count;
  return all === 0 ? 1 : (2 * common) / all;
}

/** The lines with something on them, without their indentation, and how often each stands there. */
export function lineCounts(text: string): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const line of text.split('\n')) {
    const plain = line.trim();
    if (plain !== '') counts.set(plain, (counts.get(plain) ?? 0) + 1);
  }
  return counts;
}
