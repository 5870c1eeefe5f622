import { KitError } from '../core/errors.ts';
import type { Location } from '../core/finding.ts';
import { keyText } from '../yaml/key-text.ts';
import type { Data, Path, Scalar, YamlNode } from '../yaml/node.ts';
import { isList, isMap } from '../yaml/render.ts';
import { parseSet } from '../yaml/set-values.ts';

/** A value of a release, and where it is set; what a Secret holds is not shown. */
export type ValueTree =
  | { readonly kind: 'map'; readonly at: Location; readonly entries: Map<string, ValueTree> }
  | { readonly kind: 'list'; readonly at: Location; readonly items: ValueTree[] }
  | { readonly kind: 'scalar'; readonly at: Location; readonly value: Scalar }
  | { readonly kind: 'hidden'; readonly at: Location; readonly title: string };

export type ValueMap = Extract<ValueTree, { kind: 'map' }>;

/** One entry of `valuesFrom`, as far as it is known. */
export type ValuesSource =
  /** Values as a whole. */
  | { readonly kind: 'values'; readonly title: string; readonly values: ValueMap }
  /** One value for one path. */
  | {
      readonly kind: 'single';
      readonly title: string;
      readonly targetPath: string;
      /** Undefined for what a Secret holds. */
      readonly text: string | undefined;
      /** From Flux 2.9 on: as it is, without Helm's `--set` syntax. */
      readonly literal: boolean;
      readonly at: Location;
    }
  /** Values that nobody can see here: Secrets, objects that are not in the repository. */
  | { readonly kind: 'unseen'; readonly title: string; readonly why: string };

/** What Helm is given for a release, beside the chart's defaults. */
export interface EffectiveValues {
  readonly values: ValueMap;
  /** Why Flux would not get as far as Helm: sentences. */
  readonly faults: readonly string[];
  /** What may set more: sentences. */
  readonly unseen: readonly string[];
}

/**
 * The values that Flux gives to Helm: the entries of `valuesFrom` in order, then the inline values over them
 * (fluxcd/pkg chartutil 1.27, ChartValuesFromReferences). An entry with a `targetPath` sets its value in what is merged
 * so far with the inline values. Mappings that only the inline values have are the same object there and at the end, so
 * that it counts in them; in others, and at the top, the inline value counts. `fixtures/vectors/values` holds Flux's own answers.
 */
export function effectiveValues(sources: readonly ValuesSource[], inline: ValueMap): EffectiveValues {
  const faults: string[] = [];
  const unseen: string[] = [];
  const own = copied(inline);
  let result: ValueMap = { kind: 'map', at: inline.at, entries: new Map() };
  for (const source of sources) {
    switch (source.kind) {
      case 'values':
        result = merged(result, copied(source.values));
        break;
      case 'single':
        result = merged(result, own);
        try {
          setSingle(result, source);
        } catch (error) {
          if (!(error instanceof KitError)) throw error;
          faults.push(`${source.title}: ${error.message.replace(/^--set /, '')}`);
        }
        break;
      case 'unseen':
        unseen.push(`${source.title} ${source.why}`);
        break;
    }
  }
  return { values: merged(result, own), faults, unseen };
}

/** The tree of some data; places come from the nodes of the same paths, where there are any. */
export function valueTree(
  data: Data,
  node: YamlNode | undefined,
  at: (node: YamlNode) => Location,
  above: Location,
): ValueTree {
  const target = node?.kind === 'alias' ? node.target : node;
  const here = node === undefined ? above : at(node);
  if (isMap(data)) {
    const nodes = new Map<string, YamlNode>();
    if (target?.kind === 'map')
      for (const { key, value } of target.entries) nodes.set(keyText(key, 'kubectl'), value);
    const entries = Object.entries(data).map(
      ([key, value]) => [key, valueTree(value, nodes.get(key), at, here)] as const,
    );
    return { kind: 'map', at: here, entries: new Map(entries) };
  }
  if (isList(data)) {
    const items = target?.kind === 'list' ? target.items : [];
    return {
      kind: 'list',
      at: here,
      items: data.map((item, index) => valueTree(item, items[index], at, here)),
    };
  }
  return { kind: 'scalar', at: here, value: data };
}

/** The data of a tree; what is hidden is said in words. */
export function dataOf(tree: ValueTree): Data {
  switch (tree.kind) {
    case 'map': {
      const data: Record<string, Data> = Object.create(null);
      for (const [key, value] of tree.entries) data[key] = dataOf(value);
      return data;
    }
    case 'list':
      return tree.items.map(dataOf);
    case 'scalar':
      return tree.value;
    case 'hidden':
      return `(in ${tree.title})`;
  }
}

