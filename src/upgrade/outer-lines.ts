import { positions } from '../core/text.ts';
import type { Repo } from '../model/repo.ts';
import { embedded } from '../yaml/embedded.ts';
import { nodeAt } from '../yaml/locate.ts';
import type { Path } from '../yaml/node.ts';
import type { ValuesPlace } from './values-place.ts';

/** A place in values: its path, and its 1-based line in them where they are a text of their own. */
interface Inner {
  readonly path: Path;
  readonly line: number;
}

/** The 1-based line in the file for a place in the values of an object, as the object is in a repository. */
export function outerLines({ files, resources }: Repo, place: ValuesPlace): (inner: Inner) => number {
  const { file, document, kind, name, namespace } = place.resource;
  const resource = resources.find(
    (each) =>
      each.file === file &&
      each.document === document &&
      each.kind === kind &&
      each.name === name &&
      each.namespace === namespace,
  );
  const outer = files.text(file);
  if (resource === undefined || outer === undefined) return () => 1;
  const lineAt = positions(outer);
  if (place.kind === 'inline')
    return ({ path }) => lineAt(resource.keyAt('spec', 'values', ...path).range.start).line;
  const node = nodeAt(resource.node, ['data', place.key]);
  if (node?.kind !== 'scalar') return () => lineAt(resource.node.start).line;
  const { text, toOuter } = embedded(outer, node);
  const starts = [0];
  for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) starts.push(at + 1);
  return ({ line }) => {
    const start = starts[line - 1] ?? text.length;
    return lineAt(toOuter({ start, end: start + 1 }).start).line;
  };
}
