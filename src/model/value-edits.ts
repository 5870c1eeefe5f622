import type { Change, Files, RepoPath } from '../core/change.ts';
import { KitError } from '../core/errors.ts';
import { type DataEdit, editBelow, editChecked, editsBetween } from '../yaml/edit-checked.ts';
import { nodeAt, pathOfMap } from '../yaml/locate.ts';
import { pathText } from '../yaml/path-text.ts';
import { readYaml } from '../yaml/read.ts';
import { groupBy } from './group.ts';
import type { Resource } from './resource.ts';

/** One change of a value in a file of the repository. */
export interface ValueEdit {
  readonly file: RepoPath;
  /** Where the object that holds the value begins in its file: items of a `kind: List` are objects of their own. */
  readonly start: number;
  /** The path counts from that object. */
  readonly edit: DataEdit;
}

/** An edit of an object's value. */
export function editOf({ file, node }: Pick<Resource, 'file' | 'node'>, edit: DataEdit): ValueEdit {
  return { file, start: node.start, edit };
}

/**
 * The changes that carry out the edits, one per file, in the order of the files; the edits of a file in their own order.
 * @throws KitError `edit-refused` with the file's name where an edit would change more than its value
 */
export function editedFiles(files: Files, edits: Iterable<ValueEdit>): Change[] {
  const changes: Change[] = [];
  for (const [path, own] of [...groupBy(edits, ({ file }) => file)].sort(([a], [b]) => (a < b ? -1 : 1))) {
    const before = files.text(path) ?? '';
    const between = editsBetween(before, editedText(before, path, own));
    if (between.length > 0) changes.push({ kind: 'edit', path, edits: between });
  }
  return changes;
}

function editedText(text: string, file: RepoPath, edits: readonly ValueEdit[]): string {
  const { documents } = readYaml(text);
  const placed = edits.map(({ start, edit }) => {
    for (const [document, { root }] of documents.entries()) {
      const path = root === undefined ? undefined : pathOfMap(root, start);
      if (root === undefined || path === undefined) continue;
      if (nodeAt(root, [...path, ...edit.path])?.kind === 'alias')
        throw refused(file, `an alias stands at ${pathText(edit.path)}, and its value is written elsewhere`);
      return { document, edit: editBelow(path, edit) };
    }
    throw refused(file, 'what stands there has changed');
  });
  try {
    return placed.reduce((now, { document, edit }) => editChecked(now, [edit], { document }), text);
  } catch (error) {
    if (!(error instanceof KitError)) throw error;
    throw refused(file, error.message, error);
  }
}

function refused(file: RepoPath, why: string, cause?: KitError): KitError {
  const help = ['edit that file by hand first, and run the command again'];
  return new KitError('edit-refused', `${file}: ${why}`, { help, cause });
}
