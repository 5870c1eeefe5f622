import type { ChartFacts } from '../chart/chart.ts';
import type { KnownCharts } from '../chart/known-charts.ts';
import { KitError } from '../core/errors.ts';
import { kept } from '../core/once.ts';
import type { Fleet, Template } from '../fleet/fleet.ts';
import { pointerKeys, pointerTo } from '../fleet/json-pointer.ts';
import { hasPointers, isShort, type Operation, operationsOf } from '../fleet/override-operations.ts';
import type { OverridePolicy } from '../fleet/policy.ts';
import { groupBy } from '../model/group.ts';
import type { Reference } from '../model/references.ts';
import type { Repo } from '../model/repo.ts';
import type { View } from '../model/view.ts';
import { valueAt } from '../schema/data-path.ts';
import { toData } from '../yaml/data.ts';
import { nodeAt } from '../yaml/locate.ts';
import type { Data, Path, YamlNode } from '../yaml/node.ts';
import { readYaml } from '../yaml/read.ts';
import { type ChartedRelease, chartedReleases, takenVersion } from './charted-releases.ts';

/** A release whose values, or chart, overrides change, on the clusters for which the same ones do. */
export interface OverriddenValues {
  readonly charted: ChartedRelease;
  readonly release: Template;
  /** In order of name, not empty. */
  readonly clusters: readonly [string, ...string[]];
  /** The chart at the version that Flux takes there. */
  readonly facts: ChartFacts;
  /** In the order in which they count: what is inline goes over all others. */
  readonly writes: readonly ValueWrite[];
  /** What makes the version of the chart another. */
  readonly pin: Operation | undefined;
}

/** A place in the values that an operation writes. */
export interface ValueWrite {
  readonly operation: Operation;
  /** In the values; empty for all of them. */
  readonly path: readonly string[];
  /** Undefined where the operation takes it away, or writes what is no YAML. */
  readonly value: Data | undefined;
  /** The text that it stands in, in a ConfigMap; undefined for values in the release itself. */
  readonly text: YamlNode | undefined;
}

const known = new WeakMap<
  Fleet,
  { readonly charts: KnownCharts; readonly found: readonly OverriddenValues[] }
>();

/** The releases whose chart is known and whose values overrides change: each set of overrides once, for all rules. */
export function overriddenValues(fleet: Fleet, repo: Repo, charts: KnownCharts): readonly OverriddenValues[] {
  const before = known.get(fleet);
  if (before?.charts === charts) return before.found;
  const found = [...find(fleet, repo, charts)];
  known.set(fleet, { charts, found });
  return found;
}

function* find(fleet: Fleet, repo: Repo, charts: KnownCharts): Iterable<OverriddenValues> {
  if (fleet.overridePolicies.length === 0) return;
  const numbers = new Map<OverridePolicy, number>(fleet.overridePolicies.map((policy, at) => [policy, at]));
  const seen = new Set<Template>();
  const givers = kept((view: View) =>
    groupBy(
      view.references.filter(({ role, kind }) => role === 'values' && kind === 'ConfigMap'),
      ({ from }) => from,
    ),
  );
  for (const charted of chartedReleases(repo, charts)) {
    const release = fleet.templateOf(charted.release);
    if (release === undefined || seen.has(release) || charted.facts() === undefined) continue;
    seen.add(release);
    const { holders, sources } = templatesOf(
      charted,
      { own: release, values: givers(charted.view).get(charted.release) ?? [] },
      fleet,
    );
    const keyOf = (cluster: string): string =>
      [...holders.map(({ template }) => template), ...sources]
        .map((template) =>
          fleet
            .overridesFor(template, cluster)
            .map(({ policy, rule }) => `${numbers.get(policy)}.${rule}`)
            .join(' '),
        )
        .join(',');
    const decision = fleet.decide(release);
    const here = decision.clusters.filter((cluster) => !decision.isSuspended(cluster));
    for (const [key, [first, ...others]] of groupBy(here, keyOf)) {
      if (first === undefined || /^,*$/.test(key)) continue;
      const operationsFor = (template: Template): Operation[] =>
        fleet.overridesFor(template, first).flatMap(({ policy, rule }) => operationsOf(policy, rule));
      const changed = chartAfter(charted, charts, {
        own: operationsFor(release),
        others: sources.flatMap(operationsFor),
      });
      if (changed === undefined) continue;
      const writes = holders.flatMap((holder) =>
        operationsFor(holder.template).flatMap((operation) => writesOf(operation, holder)),
      );
      if (writes.length > 0 || changed.pin !== undefined)
        yield { charted, release, clusters: [first, ...others], writes, ...changed };
    }
  }
}

/** An object that holds values. */
interface Holder {
  readonly template: Template;
  /** Where they stand in it. */
  readonly path: readonly string[];
  readonly text: YamlNode | undefined;
}

