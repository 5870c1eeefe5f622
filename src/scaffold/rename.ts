import type { Plan } from '../core/change.ts';
import { KitError } from '../core/errors.ts';
import type { App } from '../model/app.ts';
import { mentionsOf } from '../model/mentions.ts';
import { type Moved, moveChanges, movedPaths, referenceEdits } from '../model/moves.ts';
import type { Repo } from '../model/repo.ts';
import { isFluxKustomization, type Resource } from '../model/resource.ts';
import { editedFiles, editOf, type ValueEdit } from '../model/value-edits.ts';
import { kustomizeObjects } from '../rules/kustomize-objects.ts';
import { helmReleaseName } from '../rules/releases.ts';
import { pathText } from '../yaml/path-text.ts';
import { type AppParts, partsOfApp } from './app-parts.ts';
import { awaitsOf } from './app-policies.ts';
import { checkAppName } from './names.ts';
import {
  type NewNames,
  ownNameEdits,
  type Renamed,
  referenceNameEdits,
  selectorEdits,
  withoutRepeats,
} from './new-names.ts';
import { patchFileEdits, patchObjects, patchTextEdits } from './patched-names.ts';
import { movesOf } from './rename-moves.ts';
import { notesOfRename } from './rename-notes.ts';
import { mentionNotes, rootNotes, unreadNotes } from './told.ts';
import { besideShared, type SharedSelector, sharedNotes, sharedSelectors } from './wide-selectors.ts';

/** A new name for an app. */
export interface Rename {
  readonly repo: Repo;
  /** The app, once for each root. */
  readonly apps: readonly App[];
  readonly name: string;
  /** Helm's release stays what it is: its name and its namespace. */
  readonly keepRelease: boolean;
}

/** A plan, and what it does to single files: where each lay before. */
export interface RenamePlan extends Plan {
  readonly moved: Moved;
  readonly parts: AppParts;
  /** What the app is called then. */
  readonly now: string;
  readonly names: NewNames;
}

/**
 * The plan that gives an app another name: its files, its folder, its objects, and all that refers to them. The chart's
 * own names, values, labels and annotations stay.
 */
export function planRename({ repo, apps, name, keepRelease }: Rename): RenamePlan {
  const parts = partsOfApp(repo, apps);
  checkAppName(name);
  if (name === parts.name)
    throw new KitError('same-name', `app ${name} has that name already`, { help: ['nothing was written'] });
  checkPlainNames(parts);
  const names = newNames(parts, name, keepRelease);
  checkFree(repo, parts, names, name);
  const moved = movedPaths(repo, movesOf(repo, parts, names, name));
  const shared = sharedSelectors(parts.scope, names);
  const edits = [
    ...withoutRepeats([
      ...nameEdits(repo, parts, { names, shared }),
      ...releaseNameEdits(parts, name, keepRelease),
      ...referenceEdits(repo, moved),
    ]),
    ...besideShared(shared, names),
  ];
  return {
    title: `rename ${parts.name} to ${name}`,
    changes: [...editedFiles(repo.files, edits), ...moveChanges(moved)],
    notes: [
      ...rootNotes(parts.views),
      ...parts.shared,
      ...notesOfRename(parts, names, name),
      ...sharedNotes(shared),
      ...mentionNotes(repo, mentionsOf(repo, moved)),
      ...unreadNotes(repo, parts.name),
    ],
    moved,
    parts,
    now: name,
    names,
  };
}

/** Names that kustomize or a variable makes are not in the files, so they cannot be changed there. */
function checkPlainNames({ name, views, release, kustomizations }: AppParts): void {
  for (const resource of [...(release === undefined ? [] : [release]), ...kustomizations]) {
    const made = views.find((view) => view.nameOf(resource) !== resource.name);
    if (made === undefined) continue;
    throw new KitError(
      'made-name',
      `${resource.kind} ${made.nameOf(resource)} is called ${resource.name} in ${resource.file}: a prefix, suffix or variable makes its name, so app ${name} cannot be renamed`,
      { help: ['change what makes the name by hand'] },
    );
  }
}

