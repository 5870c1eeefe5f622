import { isDeepStrictEqual } from 'node:util';
import { KitError } from '../core/errors.ts';
import { applyEdits } from '../core/text.ts';
import { toData } from './data.ts';
import type { Reader, YamlDocument } from './node.ts';
import { readYaml } from './read.ts';

/**
 * The text of a stream without some of its documents, each with its `---` and the comments that follow it; the others stay
 * byte for byte.
 * @throws KitError `edit-refused` when the others would mean something else to a reader
 */
export function withoutDocuments(text: string, gone: ReadonlySet<number>): string {
  const { documents } = readYaml(text);
  const edits = documents.flatMap(({ range }, index) => (gone.has(index) ? [{ range, text: '' }] : []));
  const after = applyEdits(text, edits);
  const kept = documents.filter((_, index) => !gone.has(index));
  const now = readYaml(after).documents;
  for (const reader of ['kubectl', 'kustomize'] as const) {
    if (isDeepStrictEqual(meant(now, reader), meant(kept, reader))) continue;
    throw new KitError('edit-refused', 'cannot remove a document without changing another one');
  }
  return after;
}

/** What the documents mean; empty ones mean nothing. */
function meant(documents: readonly YamlDocument[], reader: Reader): unknown[] {
  return documents.flatMap(({ root }) =>
    root === undefined ? [] : [JSON.stringify(toData(root, reader), bigints)],
  );
}

function bigints(_: string, value: unknown): unknown {
  return typeof value === 'bigint' ? `${value}n` : value;
}
