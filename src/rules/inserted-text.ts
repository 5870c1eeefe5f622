import type { Change, Files } from '../core/change.ts';
import { KitError } from '../core/errors.ts';
import { applyEdits, type TextEdit } from '../core/text.ts';
import type { Resource } from '../model/resource.ts';
import { embedded } from '../yaml/embedded.ts';
import { nodeAt } from '../yaml/locate.ts';
import type { Path, ScalarNode } from '../yaml/node.ts';
import { readYaml } from '../yaml/read.ts';
import { pathToObject } from './fixes.ts';

/** A place inside a scalar of an object; `offset` counts in its text. */
interface Inside {
  readonly path: Path;
  readonly scalar: ScalarNode;
  readonly offset: number;
}

/**
 * The change of a file that puts a text into scalars of one object. Each is read back.
 * @throws KitError `edit-refused` where something else would come out: in folded texts, behind escapes
 */
export function insertedIn(
  files: Files,
  resource: Resource,
  inserted: string,
  places: readonly Inside[],
): Change {
  const text = files.text(resource.file) ?? '';
  const edits = places.map(({ scalar, offset }): TextEdit => {
    const { start } = embedded(text, scalar).toOuter({ start: offset, end: offset + 1 });
    return { range: { start, end: start }, text: inserted };
  });
  const after = applyEdits(text, edits);
  const above = pathToObject(text, resource);
  const root = readYaml(after).documents[resource.document]?.root;
  for (const { path, scalar } of places) {
    const found = root === undefined ? undefined : nodeAt(root, [...above, ...path]);
    const own = places.filter((place) => place.scalar === scalar);
    const wanted = applyEdits(
      scalar.text,
      own.map(({ offset }) => ({ range: { start: offset, end: offset }, text: inserted })),
    );
    if (found?.kind !== 'scalar' || found.text !== wanted)
      throw new KitError('edit-refused', `cannot change ${resource.file} without changing more than that`);
  }
  return { kind: 'edit', path: resource.file, edits };
}
