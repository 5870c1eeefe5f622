import { isDeepStrictEqual } from 'node:util';
import type { Change, RepoPath } from '../core/change.ts';
import { KitError } from '../core/errors.ts';
import type { Fix } from '../core/finding.ts';
import type { Range } from '../core/text.ts';
import { baseName, fileName, folderOf, join } from '../model/layout.ts';
import { moveChanges, movedPaths, referenceEdits } from '../model/moves.ts';
import { pathReferences } from '../model/path-references.ts';
import type { Repo } from '../model/repo.ts';
import { isEncrypted, type Resource } from '../model/resource.ts';
import { editedFiles, type ValueEdit } from '../model/value-edits.ts';
import { toData } from '../yaml/data.ts';
import type { Reader, YamlDocument, YamlNode } from '../yaml/node.ts';
import { readYaml } from '../yaml/read.ts';
import { lazyFix } from './fixes.ts';
import { isFree } from './move-fix.ts';

/** One object with all that belongs to it in the text, and the file that it gets. */
interface Piece {
  readonly to: RepoPath;
  readonly text: string;
  readonly range: Range;
}

/**
 * A fix that gives each object of a file a file of its own, comments with it; none where such a file is there already,
 * and for what belongs together: items of one list, and what SOPS encrypted as one.
 */
export function splitFix(repo: Repo, resources: readonly Resource[]): { readonly fix?: Fix } {
  const file = resources[0]?.file ?? '';
  const names = resources.map(({ kind, name }) => fileName(kind, name));
  const isSplit =
    new Set(resources.map(({ document }) => document)).size === resources.length &&
    new Set(names).size === names.length &&
    !names.some((name) => name.includes('/')) &&
    !repo.problems.has(file) &&
    !resources.some(isEncrypted);
  const places = names.map((name) => join(folderOf(file), name));
  if (!isSplit || !places.every((to) => to === file || isFree(repo, { from: file, to }))) return {};
  const title = `split into ${names.length < 4 ? names.join(', ') : `${names.length} files`}`;
  return { fix: lazyFix({ title, safety: 'safe' }, () => split(repo, resources, places)) };
}

/** The file keeps the object whose name it has, else the first, and takes its name. */
function split(repo: Repo, resources: readonly Resource[], places: readonly RepoPath[]): Change[] {
  const file = resources[0]?.file ?? '';
  const text = repo.files.text(file) ?? '';
  const pieces = piecesOf(text, resources, places);
  const kept = pieces.find(({ to }) => to === file) ?? pieces[0];
  const others = pieces.filter((piece) => piece !== kept);
  const moved = movedPaths(repo, new Map(kept === undefined ? [] : [[file, kept.to]]));
  const edits = others.map(({ range }) => ({ range, text: '' }));
  return [
    ...editedFiles(repo.files, [...referenceEdits(repo, moved), ...entries(repo, file, others)]),
    { kind: 'edit', path: file, edits },
    ...others.map(({ to, text: own }): Change => ({ kind: 'create', path: to, text: own })),
    ...moveChanges(moved),
  ];
}

/** Whoever lists the file as a resource lists the new ones as well. */
function entries(repo: Repo, file: RepoPath, pieces: readonly Piece[]): ValueEdit[] {
  const lists = pathReferences(repo).filter(({ target }) => target === file);
  return lists.flatMap(({ file: list, start, path, written }) => {
    const [field = ''] = path;
    if (path.length !== 2 || (field !== 'resources' && field !== 'bases'))
      throw new KitError('edit-refused', `${list} takes ${file} for one file`);
    const folder = written.slice(0, written.length - baseName(written).length);
    return pieces.map(({ to }): ValueEdit => {
      const value = folder + baseName(to);
      return { file: list, start, edit: { kind: 'append', path: [field], value } };
    });
  });
}

/** The stretches of a text that belong to its objects: documents of comments only go with the object before them. */
function piecesOf(text: string, resources: readonly Resource[], places: readonly RepoPath[]): Piece[] {
  const { documents } = readYaml(text);
  if (documents.filter(({ root }) => root !== undefined).length !== resources.length)
    throw new KitError('edit-refused', 'a document that is no object');
  const starts = resources.map(({ document }, index) =>
    index === 0 ? 0 : (documents[document]?.range.start ?? 0),
  );
  return resources.map(({ document }, index) => {
    const range = { start: starts[index] ?? 0, end: starts[index + 1] ?? text.length };
    return {
      to: places[index] ?? '',
      range,
      text: alone(text, range, documents[document]),
    };
  });
}

/** A document as the only one of a file: without the separator above it, and without blank lines at the end. */
function alone(text: string, { start, end }: Range, document: YamlDocument | undefined): string {
  const own = text.slice(start, end);
  const bare = text.startsWith('---') ? own : own.replace(/^---[ \t]*\r?\n/, '');
  const trimmed = withoutBlankEnd(bare);
  // Blank lines may belong to a block text (`|+`).
  const found = [trimmed, bare].find((each) => means(each, document?.root));
  if (found !== undefined) return found;
  throw new KitError('edit-refused', 'the object reads differently in a file of its own');
}

/** The text up to the end of the last line that says something. */
function withoutBlankEnd(text: string): string {
  const line = text.indexOf('\n', text.trimEnd().length);
  return line === -1 ? text : text.slice(0, line + 1);
}

function means(text: string, root: YamlNode | undefined): boolean {
  const { documents, problems } = readYaml(text);
  const roots = documents.flatMap((document) => document.root ?? []);
  const [own] = roots;
  if (own === undefined || root === undefined || roots.length > 1 || problems.length > 0) return false;
  const readers: readonly Reader[] = ['kubectl', 'kustomize'];
  return readers.every((reader) => isDeepStrictEqual(toData(own, reader), toData(root, reader)));
}