/** Which objects bear the app's name, and what they will be called. */
function newNames(parts: AppParts, now: string, keepRelease: boolean): NewNames {
  const { name: old, views } = parts;
  const own = keepRelease ? undefined : parts.namespaces.find((each) => each.name === old);
  const namespace = own === undefined ? undefined : { from: old, to: now };
  const objects: Renamed[] = [];
  const rename = (object: Resource, name: string | undefined): void => {
    if (name === undefined || name === object.name) return;
    const view = views.find(({ resources }) => resources.includes(object));
    objects.push({ object, home: view === undefined ? object.namespace : view.namespaceOf(object), name });
  };
  if (parts.release?.name === old) rename(parts.release, now);
  for (const each of parts.kustomizations)
    rename(each, kustomizationName(each.name, old, now, namespace !== undefined));
  for (const each of parts.values) rename(each, nameAfter(each.name, old, now));
  for (const each of parts.namespaces) if (each.name === old && !keepRelease) rename(each, now);
  for (const each of parts.sources) {
    const isTaken = views.some((view) => view.find(each.kind, view.namespaceOf(each), now) !== undefined);
    if (each.name === old && !isTaken) rename(each, now);
  }
  for (const each of parts.policies) rename(each, nameAfter(each.name, old, now));
  return { objects, namespace };
}

/** `podinfo`, or `podinfo--namespace`. */
function kustomizationName(
  name: string,
  old: string,
  now: string,
  isNamespaceRenamed: boolean,
): string | undefined {
  if (name === old) return now;
  if (!name.startsWith(`${old}--`)) return undefined;
  const namespace = name.slice(old.length + 2);
  return `${now}--${isNamespaceRenamed && namespace === old ? now : namespace}`;
}

/** `podinfo-helm-chart-value-overrides` for another app; undefined for a name that does not begin with the app's. */
function nameAfter(name: string, old: string, now: string): string | undefined {
  if (name === old) return now;
  return name.startsWith(`${old}-`) ? now + name.slice(old.length) : undefined;
}

/** The new name must be free wherever the app has one. */
function checkFree(repo: Repo, { views, name: old }: AppParts, { objects }: NewNames, name: string): void {
  const taken = new Set<string>();
  for (const { object, home, name: wanted } of objects) {
    for (const view of views) {
      const found = view.find(object.kind, home, wanted, object.group);
      if (found !== undefined && found !== object) taken.add(`${found.kind} ${found.name} in ${found.file}`);
    }
  }
  for (const app of repo.apps)
    if (app.name === name && views.includes(app.view) && app.helmRelease !== undefined)
      taken.add(`${app.helmRelease.kind} ${name} in ${app.helmRelease.file}`);
  if (taken.size === 0) return;
  throw new KitError('app-exists', `app ${old} cannot be called ${name}: there is ${[...taken].join(', ')}`, {
    help: ['choose another name'],
  });
}

function* nameEdits(
  repo: Repo,
  parts: AppParts,
  { names, shared }: { readonly names: NewNames; readonly shared: readonly SharedSelector[] },
): Iterable<ValueEdit> {
  yield* referenceNameEdits(parts.references, names);
  const { scope } = parts;
  const instructions = kustomizeObjects(repo).filter(({ file }) => scope.holds(file));
  const patches = patchObjects(repo).filter(({ file }) => scope.holds(file));
  for (const resource of [...scope.resources, ...patches]) {
    yield* ownNameEdits(resource, names);
    const kept = shared.filter(({ policy }) => policy === resource).map(({ path }) => pathText(path));
    for (const each of selectorEdits(resource, names))
      if (!kept.includes(pathText(each.edit.path.slice(0, -1)))) yield each;
  }
  for (const resource of instructions) {
    yield* selectorEdits(resource, names);
    if (names.namespace !== undefined && resource.text('namespace') === names.namespace.from)
      yield editOf(resource, { kind: 'set', path: ['namespace'], value: names.namespace.to });
  }
  for (const { object, name } of names.objects)
    for (const { policy, path } of awaitsOf(scope.resources, object))
      yield editOf(policy, { kind: 'set', path, value: name });
  yield* patchFileEdits(patches, names);
  const holders = [...instructions, ...scope.resources.filter(isFluxKustomization)];
  yield* patchTextEdits(repo.files, holders, names);
}

/** A release name that is the app's goes with it, unless Helm is to find the release again. */
function* releaseNameEdits(
  { release, views, name: old }: AppParts,
  name: string,
  keepRelease: boolean,
): Iterable<ValueEdit> {
  const [view] = views;
  if (release === undefined || view === undefined) return;
  const path = ['spec', 'releaseName'];
  const written = release.text(...path);
  if (!keepRelease && written === old) yield editOf(release, { kind: 'set', path, value: name });
  if (!keepRelease || (written !== undefined && written !== '') || release.name !== old) return;
  // The name that Helm derives now; a cut one is written as it was cut.
  yield editOf(release, { kind: 'set', path, value: helmReleaseName({ view, release }) });
}
