import type { ChartFacts } from '../chart/chart.ts';
import type { KnownCharts } from '../chart/known-charts.ts';
import { knownValues } from '../chart/known-values.ts';
import { type IsRepeated, type RepeatedValue, repeatedValues } from '../chart/repeated-values.ts';
import type { Files } from '../core/change.ts';
import { KitError } from '../core/errors.ts';
import { effectiveValues, type ValueMap, type ValueTree } from '../model/effective-values.ts';
import type { Repo } from '../model/repo.ts';
import type { Resource } from '../model/resource.ts';
import { sourcesOf } from '../model/values-sources.ts';
import { toData } from '../yaml/data.ts';
import { nodeAt } from '../yaml/locate.ts';
import type { Data, YamlNode } from '../yaml/node.ts';
import { isMap } from '../yaml/render.ts';
import { isSameData } from '../yaml/same-data.ts';
import { type ReleaseValues, releaseValues, rootOf, textField } from './chart-values.ts';
import { mayBePatched } from './patched.ts';

/** Values of a release, with those that its chart says as well. */
export interface RepeatingValues extends ReleaseValues {
  readonly repeated: readonly RepeatedValue[];
  /** Whether nothing else is in them. */
  readonly isAll: boolean;
}

/**
 * The values that change nothing, each place once: the chart has the same default, and no other source of the release
 * says anything there. Of a text that several releases read, that must be so for all of them.
 */
export function* repeatedDefaults(repo: Repo, charts: KnownCharts): Iterable<RepeatingValues> {
  const places = new Map<YamlNode, ReleaseValues[]>();
  for (const values of releaseValues(repo, charts)) {
    const node = values.text ?? nodeAt(values.holder.node, ['spec', 'values']);
    if (node !== undefined) places.set(node, [...(places.get(node) ?? []), values]);
  }
  const readers = places.size === 0 ? new Map<YamlNode, number>() : countReaders(repo);
  for (const [node, judged] of places) {
    const [first] = judged;
    if (first === undefined || readers.get(node) !== judged.length) continue;
    const root = mayBePatched(repo, first.holder) ? undefined : rootOf(first);
    const judges = judged.map((each) => judgeOf(each, repo.files));
    if (root === undefined || judges.includes(undefined)) continue;
    const repeated = repeatedValues(root, (path, value) =>
      judges.every((judge) => judge?.(path, value) === true),
    );
    const isAll = repeated.length === root.entries.length && repeated.every(({ path }) => path.length === 1);
    if (repeated.length > 0) yield { ...first, repeated, isAll };
  }
}

/** How many releases of all clusters read a text, as a whole or as a single value, or hold the values. */
function countReaders({ views }: Repo): ReadonlyMap<YamlNode, number> {
  const readers = new Map<YamlNode, number>();
  const count = (node: YamlNode | undefined): void => {
    if (node !== undefined) readers.set(node, (readers.get(node) ?? 0) + 1);
  };
  for (const view of views) {
    for (const release of view.resources)
      if (release.kind === 'HelmRelease') count(nodeAt(release.node, ['spec', 'values']));
    for (const { role, kind, namespace, name, key } of view.references) {
      const holder = role === 'values' ? view.find(kind, namespace, name) : undefined;
      if (holder !== undefined) count(textIn(holder, key));
    }
  }
  return readers;
}

function textIn(holder: Resource, key = 'values.yaml'): YamlNode | undefined {
  return nodeAt(holder.node, [textField(holder), key]);
}

/** What one release would miss; undefined where that cannot be known. */
function judgeOf(values: ReleaseValues, files: Files): IsRepeated | undefined {
  const defaults = usesOtherFiles(values) ? undefined : defaultsOf(values.facts);
  const others = defaults === undefined ? undefined : otherValues(values, files);
  if (defaults === undefined || others === undefined) return undefined;
  return (path, node) => {
    const value = dataOf(node);
    // Null takes a default away; a variable is filled in on the way.
    if (value === undefined || value === null || JSON.stringify(value, bigText).includes('${')) return false;
    return isSameData(value, defaultAt(defaults, path)) && !isSetIn(others, path);
  };
}

/** `valuesFiles` of the release, or of the HelmChart that it names, take the place of values.yaml. */
function usesOtherFiles({ charted: { release, chart } }: ReleaseValues): boolean {
  return [release.get('spec', 'chart', 'spec'), chart.pinnedIn.get('spec')].some(
    (spec) => spec !== undefined && isMap(spec) && ['valuesFile', 'valuesFiles'].some((key) => key in spec),
  );
}

function defaultsOf(facts: ChartFacts): Data | undefined {
  const root = knownValues(facts).defaults;
  return root === undefined ? undefined : dataOf(root);
}

/** Values with too many aliases have no data. */
function dataOf(node: YamlNode): Data | undefined {
  try {
    return toData(node, 'kubectl');
  } catch (error) {
    if (error instanceof KitError) return undefined;
    throw error;
  }
}

/** What Flux would give to Helm without these values; undefined where something unseen may lie below them. */
function otherValues(
  { charted: { release, view }, text }: ReleaseValues,
  files: Files,
): ValueMap | undefined {
  const { entries, inline, faults, unseen } = sourcesOf(release, view, files);
  const isOwn = ({ reference: { kind, namespace, name, key } }: (typeof entries)[number]): boolean => {
    const holder = view.find(kind, namespace, name);
    return text !== undefined && holder !== undefined && textIn(holder, key) === text;
  };
  const at = entries.findIndex(isOwn);
  const below = text === undefined ? entries : entries.slice(0, at);
  if (faults.length > 0 || unseen.length > 0 || (text !== undefined && at === -1)) return undefined;
  if (below.some(({ source }) => source.kind === 'unseen')) return undefined;
  const rest = entries.filter((_, index) => text === undefined || index !== at).map(({ source }) => source);
  const others = effectiveValues(
    rest,
    text === undefined ? { kind: 'map', at: inline.at, entries: new Map() } : inline,
  );
  return others.faults.length > 0 ? undefined : others.values;
}

function defaultAt(defaults: Data, path: readonly string[]): Data | undefined {
  return path.reduce<Data | undefined>(
    (found, key) =>
      found !== undefined && isMap(found) && Object.hasOwn(found, key) ? found[key] : undefined,
    defaults,
  );
}

/** Whether a tree has something at a path, or something else than a mapping on the way. */
function isSetIn(tree: ValueTree, [key, ...rest]: readonly string[]): boolean {
  if (key === undefined || tree.kind !== 'map') return true;
  const next = tree.entries.get(key);
  return next !== undefined && isSetIn(next, rest);
}

function bigText(_: string, value: unknown): unknown {
  return typeof value === 'bigint' ? String(value) : value;
}
