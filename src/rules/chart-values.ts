import type { ChartFacts } from '../chart/chart.ts';
import type { KnownCharts } from '../chart/known-charts.ts';
import { knownValues } from '../chart/known-values.ts';
import { type ValueFlaw, valueFlaws } from '../chart/value-flaws.ts';
import type { Location } from '../core/finding.ts';
import type { Range } from '../core/text.ts';
import type { Repo } from '../model/repo.ts';
import { isEncrypted, type Resource } from '../model/resource.ts';
import { embedded } from '../yaml/embedded.ts';
import { nodeAt } from '../yaml/locate.ts';
import type { MapNode, Path, ScalarNode } from '../yaml/node.ts';
import { readYaml } from '../yaml/read.ts';
import { type ChartedRelease, chartedReleases } from './charted-releases.ts';
import { named } from './named.ts';
import { isUpstreams } from './values-blocks.ts';

/** Values of a release: a text of a ConfigMap or Secret that it reads, or those in the release itself. */
export interface ReleaseValues {
  readonly charted: ChartedRelease;
  readonly facts: ChartFacts;
  /** The object that holds them. */
  readonly holder: Resource;
  /** `values.yaml of ConfigMap podinfo-…`, `values of HelmRelease podinfo`. */
  readonly title: string;
  /** Where they stand in it. */
  readonly path: Path;
  /** The text; undefined for values in the release itself. */
  readonly text: ScalarNode | undefined;
  /** The version that they were made from, where it is recorded. */
  readonly base: string | undefined;
}

/** What is to be said of values by their chart, with the place of each flaw. */
export interface JudgedValues extends ReleaseValues {
  readonly flaws: readonly ValueFlaw[];
  at(range: Range): Location;
}

/** The values of releases whose chart is known at the version that Flux takes; of a repository in focus those in it. */
export function* releaseValues(repo: Repo, charts: KnownCharts): Iterable<ReleaseValues> {
  const shown = new Set(repo.resources);
  for (const charted of chartedReleases(repo, charts)) {
    const { view, release } = charted;
    const holders: Omit<ReleaseValues, 'charted' | 'facts'>[] = [];
    for (const { role, from, kind, namespace, name, key = '', path } of view.references) {
      if (role !== 'values' || from !== release) continue;
      if (release.get(...path.slice(0, -1), 'targetPath') !== undefined) continue;
      const holder = view.find(kind, namespace, name);
      const text = holder === undefined || !shown.has(holder) ? undefined : textIn(holder, key);
      if (holder === undefined || text === undefined) continue;
      const base = holder.text('metadata', 'annotations', 'gitops-kit/chart-version');
      const isOther =
        (holder.text('metadata', 'annotations', 'gitops-kit/chart') ?? charted.chart.name) !==
        charted.chart.name;
      // Values of another chart have a rule of their own.
      if (!isOther)
        holders.push({
          holder,
          title: `${key} of ${named(holder)}`,
          path: [textField(holder), key],
          text,
          base,
        });
    }
    if (shown.has(release) && nodeAt(release.node, ['spec', 'values'])?.kind === 'map')
      holders.push({
        holder: release,
        title: `values of ${named(release)}`,
        path: ['spec', 'values'],
        text: undefined,
        base: undefined,
      });
    const facts = holders.length === 0 ? undefined : charted.facts();
    if (facts !== undefined) for (const each of holders) yield { charted, facts, ...each };
  }
}

function textIn(holder: Resource, key: string): ScalarNode | undefined {
  if (isEncrypted(holder)) return undefined;
  const node = nodeAt(holder.node, [textField(holder), key]);
  return node?.kind === 'scalar' ? node : undefined;
}

/** The field in which an object holds texts as they are. */
export function textField({ kind }: Resource): 'data' | 'stringData' {
  return kind === 'Secret' ? 'stringData' : 'data';
}

const known = new WeakMap<Repo, { readonly charts: KnownCharts; readonly judged: readonly JudgedValues[] }>();

/** The values of which their chart has something to say; worked out once for all rules. */
export function judgedValues(repo: Repo, charts: KnownCharts): readonly JudgedValues[] {
  const before = known.get(repo);
  if (before?.charts === charts) return before.judged;
  const judged = [...judge(repo, charts)];
  known.set(repo, { charts, judged });
  return judged;
}

function* judge(repo: Repo, charts: KnownCharts): Iterable<JudgedValues> {
  const shared = readByOtherCharts(repo, charts);
  for (const values of releaseValues(repo, charts)) {
    const { holder, text, facts, base, charted } = values;
    if (text !== undefined && (isUpstreams(facts.valuesDigest, text.text) || shared.has(text))) continue;
    const root = rootOf(values);
    if (root === undefined) continue;
    const origin =
      base === undefined || base === facts.version ? undefined : charts.facts(charted.place, base);
    const flaws = valueFlaws(root, {
      now: knownValues(facts),
      base: origin === undefined ? undefined : knownValues(origin),
    });
    if (flaws.length > 0) yield { ...values, flaws, at: placeIn(repo, holder, text) };
  }
}

/** The values as a mapping; undefined where they are none. */
export function rootOf({ holder, text }: Pick<ReleaseValues, 'holder' | 'text'>): MapNode | undefined {
  const root =
    text === undefined
      ? nodeAt(holder.node, ['spec', 'values'])
      : readYaml(text.text, { purpose: 'values' }).documents[0]?.root;
  return root?.kind === 'map' ? root : undefined;
}

/** Where a range of a text stands in the file around it. */
export function placeIn(
  { files }: Pick<Repo, 'files'>,
  { file }: Resource,
  text: ScalarNode | undefined,
): (range: Range) => Location {
  const inner = text === undefined ? undefined : embedded(files.text(file) ?? '', text);
  return (range) => ({ file, range: inner === undefined ? range : inner.toOuter(range) });
}

/** Texts that releases of several charts read: what one of them does not know, another may. */
export function readByOtherCharts(repo: Repo, charts: KnownCharts): ReadonlySet<ScalarNode> {
  const readers = new Map<ScalarNode, string>();
  const shared = new Set<ScalarNode>();
  for (const { text, charted } of releaseValues(repo, charts)) {
    if (text === undefined) continue;
    const chart = `${charted.place.url}\n${charted.place.chart}`;
    if ((readers.get(text) ?? chart) !== chart) shared.add(text);
    readers.set(text, chart);
  }
  return shared;
}
