import { KitError } from '../core/errors.ts';
import { changesIn } from '../merge/value-changes.ts';
import type { ValueChange } from '../merge/values-merge.ts';
import { toData } from '../yaml/data.ts';
import type { Data } from '../yaml/node.ts';
import { readYaml } from '../yaml/read.ts';
import { isMap } from './fields.ts';

/** How much text is read for one answer, in characters: beyond it only the place of a text is known. */
const mostText = 4_000_000;

/** What differs in two texts that hold YAML mappings; undefined where one holds none, or too much was read before. */
export type TextReader = (was: string, is: string) => readonly ValueChange[] | undefined;

/** Reads each pair of texts once: most clusters get the same. */
export function textReader(): TextReader {
  const known = new Map<string, Map<string, readonly ValueChange[] | undefined>>();
  let left = mostText;
  return (was, is) => {
    const beside = known.get(was) ?? new Map<string, readonly ValueChange[] | undefined>();
    if (beside.has(is)) return beside.get(is);
    left -= was.length + is.length;
    if (left < 0) return undefined;
    const changes = changesOf(was, is);
    known.set(was, beside.set(is, changes));
    return changes;
  };
}

function changesOf(was: string, is: string): readonly ValueChange[] | undefined {
  const before = mappingIn(was);
  const after = before === undefined ? undefined : mappingIn(is);
  return after === undefined ? undefined : changesIn({ before, after, merged: after });
}

function mappingIn(text: string): Data | undefined {
  const { documents, problems } = readYaml(text, { purpose: 'values' });
  const root = documents[0]?.root;
  if (root === undefined || documents.length > 1 || problems.some(({ fatal }) => fatal)) return undefined;
  try {
    const data = toData(root, 'kubectl');
    return isMap(data) ? data : undefined;
  } catch (error) {
    if (error instanceof KitError && error.code === 'too-many-aliases') return undefined;
    throw error;
  }
}
