import { entryOf } from '../yaml/locate.ts';
import type { MapNode, YamlNode } from '../yaml/node.ts';
import { readYaml } from '../yaml/read.ts';
import type { ChartFacts } from './chart.ts';
import type { ChartReads } from './chart-reads.ts';

/** The values that a chart knows: what its values.yaml names, its schema declares, and its templates ask for. */
export interface KnownValues {
  /** The defaults; undefined where the chart has none, or none that can be read. */
  readonly defaults: MapNode | undefined;
  /** Keys that stand in comments of values.yaml, wherever: defaults that are commented out, or described. */
  readonly commented: ReadonlySet<string>;
  /** values.schema.json, read; undefined where there is none. */
  readonly schema: unknown;
  readonly reads: Lookups | undefined;
}

interface Lookups extends Pick<ChartReads, 'charts'> {
  readonly words: ReadonlySet<string>;
  readonly whole: ReadonlySet<string>;
}

const known = new WeakMap<ChartFacts, KnownValues>();

/** The values that a version of a chart knows; worked out once. */
export function knownValues(facts: ChartFacts): KnownValues {
  const before = known.get(facts);
  if (before !== undefined) return before;
  const text = facts.values ?? '';
  const root = readYaml(text, { purpose: 'values' }).documents[0]?.root;
  const { reads } = facts;
  const made: KnownValues = {
    defaults: root?.kind === 'map' ? root : undefined,
    commented: commentedKeys(text),
    schema: schemaOf(facts),
    reads:
      reads === undefined
        ? undefined
        : { charts: reads.charts, words: new Set(reads.words), whole: new Set(reads.whole) },
  };
  known.set(facts, made);
  return made;
}

/** The entry of a key, behind an alias too; undefined where there is none. */
export function defaultOf(map: MapNode | undefined, key: string): YamlNode | undefined {
  return map === undefined ? undefined : behindAlias(entryOf(map, key)?.value);
}

export function behindAlias(node: YamlNode | undefined): YamlNode | undefined {
  return node?.kind === 'alias' ? node.target : node;
}

/** `# key:`, `#  - key: x`, and `## @param a.key` as readme-generator-for-helm takes it. */
function commentedKeys(text: string): ReadonlySet<string> {
  const keys = new Set<string>();
  for (const [, comment = ''] of text.matchAll(/#([^\n]{1,300})/g)) {
    const param = /^#?\s*@(?:param|extra)\s+([^\s[]+)/.exec(comment)?.[1];
    if (param !== undefined) for (const part of param.split('.')) keys.add(part);
    const key = /^[#\s]*(?:-\s+)?["']?([A-Za-z0-9_./-]+)["']?\s*:(?:\s|$)/.exec(comment)?.[1];
    if (key !== undefined) keys.add(key);
  }
  return keys;
}

/** A schema that is no JSON is none: Helm refuses the chart for it, whatever the values are. */
function schemaOf({ valuesSchema }: ChartFacts): unknown {
  if (valuesSchema === undefined) return undefined;
  try {
    return JSON.parse(valuesSchema);
  } catch {
    return undefined;
  }
}
