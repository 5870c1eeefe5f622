import type { Change, Files, Plan, RepoPath } from '../core/change.ts';
import { KitError } from '../core/errors.ts';
import { applyEdits } from '../core/text.ts';
import type { App } from '../model/app.ts';
import { groupBy } from '../model/group.ts';
import { folderOf } from '../model/layout.ts';
import { mentionsOfDeleted } from '../model/mentions.ts';
import { faultWords, movable } from '../model/moves.ts';
import { type PathReference, pathReferences } from '../model/path-references.ts';
import type { Reference } from '../model/references.ts';
import type { Repo } from '../model/repo.ts';
import { isFluxKustomization, type Resource } from '../model/resource.ts';
import { isWithin } from '../model/tree.ts';
import { editedFiles, editOf, type ValueEdit } from '../model/value-edits.ts';
import { kustomizeObjects } from '../rules/kustomize-objects.ts';
import { editsBetween } from '../yaml/edit-checked.ts';
import type { Path } from '../yaml/node.ts';
import { pathText } from '../yaml/path-text.ts';
import { withoutDocuments } from '../yaml/without-documents.ts';
import { isNamed } from './all-references.ts';
import { type AppParts, partsOfApp } from './app-parts.ts';
import { withoutSelectors } from './app-policies.ts';
import { selectorEdits } from './new-names.ts';
import { isPatchOf, patchesAmong, patchObjects } from './patched-names.ts';
import { mentionNotes, rootNotes, unreadNotes } from './told.ts';

/** What is to go. */
export interface Removal {
  readonly repo: Repo;
  /** The app, once for each root. */
  readonly apps: readonly App[];
  readonly keepNamespace: boolean;
}

/** A plan, and what it takes from others. */
export interface RemovalPlan extends Plan {
  readonly parts: AppParts;
  /** Who waits for the app, one phrase each: their entries go as well. */
  readonly dependants: readonly string[];
}

/**
 * The plan that takes an app out: its files, its entries in kustomization.yaml files, and what others say of it in
 * `dependsOn` and `healthChecks`. What others use stays.
 * @throws KitError `still-used` where others need what would go, `cannot-delete`
 */
export function planRemoval({ repo, apps, keepNamespace }: Removal): RemovalPlan {
  const parts = partsOfApp(repo, apps);
  const gone = goneObjects(repo, parts, keepNamespace);
  const { deleted, cut } = goneFiles(repo, parts, gone);
  for (const path of deleted) checkReadable(repo.files, path);
  const pointing = parts.references.filter(
    (reference) => !gone.has(reference.from) && pointsAt(repo, gone, reference),
  );
  checkUnused(parts, pointing);
  checkUnpatched(repo, parts, { gone, deleted });
  const waiting = pointing.filter(({ role }) => role === 'depends-on' || role === 'health-check');
  const going = new Set([...gone].map(({ file, node }) => `${file}:${node.start}`));
  const paths = pathReferences(repo).filter(
    ({ file, start, target }) =>
      !deleted.has(file) && !going.has(`${file}:${start}`) && isGone(repo, deleted, target),
  );
  const edits = [
    ...entryEdits(waiting),
    ...pathEdits(repo, paths),
    ...withoutSelectors(parts.scope.resources, gone),
  ];
  const kept = keepNamespace
    ? parts.namespaces.map(({ name, file }) => `Namespace ${name} in ${file} stays`)
    : [];
  return {
    title: `remove ${parts.name}`,
    changes: [
      ...editedAndCut(repo.files, edits, cut),
      ...[...deleted].map((path): Change => ({ kind: 'delete', path })),
    ],
    notes: [
      ...rootNotes(parts.views),
      ...parts.shared,
      ...kept,
      ...selectorNotes(parts, gone, edits),
      ...mentionNotes(repo, mentionsOfDeleted(repo, [...deleted])),
      ...unreadNotes(repo, parts.name, deleted),
    ],
    parts,
    dependants: [
      ...new Set(waiting.map(({ from, field }) => `${from.kind} ${from.name} (${field} in ${from.file})`)),
    ],
  };
}

