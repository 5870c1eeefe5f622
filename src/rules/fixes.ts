import type { Change, Files, RepoPath } from '../core/change.ts';
import { lineEdits } from '../core/diff.ts';
import { KitError } from '../core/errors.ts';
import type { Fix, Problem } from '../core/finding.ts';
import { lineStart } from '../core/text.ts';
import { baseName } from '../model/layout.ts';
import type { Repo } from '../model/repo.ts';
import { isEncrypted, type Resource } from '../model/resource.ts';
import { lostComments } from '../yaml/comments.ts';
import { type DataEdit, editBelow, editChecked, editsBetween } from '../yaml/edit-checked.ts';
import { entryOf, nodeAt, pathOfMap } from '../yaml/locate.ts';
import type { Path } from '../yaml/node.ts';
import { readYaml } from '../yaml/read.ts';
import { skipSpaces } from '../yaml/trivia.ts';
import { isChangedBlindly, mayBePatched } from './patched.ts';
import { mayBeWritten } from './patched-field.ts';

type Said = Pick<Fix, 'title' | 'safety'>;

/**
 * A fix that is worked out when it is asked for, and once; without changes where the text refuses an edit, or a path the
 * move.
 */
export function lazyFix({ title, safety }: Said, make: () => readonly Change[]): Fix {
  let made: readonly Change[] | undefined;
  return {
    title,
    safety,
    get changes() {
      made ??= unlessRefused(make);
      return made;
    },
  };
}

function unlessRefused(make: () => readonly Change[]): readonly Change[] {
  try {
    return make();
  } catch (error) {
    if (error instanceof KitError) return [];
    throw error;
  }
}

/**
 * A fix that changes fields of one object. Both Kubernetes readers see exactly these differences in it, or there is no
 * change at all.
 * @param edits in order, with paths from the object
 */
export function fieldFix(
  { files }: Pick<Repo, 'files'>,
  resource: Resource,
  said: Said,
  edits: readonly DataEdit[],
): Fix {
  return lazyFix(said, () => [editOf(files, resource, edits)]);
}

/**
 * The same, to be spread into a problem; nothing where the fix could be wrong: the object is encrypted or generated, a
 * patch may write what the file does not say, or a variable stands where the edit would write.
 */
export function offerFix(
  repo: Repo,
  resource: Resource,
  said: Said,
  edits: readonly DataEdit[],
): Pick<Problem, 'fix'> {
  const isTemplate = edits.some(
    ({ kind, path }) => kind === 'set' && resource.text(...path)?.includes('${') === true,
  );
  const fields = edits.flatMap(({ path }) => path.slice(1).map(String));
  return isTemplate || !isOurs(repo, resource, fields) ? {} : { fix: fieldFix(repo, resource, said, edits) };
}

/**
 * The same for a text of values that an object holds: entries of it are removed, with all that is in them; nothing where
 * a comment in the text speaks of them.
 * @param at where the text stands in the object
 */
export function offerValuesFix(
  repo: Repo,
  resource: Resource,
  said: Said,
  { at, remove }: { readonly at: Path; readonly remove: readonly Path[] },
): Pick<Problem, 'fix'> {
  if (!isOurs(repo, resource, at.slice(1).map(String))) return {};
  const make = (): Change[] => {
    const value = withoutValues(resource.text(...at) ?? '', remove);
    return [editOf(repo.files, resource, [{ kind: 'set', path: at, value }])];
  };
  return { fix: lazyFix(said, make) };
}

function withoutValues(text: string, remove: readonly Path[]): string {
  const root = readYaml(text, { purpose: 'values' }).documents[0]?.root;
  for (const path of remove) {
    const map = root === undefined ? undefined : nodeAt(root, path.slice(0, -1));
    const entry = map?.kind === 'map' ? entryOf(map, String(path.at(-1))) : undefined;
    if (entry === undefined || hasCommentAbove(text, entry.key.start))
      throw new KitError('edit-refused', 'a comment would speak of a value that is not there');
  }
  const edits = remove.map((path) => ({ kind: 'remove', path }) as const);
  const after = editChecked(text, edits, { purpose: 'values' });
  const [lost] = lostComments(text, after);
  if (lost !== undefined) throw new KitError('edit-refused', `a comment of the values would go: ${lost}`);
  return after;
}

/**
 * Whether what an object's file says is what is applied, and people write it.
 * @param fields what is asked about, where that is not the whole object: patches of other fields do not matter then
 */
export function isOurs(repo: Repo, resource: Resource, fields?: readonly string[]): boolean {
  if (isEncrypted(resource) || /^gotk-/.test(baseName(resource.file))) return false;
  if (!mayBePatched(repo, resource)) return true;
  if (fields === undefined || fields.length === 0 || isChangedBlindly(repo)) return false;
  return fields.every((field) => !mayBeWritten(repo, resource.kind, escaped(field)));
}

function escaped(field: string): string {
  return field.replace(/[^A-Za-z0-9_-]/g, '.');
}

/**
 * The change of a file that edits one of its objects.
 * @throws KitError `edit-refused` where more than that would change
 */
export function editOf(files: Files, resource: Resource, edits: readonly DataEdit[]): Change {
  const { file, document } = resource;
  const text = files.text(file);
  if (text === undefined) throw new KitError('edit-refused', `cannot change ${file}: it has no text`);
  const above = pathToObject(text, resource);
  const placed = edits.map((edit) => editBelow(above, edit));
  for (const { kind, path } of edits)
    if (kind === 'remove' && hasCommentAbove(text, resource.keyAt(...path).range.start))
      throw new KitError('edit-refused', `cannot change ${file}: a comment would speak of what is not there`);
  const after = editChecked(text, placed, { document });
  return textChange(file, text, after, { isOne: edits.length === 1 });
}

/** @throws KitError `edit-refused` where a comment would go: what it says of a field that goes is not ours to judge */
function textChange(
  path: RepoPath,
  before: string,
  after: string,
  { isOne }: { readonly isOne: boolean },
): Change {
  const edits = isOne ? editsBetween(before, after) : lineEdits(before, after);
  const mayLose = edits.some(({ range }) => before.slice(range.start, range.end).includes('#'));
  const [lost] = mayLose ? lostComments(before, after) : [];
  if (lost !== undefined)
    throw new KitError('edit-refused', `cannot change ${path} without losing a comment: ${lost}`);
  return { kind: 'edit', path, edits };
}

/** Whether a comment stands right above a line, as far to the right: it speaks of what begins there. */
function hasCommentAbove(text: string, offset: number): boolean {
  const start = lineStart(text, offset);
  if (start === 0) return false;
  const above = text.slice(lineStart(text, start - 1), start);
  return above.trimStart().startsWith('#') && above.indexOf('#') === skipSpaces(text, start) - start;
}

/** Where an object stands in its document: at the root, or as an item of a `kind: List`. */
export function pathToObject(text: string, { node, document }: Resource): Path {
  const root = readYaml(text).documents[document]?.root;
  const path = root === undefined ? undefined : pathOfMap(root, node.start);
  if (path !== undefined) return path;
  throw new KitError('edit-refused', 'the object is not where it was');
}
