import type { Resource } from '../model/resource.ts';
import { nodeAt } from '../yaml/locate.ts';
import type { Path } from '../yaml/node.ts';

/** A plain scalar as it stands in the file: `1.20`, of which the value is 1.2; undefined of anything else. */
export function writtenScalar(resource: Resource, path: Path): string | undefined {
  const node = nodeAt(resource.node, path);
  const isPlain = node?.kind === 'scalar' && node.style === 'plain' && node.tag === undefined;
  return isPlain ? node.text : undefined;
}
