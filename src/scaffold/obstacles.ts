import type { Files, RepoPath } from '../core/change.ts';
import { KitError } from '../core/errors.ts';
import { folderOf } from '../model/layout.ts';
import type { Repo } from '../model/repo.ts';
import type { Resource } from '../model/resource.ts';
import { kustomizationPath } from '../model/tree.ts';
import type { Place } from './place.ts';

/** What must be free before an app can be written. */
export interface Wanted {
  readonly name: string;
  readonly folder: RepoPath;
  readonly paths: readonly RepoPath[];
}

/** Throws KitError `app-exists` that names everything of the app that is there already, files and objects. */
export function checkFree(files: Files, place: Place, wanted: Wanted): void {
  const { name, folder, paths } = wanted;
  const { root } = place;
  if (folder === root || root.startsWith(`${folder}/`)) {
    throw new KitError('bad-name', `app name ${name} is reserved: ${folder}/ holds the repository's root`, {
      help: [`a name that would do: ${name}-app`],
    });
  }
  const long = paths.find((path) =>
    path.split('/').some((segment) => new TextEncoder().encode(segment).length > 255),
  );
  if (long !== undefined) throw new KitError('bad-name', `the file name ${long} is longer than 255 bytes`);
  const found = [...takenPaths(files, paths), ...takenNames(place, wanted)];
  if (found.length === 0) return;
  const free = paths.some((path) => files.text(path) === undefined);
  const how = free ? 'exists in part' : 'exists already';
  throw new KitError('app-exists', `app ${name} ${how}: ${[...new Set(found)].join(', ')}`, {
    help: [`see it: gitops-kit lint ${folder}`, 'or choose another name'],
  });
}

function inTheWay(files: Files, path: RepoPath): string {
  const what = files.fault(path)?.kind === 'symlink' ? 'a symbolic link' : 'a file';
  return `${what} where a folder is needed`;
}

/** Throws KitError `in-the-way` that names what lies where the missing files of an app have to go. */
export function checkPathsFree(
  { files, resources }: Pick<Repo, 'files' | 'resources'>,
  { name, paths }: Pick<Wanted, 'name' | 'paths'>,
): void {
  const found = takenPaths(files, paths);
  const [first] = found;
  if (first === undefined) return;
  const words = found.map((path) => {
    const held = resources.filter(({ file }) => file === path).map((each) => `${each.kind} ${each.name}`);
    return held.length === 0 ? `${path} exists` : `${path} holds ${held.join(', ')}`;
  });
  throw new KitError('in-the-way', `the missing files of ${name} have no place: ${words.join(', ')}`, {
    help: [`see what is wrong: gitops-kit lint ${folderOf(first)}`],
  });
}

/** Files at a planned path, files where a folder is needed, and paths that differ from a planned one only in case. */
function takenPaths(files: Files, paths: readonly RepoPath[]): string[] {
  const planned = new Set<RepoPath>(paths);
  const folders = new Set<RepoPath>();
  for (const path of paths) for (let at = folderOf(path); at !== ''; at = folderOf(at)) folders.add(at);
  const byLower = new Map([...planned, ...folders].map((path) => [path.toLowerCase(), path]));
  const found = new Set<string>();
  for (const existing of files.paths()) {
    if (planned.has(existing)) found.add(existing);
    else if (folders.has(existing)) found.add(`${existing} (${inTheWay(files, existing)})`);
    for (let at = existing; at !== ''; at = folderOf(at)) {
      const wanted = byLower.get(at.toLowerCase());
      if (wanted !== undefined && wanted !== at) found.add(`${at} (differs from ${wanted} only in case)`);
    }
  }
  return [...found];
}

function takenNames({ view, home }: Place, { name, folder, paths }: Wanted): string[] {
  const at = (resource: Resource): string => `${resource.kind} ${resource.name} in ${resource.file}`;
  const elsewhere = (resource: Resource): boolean => !paths.includes(resource.file);
  const kustomizations = view?.ofKind('Kustomization', 'kustomize.toolkit.fluxcd.io') ?? [];
  const releases = view?.ofKind('HelmRelease') ?? [];
  return [
    ...kustomizations.filter((each) => each.name === name && (each.namespace ?? home) === home),
    ...kustomizations.filter((each) => each.name !== name && pathOf(each) === folder),
    ...releases.filter((each) => each.name === name),
  ]
    .filter(elsewhere)
    .map(at);
}

function pathOf(kustomization: Resource): RepoPath | undefined {
  const path = kustomization.text('spec', 'path');
  return path === undefined ? undefined : kustomizationPath(path);
}
