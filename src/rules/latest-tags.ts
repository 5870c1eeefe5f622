import type { MapNode, ScalarNode, YamlNode } from '../yaml/node.ts';
import { scalarValue } from '../yaml/scalar.ts';

/** A tag, or an image with its tag, that is `latest`. */
export interface Latest {
  readonly node: ScalarNode;
  readonly path: readonly string[];
}

/** Tags of images, and images with their tag, that are `latest`. */
export function* latestIn(node: YamlNode, path: readonly string[] = []): Iterable<Latest> {
  if (node.kind === 'list') {
    for (const [index, item] of node.items.entries()) yield* latestIn(item, [...path, String(index)]);
  }
  if (node.kind !== 'map' || isOff(node)) return;
  for (const { key, value } of node.entries) {
    const here = [...path, key.text];
    if (value.kind !== 'scalar') yield* latestIn(value, here);
    else if (isLatest(key.text, value.text) && isImage(node, path)) yield { node: value, path: here };
  }
}

/** Whether the chart leaves out what the mapping describes. */
function isOff({ entries }: MapNode): boolean {
  return entries.some(
    ({ key, value }) =>
      key.text === 'enabled' && value.kind === 'scalar' && scalarValue(value, 'kubectl') === false,
  );
}

function isLatest(key: string, text: string): boolean {
  return (
    (key === 'tag' && text === 'latest') ||
    (/image$/i.test(key) && /^[^\s:]+(?::\d+\/[^\s:]+)?:latest$/.test(text))
  );
}

/** Whether a mapping describes an image, and by its tag alone. */
function isImage({ entries }: MapNode, path: readonly string[]): boolean {
  const keys = new Map(entries.map(({ key, value }) => [key.text, value]));
  const digest = keys.get('digest') ?? keys.get('sha');
  if (digest?.kind === 'scalar' && digest.text !== '') return false;
  return (
    /image$/i.test(path.at(-1) ?? '') ||
    ['repository', 'image', 'registry'].some((key) => keys.has(key)) ||
    !keys.has('tag')
  );
}
