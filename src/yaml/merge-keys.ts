import { rangeOf } from '../core/text.ts';
import { isMergeKey } from './key-checks.ts';
import type { Entry, MapNode, Purpose, YamlNode, YamlProblem } from './node.ts';

/** Where the two readers take `<<` differently, or refuse it. */
export function mergeProblems(map: MapNode, purpose: Purpose, problems: YamlProblem[]): void {
  if (!map.entries.some(({ key }) => key.text === '<<')) return;
  const merges = map.entries.filter(({ key }) => key.text === '<<');
  const say = (entry: Entry, message: string, help: string): void => {
    problems.push({ kind: 'merge-key', range: rangeOf(entry.key), message, help, fatal: false });
  };
  let first: Entry | undefined;
  for (const merge of merges) {
    if (!isMergeKey(merge.key)) {
      if (purpose === 'manifest') {
        say(
          merge,
          'key "<<" in quotes is dropped by a Flux Kustomization',
          'remove the quotes, or the entry',
        );
      }
      continue;
    }
    if (first !== undefined && purpose === 'manifest') {
      say(merge, 'key << is there twice in one mapping', 'merge a list instead: <<: [*a, *b]');
    }
    first ??= merge;
    const sources = mergeSources(merge.value);
    if (sources === undefined) {
      say(merge, '<< needs a mapping, or a list of mappings', 'refer to an anchor of a mapping: <<: *name');
      continue;
    }
    if (purpose === 'values') continue;
    const clash = laterOverride(map, merge, sources);
    if (clash !== undefined) {
      say(
        merge,
        `<< stands behind ${clash}, which it also sets: kubectl takes the merged value, a Flux Kustomization the written one`,
        'put << first',
      );
    }
  }
}

/** The mappings that a `<<` merges, the one that counts most first; undefined when it is something else. */
export function mergeSources(value: YamlNode): readonly MapNode[] | undefined {
  const target = value.kind === 'alias' ? value.target : value;
  if (target?.kind === 'map') return [target];
  if (target?.kind !== 'list' || value.kind === 'alias') return undefined;
  const sources: MapNode[] = [];
  for (const item of target.items) {
    const source = item.kind === 'alias' ? item.target : item;
    if (source?.kind !== 'map') return undefined;
    sources.push(source);
  }
  return sources;
}

/** A key written before the merge that the merge sets too. */
function laterOverride(map: MapNode, merge: Entry, sources: readonly MapNode[]): string | undefined {
  const before = new Set<string>();
  for (const entry of map.entries) {
    if (entry === merge) break;
    before.add(entry.key.text);
  }
  if (before.size === 0) return undefined;
  return mergedKeys(sources).find((key) => before.has(key));
}

/** Every key that the sources bring, those that they merge themselves included; each source is looked at once. */
function mergedKeys(sources: readonly MapNode[], seen = new Set<MapNode>()): string[] {
  const keys: string[] = [];
  for (const source of sources) {
    if (seen.has(source)) continue;
    seen.add(source);
    for (const { key, value } of source.entries) {
      if (isMergeKey(key)) keys.push(...mergedKeys(mergeSources(value) ?? [], seen));
      else keys.push(key.text);
    }
  }
  return keys;
}