/** The values that are no mappings, each with its path; lists and empty mappings are values. */
export function* leavesOf(tree: ValueTree, path: Path = []): Iterable<{ path: Path; value: ValueTree }> {
  if (tree.kind !== 'map' || (tree.entries.size === 0 && path.length > 0)) yield { path, value: tree };
  else for (const [key, value] of tree.entries) yield* leavesOf(value, [...path, key]);
}

/** A tree may be changed in place: every run begins with its own. */
function copied(map: ValueMap): ValueMap {
  return { ...map, entries: new Map([...map.entries].map(([key, value]) => [key, copy(value)])) };
}

function copy(tree: ValueTree): ValueTree {
  if (tree.kind === 'map') return copied(tree);
  return tree.kind === 'list' ? { ...tree, items: tree.items.map(copy) } : tree;
}

/** A new mapping; what only one side has is taken over as it is, and not copied. */
function merged(under: ValueMap, over: ValueMap): ValueMap {
  const entries = new Map(under.entries);
  for (const [key, value] of over.entries) {
    const below = entries.get(key);
    entries.set(key, value.kind === 'map' && below?.kind === 'map' ? merged(below, value) : value);
  }
  return { kind: 'map', at: over.at, entries };
}

function setSingle(
  values: ValueMap,
  { title, targetPath, text, literal, at }: Extract<ValuesSource, { kind: 'single' }>,
): void {
  if (text === undefined || literal) {
    const value: ValueTree =
      text === undefined ? { kind: 'hidden', at, title } : { kind: 'scalar', at, value: text };
    for (const { path } of parseSet(`${targetPath}=`)) setIn(values, path, value, at);
    return;
  }
  const isQuoted = [`'`, '"'].some((quote) => text.startsWith(quote) && text.endsWith(quote));
  const written = isQuoted ? text.replace(/^['"]+|['"]+$/g, '') : text;
  for (const { path, value } of parseSet(`${targetPath}=${written}`, { strings: isQuoted }))
    setIn(
      values,
      path,
      valueTree(value, undefined, () => at, at),
      at,
    );
}

/** Sets a value in place as Helm's strvals does; throws where something else than a mapping or list is in the way. */
function setIn(map: ValueMap, path: Path, value: ValueTree, at: Location): void {
  const [key, ...rest] = path;
  if (typeof key !== 'string') throw inTheWay(path);
  if (rest.length === 0) {
    map.entries.set(key, value);
    return;
  }
  const found = map.entries.get(key);
  if (typeof rest[0] === 'number') {
    if (found !== undefined && found.kind !== 'list') throw inTheWay([key]);
    map.entries.set(key, { kind: 'list', at, items: withItem(found?.items ?? [], rest, value, at) });
    return;
  }
  if (found !== undefined && found.kind !== 'map') throw inTheWay([key]);
  const inner: ValueMap = found ?? { kind: 'map', at, entries: new Map() };
  setIn(inner, rest, value, at);
  map.entries.set(key, inner);
}

/** The same list with an item set, or a longer one. */
function withItem(list: ValueTree[], [index, ...rest]: Path, value: ValueTree, at: Location): ValueTree[] {
  if (typeof index !== 'number') throw inTheWay([]);
  const found = list[index];
  const nothing: ValueTree = { kind: 'scalar', at, value: null };
  const set = (item: ValueTree): ValueTree[] => {
    const items =
      list.length > index
        ? list
        : [...list, ...Array.from({ length: index + 1 - list.length }, () => nothing)];
    items[index] = item;
    return items;
  };
  if (rest.length === 0) return set(value);
  if (typeof rest[0] === 'number') {
    const isNothing = found === undefined || (found.kind === 'scalar' && found.value === null);
    if (!isNothing && found.kind !== 'list') throw inTheWay([index]);
    const inner = found?.kind === 'list' ? found.items : [];
    return set({ kind: 'list', at, items: withItem(inner, rest, value, at) });
  }
  const inner: ValueMap = found?.kind === 'map' ? found : { kind: 'map', at, entries: new Map() };
  setIn(inner, rest, value, at);
  return set(inner);
}

function inTheWay(path: Path): KitError {
  return new KitError(
    'value-in-the-way',
    `${path.join('.')} is neither the mapping nor the list that targetPath needs`,
  );
}