/** What the values of a release are in, and what its chart comes from beside the release. */
function templatesOf(
  { release, view, chart }: ChartedRelease,
  { own, values }: { readonly own: Template; readonly values: readonly Reference[] },
  fleet: Fleet,
) {
  const holders: Holder[] = [];
  for (const { kind, namespace, name, key = 'values.yaml', path } of values) {
    if (release.get(...path.slice(0, -1), 'targetPath') !== undefined) continue;
    const holder = view.find(kind, namespace, name);
    const template = holder === undefined ? undefined : fleet.templateOf(holder);
    const text = template === undefined ? undefined : nodeAt(template.resource.node, ['data', key]);
    if (template !== undefined && text !== undefined) holders.push({ template, path: ['data', key], text });
  }
  holders.push({ template: own, path: ['spec', 'values'], text: undefined });
  const server = chart.server.kind === 'known' ? [chart.server.resource] : [];
  const sources = [...new Set([...server, chart.pinnedIn])]
    .filter((resource) => resource !== release)
    .flatMap((resource) => fleet.templateOf(resource) ?? []);
  return { holders, sources };
}

const versionPath = '/spec/chart/spec/version';

/** The chart after overrides; undefined where it is not known: another name or source, a version of which nothing is. */
function chartAfter(
  charted: ChartedRelease,
  charts: KnownCharts,
  operations: { readonly own: readonly Operation[]; readonly others: readonly Operation[] },
): Pick<OverriddenValues, 'facts' | 'pin'> | undefined {
  const patches = ({ overrider }: Operation): boolean => overrider === 'plaintext' || overrider === 'field';
  if (operations.others.filter(patches).some(({ pointer }) => !pointer.startsWith('/metadata/')))
    return undefined;
  const touching = operations.own
    .filter(patches)
    .filter(({ pointer }) => /^(?:\/spec(?:\/chart.*)?)?\/?$/.test(pointer));
  const pin = touching.at(-1);
  const facts =
    pin === undefined
      ? charted.facts()
      : touching.every(({ pointer }) => pointer === versionPath)
        ? pinnedTo(pin, charted, charts)
        : undefined;
  return facts === undefined ? undefined : { facts, pin };
}

function pinnedTo(
  { operator, value }: Operation,
  { place, versions }: ChartedRelease,
  charts: KnownCharts,
): ChartFacts | undefined {
  if (operator === 'remove' || typeof value !== 'string') return undefined;
  const version = takenVersion(versions, value);
  return version === undefined ? undefined : charts.facts(place, version);
}

function writesOf(operation: Operation, { path: above, text }: Holder): ValueWrite[] {
  if (!hasPointers(operation) || !isShort(operation)) return [];
  const { overrider, operator, pointer, inner } = operation;
  const value = operator === 'remove' ? undefined : operation.value;
  const keys = pointerKeys(pointer);
  if (keys.some((key, at) => at < above.length && key !== above[at])) return [];
  const isInText = text !== undefined;
  if (overrider === 'field') {
    if (!isInText || inner === undefined || keys.length !== above.length) return [];
    return [{ operation, path: pointerKeys(inner), value, text }];
  }
  if (overrider !== 'plaintext') return [];
  if (keys.length > above.length)
    return isInText ? [] : [{ operation, path: keys.slice(above.length), value, text }];
  const held = value === undefined ? undefined : valueAt(value, above.slice(keys.length));
  return [{ operation, path: [], value: isInText ? dataIn(held) : held, text }];
}

function dataIn(text: Data | undefined): Data | undefined {
  if (typeof text !== 'string') return undefined;
  const { documents, problems } = readYaml(text, { purpose: 'values' });
  const root = documents[0]?.root;
  if (root === undefined || problems.some(({ fatal }) => fatal)) return undefined;
  try {
    return toData(root, 'kubectl');
  } catch (error) {
    if (error instanceof KitError) return undefined;
    throw error;
  }
}

/** Finds the operation that wrote a value. */
export interface Writers {
  /** The last one that wrote it, or something around it. */
  around(path: Path): ValueWrite | undefined;
  /** The last one that wrote something in it. */
  within(path: Path): ValueWrite | undefined;
}

export function writersIn(writes: readonly ValueWrite[]): Writers {
  const own = new Map<string, number>();
  const below = new Map<string, number>();
  for (const [order, { path }] of writes.entries()) {
    own.set(pointerTo(path), order);
    for (const depth of path.keys()) below.set(pointerTo(path.slice(0, depth)), order);
  }
  const ways = (path: Path): string[] =>
    Array.from({ length: path.length + 1 }, (_, depth) => pointerTo(path.slice(0, depth)));
  return {
    around: (path) => writes[Math.max(...ways(path).map((each) => own.get(each) ?? -1))],
    within: (path) => writes[below.get(pointerTo(path)) ?? -1],
  };
}