/** The app's objects, and all that lies in its folder, without what others use. */
function goneObjects(repo: Repo, parts: AppParts, keepNamespace: boolean): ReadonlySet<Resource> {
  const { release, values, kustomizations, sources, namespaces, policies, folder } = parts;
  const gone = new Set<Resource>([
    ...(release === undefined ? [] : [release]),
    ...values,
    ...kustomizations,
    ...sources,
    ...policies,
  ]);
  if (!keepNamespace) for (const each of namespaces) gone.add(each);
  for (const resource of repo.resources) {
    if (folder === undefined || !isWithin(resource.file, folder)) continue;
    // Namespaces and sources of the folder are judged by who uses them.
    if (resource.kind !== 'Namespace' && !resource.kind.endsWith('Repository')) gone.add(resource);
  }
  return gone;
}

/** Files of which nothing stays, and documents to be cut from others, by file. */
function goneFiles(
  { resources, tree, kustomizationFiles }: Repo,
  { folder }: AppParts,
  gone: ReadonlySet<Resource>,
): { readonly deleted: ReadonlySet<RepoPath>; readonly cut: ReadonlyMap<RepoPath, ReadonlySet<number>> } {
  const deleted = new Set<RepoPath>();
  const cut = new Map<RepoPath, ReadonlySet<number>>();
  const files = groupBy(resources, ({ file }) => file);
  for (const [file, objects] of files) {
    const going = objects.filter((each) => gone.has(each));
    if (going.length === 0) continue;
    if (going.length === objects.length) deleted.add(file);
    else cut.set(file, documentsOf(file, objects, gone));
  }
  const inFolder = tree.paths.filter((path) => folder !== undefined && isWithin(path, folder));
  const staying = inFolder.filter((path) => files.has(path) && !deleted.has(path));
  const instructions = new Set(kustomizationFiles.values());
  for (const path of inFolder) {
    if (files.has(path)) continue;
    // What stays is still applied as its kustomization.yaml says.
    const governs = instructions.has(path) && staying.some((each) => isWithin(each, folderOf(path)));
    if (!governs) deleted.add(path);
  }
  return { deleted: new Set([...deleted].sort()), cut };
}

/** What cannot be read cannot be brought back either. */
function checkReadable({ fault }: Files, path: RepoPath): void {
  const found = fault(path);
  if (found === undefined || movable.has(found.kind)) return;
  throw new KitError('cannot-delete', `${path} would have to go, and is ${faultWords[found.kind]}`, {
    help: [`delete it yourself first: git rm ${path}`, 'nothing was written'],
  });
}

function documentsOf(
  file: RepoPath,
  objects: readonly Resource[],
  gone: ReadonlySet<Resource>,
): ReadonlySet<number> {
  const documents = new Set(objects.filter((each) => gone.has(each)).map(({ document }) => document));
  if (objects.every((each) => gone.has(each) || !documents.has(each.document))) return documents;
  throw new KitError('edit-refused', `${file} holds the app and other objects in one list`, {
    help: ['take the app out of the list by hand first, and run the command again'],
  });
}

function pointsAt({ views }: Repo, gone: ReadonlySet<Resource>, reference: Reference): boolean {
  for (const object of gone) {
    // What a chart renders goes with its namespace, whatever it is called.
    const isWithIt = object.kind === 'Namespace' && reference.namespace === object.name;
    if (isWithIt && reference.role === 'health-check') return true;
    const view = views.find(({ resources }) => resources.includes(object));
    if (isNamed(reference, object, view?.namespaceOf(object) ?? object.namespace)) return true;
  }
  return false;
}

/** What others read of the app, nobody can take from them. */
function checkUnused({ name }: AppParts, pointing: readonly Reference[]): void {
  const needed = pointing.filter(
    ({ role, optional }) => role !== 'depends-on' && role !== 'health-check' && !optional,
  );
  const [first] = needed;
  if (first === undefined) return;
  const users = [...new Set(needed.map(({ from }) => `${from.kind} ${from.name} in ${from.file}`))];
  throw new KitError(
    'still-used',
    `app ${name} cannot be removed: ${first.kind} ${first.name} is used by ${users.join(', ')}`,
    { help: ['remove what uses it first'] },
  );
}

