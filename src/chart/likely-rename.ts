import { isDeepStrictEqual } from 'node:util';
import { toData } from '../yaml/data.ts';
import type { MapNode, YamlNode } from '../yaml/node.ts';
import type { ChartFacts } from './chart.ts';
import { behindAlias, defaultOf, knownValues } from './known-values.ts';

/** Keys that are looked at: a chart of more than this is none that anybody reads. */
const most = 20_000;

/**
 * The key that a chart may have renamed another to: one that is new, with the same default (if that says anything), in
 * the same mapping or of the same name elsewhere; undefined where there is none, or several.
 */
export function likelyRename(
  path: readonly string[],
  { from, to }: { readonly from: ChartFacts; readonly to: ChartFacts },
): readonly string[] | undefined {
  const old = knownValues(from).defaults;
  const now = knownValues(to).defaults;
  const was = path.reduce<YamlNode | undefined>(
    (at, key) => (at?.kind === 'map' ? defaultOf(at, key) : undefined),
    old,
  );
  if (was === undefined || now === undefined) return undefined;
  const data = toData(was, 'kubectl');
  const found: (readonly string[])[] = [];
  for (const each of newKeys(now, old)) {
    const isBeside = each.path.slice(0, -1).join('\n') === path.slice(0, -1).join('\n');
    const isNamesake = each.path.at(-1) === path.at(-1);
    if (!isNamesake && !(isBeside && isTelling(data))) continue;
    if (isDeepStrictEqual(toData(each.value, 'kubectl'), data)) found.push(each.path);
  }
  return found.length === 1 ? found[0] : undefined;
}

/** Empty values and switches are alike everywhere. */
function isTelling(data: unknown): boolean {
  if (typeof data === 'object' && data !== null) return Object.keys(data).length > 0;
  return data !== null && typeof data !== 'boolean' && data !== '' && data !== 0 && data !== 1;
}

function* newKeys(
  now: MapNode,
  old: MapNode | undefined,
): Iterable<{ path: readonly string[]; value: YamlNode }> {
  let seen = 0;
  const queue: { map: MapNode; old: MapNode | undefined; path: readonly string[] }[] = [
    { map: now, old, path: [] },
  ];
  for (let at = queue.shift(); at !== undefined; at = queue.shift()) {
    for (const { key, value } of at.map.entries) {
      seen += 1;
      if (seen > most) return;
      const node = behindAlias(value);
      const before = defaultOf(at.old, key.text);
      const path = [...at.path, key.text];
      if (before === undefined) yield { path, value };
      // An alias may lead around in a circle; what is behind one has a place of its own.
      if (node?.kind === 'map' && value.kind === 'map')
        queue.push({ map: node, old: before?.kind === 'map' ? before : undefined, path });
    }
  }
}
