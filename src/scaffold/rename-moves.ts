import type { RepoPath } from '../core/change.ts';
import { KitError } from '../core/errors.ts';
import { baseName, folderOf, join } from '../model/layout.ts';
import type { Repo } from '../model/repo.ts';
import { type AppParts, namedFolder } from './app-parts.ts';
import type { NewNames } from './new-names.ts';

/** Where the app's folder and the files of its objects go. */
export function movesOf(
  repo: Repo,
  parts: AppParts,
  { objects }: NewNames,
  name: string,
): Map<RepoPath, RepoPath> {
  const moves = new Map<RepoPath, RepoPath>();
  const folder = namedFolder(repo, parts);
  const target = folder === undefined ? undefined : join(folderOf(folder), name);
  if (folder !== undefined && target !== undefined) {
    if (repo.tree.isFolder(target) || repo.tree.isFile(target))
      throw new KitError('app-exists', `${folder}/ cannot be called ${target}/, which exists`, {
        help: ['choose another name'],
      });
    moves.set(folder, target);
  }
  for (const { object, name: wanted } of objects) {
    const file = fileAfter(object.file, object.name, wanted) ?? fileAfter(object.file, parts.name, name);
    if (file === undefined) continue;
    const home = folderOf(object.file);
    const inside = folder !== undefined && (home === folder || home.startsWith(`${folder}/`));
    moves.set(object.file, join(inside ? (target ?? '') + home.slice(folder.length) : home, file));
  }
  return moves;
}

/** The name of a file that is called after its object: `podinfo.yaml`, `helmrelease-podinfo.yaml`, `podinfo-values.yaml`. */
function fileAfter(file: RepoPath, name: string, wanted: string): string | undefined {
  const whole = baseName(file);
  const [, stem = '', extension = ''] = /^(.*?)(\.[^.]*)?$/.exec(whole) ?? [];
  const old = name.toLowerCase();
  if (stem === old) return wanted + extension;
  const rest = stem.endsWith(`-${old}`) ? stem.slice(0, -old.length - 1) : undefined;
  if (rest !== undefined) return rest === wanted ? undefined : `${rest}-${wanted}${extension}`;
  const tail = stem.startsWith(`${old}-`) ? stem.slice(old.length + 1) : undefined;
  return tail === undefined || tail === wanted ? undefined : `${wanted}-${tail}${extension}`;
}
