import { positions } from '../core/text.ts';
import { keyText } from '../yaml/key-text.ts';
import type { Entry, MapNode, Path, YamlNode } from '../yaml/node.ts';
import type { DataConflict } from './merge-data.ts';
import { readSide } from './read-side.ts';
import type { Conflict } from './values-merge.ts';

/** Conflicts with the lines at which they stand in the merged text: of the key, or of the nearest one above it. */
export function placeConflicts(
  conflicts: readonly DataConflict[],
  text: string,
  winner: 'ours' | 'theirs',
): Conflict[] {
  const side = readSide(text);
  if ('flaw' in side || conflicts.length === 0) return [];
  const at = positions(side.text);
  const find = offsetsIn(side.root);
  return conflicts.map((conflict) => {
    const path = conflict[winner] === undefined ? conflict.path.slice(0, -1) : conflict.path;
    return { ...conflict, line: at(find(path)).line };
  });
}

/** Finds where the keys of paths stand. A mapping is looked through once, however many of its keys are asked for. */
function offsetsIn(root: YamlNode | undefined): (path: Path) => number {
  const known = new Map<MapNode, Map<string, Entry>>();
  const entriesOf = (map: MapNode): Map<string, Entry> => {
    const found =
      known.get(map) ?? new Map(map.entries.map((entry) => [keyText(entry.key, 'kubectl'), entry]));
    known.set(map, found);
    return found;
  };
  return (path) => {
    let node = root;
    let offset = root?.start ?? 0;
    for (const step of path) {
      const target: YamlNode | undefined = node?.kind === 'alias' ? node.target : node;
      if (target?.kind === 'list') {
        node = target.items[Number(step)];
        offset = node?.start ?? offset;
      } else {
        const entry = target?.kind === 'map' ? entriesOf(target).get(String(step)) : undefined;
        node = entry?.value;
        offset = entry?.key.start ?? offset;
      }
      if (node === undefined) break;
    }
    return offset;
  };
}
