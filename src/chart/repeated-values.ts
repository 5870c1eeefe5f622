import { type Range, rangeOf } from '../core/text.ts';
import { keyText } from '../yaml/key-text.ts';
import type { MapNode, YamlNode } from '../yaml/node.ts';

/** A value that says nothing new: a mapping with all that is in it, or one that is none. */
export interface RepeatedValue {
  readonly path: readonly string[];
  /** Where its key stands. */
  readonly range: Range;
}

/** Whether the value of a path, no mapping with entries, may go without any difference. */
export type IsRepeated = (path: readonly string[], value: YamlNode) => boolean;

/** The values that may go, in the order of the text: of a mapping of which all may go, only that. */
export function repeatedValues(values: MapNode, isRepeated: IsRepeated): readonly RepeatedValue[] {
  return judge(values, [], isRepeated).repeated;
}

function judge(
  map: MapNode,
  above: readonly string[],
  isRepeated: IsRepeated,
): { readonly repeated: readonly RepeatedValue[]; readonly isWhole: boolean } {
  const repeated: RepeatedValue[] = [];
  let isWhole = true;
  // What a merge key brings would come to light.
  if (map.entries.some(({ key }) => key.text === '<<')) return { repeated, isWhole: false };
  for (const { key, value } of map.entries) {
    const path = [...above, keyText(key, 'kubectl')];
    const below =
      value.kind === 'map' && value.entries.length > 0 ? judge(value, path, isRepeated) : undefined;
    if (below === undefined ? isRepeated(path, value) : below.isWhole)
      repeated.push({ path, range: rangeOf(key) });
    else {
      isWhole = false;
      repeated.push(...(below?.repeated ?? []));
    }
  }
  return { repeated, isWhole };
}
