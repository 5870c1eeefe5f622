import { KitError } from '../core/errors.ts';
import { isMergeKey } from './key-checks.ts';
import { keyText } from './key-text.ts';
import { limits } from './limits.ts';
import { mergeSources } from './merge-keys.ts';
import type { Data, Entry, MapNode, Reader, YamlNode } from './node.ts';
import { scalarValue } from './scalar.ts';

/**
 * What a node means to one reader, as plain data without prototype: merge keys applied, aliases written out.
 * @throws KitError `too-many-aliases` when aliases expand beyond the limit
 */
export function toData(node: YamlNode, reader: Reader): Data {
  return convert(node, { reader, aliased: 0, depth: 0 });
}

interface Conversion {
  readonly reader: Reader;
  /** Nodes that stood behind an alias so far. */
  aliased: number;
  /** Aliases around the current node. */
  depth: number;
}

function convert(node: YamlNode, state: Conversion): Data {
  if (state.depth > 0) {
    state.aliased += 1;
    if (state.aliased > limits.expandedNodes || state.depth > limits.depth) {
      throw new KitError('too-many-aliases', `aliases expand to more than ${limits.expandedNodes} values`);
    }
  }
  switch (node.kind) {
    case 'scalar':
      return scalarValue(node, state.reader);
    case 'list':
      return node.items.map((item) => convert(item, state));
    case 'map':
      return convertMap(node, state);
    case 'alias':
      return node.target === undefined ? null : behindAlias(node.target, state);
  }
}

function behindAlias(target: YamlNode, state: Conversion): Data {
  state.depth += 1;
  const data = convert(target, state);
  state.depth -= 1;
  return data;
}

function convertMap(map: MapNode, state: Conversion): Data {
  const result: Record<string, Data> = Object.create(null);
  for (const entry of map.entries) {
    const { key, value } = entry;
    if (isMergeKey(key)) merge(result, value, state, () => explicitBefore(map, entry, state));
    else result[keyText(key, state.reader)] = convert(value, state);
  }
  return result;
}

/** What a mapping says itself before one of its entries. */
function explicitBefore({ entries }: MapNode, entry: Entry, { reader }: Conversion): ReadonlySet<string> {
  const before = entries.slice(0, entries.indexOf(entry)).filter(({ key }) => !isMergeKey(key));
  return new Set(before.map(({ key }) => keyText(key, reader)));
}

/** Of several sources the first counts. kubectl lets a merge override what stands before it, kustomize does not. */
function merge(
  result: Record<string, Data>,
  value: YamlNode,
  state: Conversion,
  explicit: () => ReadonlySet<string>,
): void {
  const own = state.reader === 'kubectl' ? undefined : explicit();
  for (const source of [...(mergeSources(value) ?? [])].reverse()) {
    const data = behindAlias(source, state);
    if (typeof data !== 'object' || data === null || Array.isArray(data)) continue;
    for (const [name, merged] of Object.entries(data)) {
      if (own?.has(name) !== true) result[name] = merged;
    }
  }
}