/** A patch of what is not there fails the whole build (kustomize: "no matches for Id"). */
function checkUnpatched(
  repo: Repo,
  { name, scope }: AppParts,
  of: { readonly gone: ReadonlySet<Resource>; readonly deleted: ReadonlySet<RepoPath> },
): void {
  const stays = (resource: Resource): boolean => !of.deleted.has(resource.file) && !of.gone.has(resource);
  const holders = [...kustomizeObjects(repo), ...scope.resources.filter(isFluxKustomization)].filter(stays);
  for (const patch of patchesAmong(patchObjects(repo).filter(stays), holders)) {
    if (!scope.holds(patch.file)) continue;
    const object = [...of.gone].find((each) => isPatchOf(patch, { object: each, home: each.namespace }));
    if (object === undefined) continue;
    throw new KitError(
      'still-used',
      `app ${name} cannot be removed: ${patch.file} patches ${object.kind} ${object.name}`,
      { help: ['remove that patch first'] },
    );
  }
}

/** The entries of `dependsOn` and `healthChecks`; a list of which nothing stays goes with its key. */
function* entryEdits(waiting: readonly Reference[]): Iterable<ValueEdit> {
  const entries = new Map<string, { readonly from: Resource; readonly path: Path }>();
  for (const { from, path } of waiting) {
    const entry = path.slice(0, -1);
    entries.set(JSON.stringify([from.file, from.node.start, entry]), { from, path: entry });
  }
  const lists = groupBy(entries.values(), ({ from, path }) =>
    JSON.stringify([from.file, from.node.start, path.slice(0, -1)]),
  );
  for (const own of lists.values()) {
    const [first] = own;
    if (first === undefined) continue;
    const list = first.path.slice(0, -1);
    if (first.from.list(...list).length === own.length)
      yield editOf(first.from, { kind: 'remove', path: list });
    else for (const { from, path } of lastFirst(own)) yield editOf(from, { kind: 'remove', path });
  }
}

/** The entries of kustomization files, and the components of Kustomizations. */
function* pathEdits({ tree }: Repo, references: readonly PathReference[]): Iterable<ValueEdit> {
  for (const { file, start, path, target } of lastFirst(references)) {
    const isOption = path[2] === 'path' || path[2] === 'valuesFile';
    if (path.at(-1) === 'path' && path[0] === 'spec')
      throw new KitError('still-used', `${file} applies ${target}/, which would be empty`, {
        help: ['remove what applies it first'],
      });
    if (tree.isFile(file))
      yield { file, start, edit: { kind: 'remove', path: isOption ? path.slice(0, 2) : path } };
  }
}

/** Items behind an item that goes get another number. */
function lastFirst<Item extends { readonly path: Path }>(items: readonly Item[]): Item[] {
  const last = ({ path }: Item): number =>
    path.reduce<number>((number, step) => (typeof step === 'number' ? number * 10_000 + step : number), 0);
  return items.toSorted((a, b) => last(b) - last(a));
}

/** Whether nothing is left of a file or folder. */
function isGone({ tree }: Repo, deleted: ReadonlySet<RepoPath>, target: RepoPath): boolean {
  if (tree.isFile(target)) return deleted.has(target);
  if (!tree.isFolder(target)) return false;
  return tree.paths.every((path) => !isWithin(path, target) || deleted.has(path));
}

/** Selectors and event sources that name what goes find nothing any more; they break nothing, and stay. */
function selectorNotes(
  { scope }: AppParts,
  gone: ReadonlySet<Resource>,
  edits: readonly ValueEdit[],
): string[] {
  const objects = [...gone].map((object) => ({ object, home: object.namespace, name: `no-${object.name}` }));
  const changed = new Set(edits.map(({ file, start }) => `${file}:${start}`));
  return scope.resources.flatMap((resource) => {
    if (gone.has(resource) || changed.has(`${resource.file}:${resource.node.start}`)) return [];
    const [found] = selectorEdits(resource, { objects, namespace: undefined });
    return found === undefined
      ? []
      : [
          `${resource.kind} ${resource.name} in ${resource.file} still names what goes: ${pathText(found.edit.path)}`,
        ];
  });
}

function editedAndCut(
  files: Files,
  edits: Iterable<ValueEdit>,
  cut: ReadonlyMap<RepoPath, ReadonlySet<number>>,
): Change[] {
  const changes = editedFiles(files, edits);
  const texts = new Map<RepoPath, string>();
  for (const change of changes) {
    if (change.kind === 'edit')
      texts.set(change.path, applyEdits(files.text(change.path) ?? '', change.edits));
  }
  for (const [path, documents] of cut)
    texts.set(path, withoutDocuments(texts.get(path) ?? files.text(path) ?? '', documents));
  return [...texts]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([path, text]) => ({ kind: 'edit', path, edits: editsBetween(files.text(path) ?? '', text) }));
}
