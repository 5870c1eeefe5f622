import type { Change, RepoPath } from '../core/change.ts';
import { KitError } from '../core/errors.ts';
import { toData } from '../yaml/data.ts';
import { editChecked, editsBetween } from '../yaml/edit-checked.ts';
import type { Data } from '../yaml/node.ts';
import { readYaml } from '../yaml/read.ts';
import { isList, isMap } from '../yaml/render.ts';
import { folderOf } from './layout.ts';
import type { Repo } from './repo.ts';
import { resolvePath } from './tree.ts';

/** The fields that make a file or folder part of a build. */
const listing = ['resources', 'bases', 'components'];

/** A new file, and the folder that Flux builds: what lies between may be governed by kustomization.yaml files. */
export interface NewFile {
  readonly path: RepoPath;
  readonly builtFrom: RepoPath;
  /** The Namespace that the file declares. */
  readonly declares?: string;
}

/**
 * The edits that make kustomize see new files: where a folder has a kustomization.yaml, only what it lists is applied.
 * Folders without one are read whole.
 */
export function resourceEntries(
  { files, kustomizationFiles }: Pick<Repo, 'files' | 'kustomizationFiles'>,
  added: readonly NewFile[],
): Change[] {
  const edited = new Map<RepoPath, string>();
  for (const { path, builtFrom, declares } of added) {
    let child = path;
    for (const folder of foldersUpTo(builtFrom, path)) {
      const file = kustomizationFiles.get(folder);
      if (file === undefined) continue;
      const text = edited.get(file) ?? files.text(file) ?? '';
      if (declares !== undefined) checkKeepsName(text, file, declares);
      edited.set(file, withEntry(text, file, child));
      child = folder;
    }
  }
  return [...edited]
    .map(
      ([path, text]): Change => ({ kind: 'edit', path, edits: editsBetween(files.text(path) ?? '', text) }),
    )
    .filter((change) => change.kind === 'edit' && change.edits.length > 0);
}

/** The folders of a path, the nearest first, up to the one that is built. */
function foldersUpTo(top: RepoPath, path: RepoPath): RepoPath[] {
  const folders = [folderOf(path)];
  for (let at = folderOf(path); at !== top && at !== ''; at = folderOf(at)) folders.push(folderOf(at));
  return folders;
}

/** The text of a kustomization.yaml that lists a file or folder. */
function withEntry(text: string, file: RepoPath, child: RepoPath): string {
  const folder = folderOf(file);
  const data = dataOf(text, file);
  const entries = listing.flatMap((field) => stringsOf(data, field));
  if (entries.some((entry) => resolvePath(folder, entry) === child)) return text;
  const entry = folder === '' ? child : child.slice(folder.length + 1);
  return editChecked(text, [{ kind: 'append', path: ['resources'], value: entry }]);
}

/** kustomize's `namespace:` also renames every Namespace object that it passes. */
function checkKeepsName(text: string, file: RepoPath, name: string): void {
  const data = dataOf(text, file);
  const namespace = isMap(data) && Object.hasOwn(data, 'namespace') ? data['namespace'] : undefined;
  if (typeof namespace !== 'string' || namespace === '' || namespace === name) return;
  throw new KitError(
    'namespace-renamed',
    `${file} sets namespace: ${namespace}, which would rename the Namespace ${name}`,
    {
      help: [
        `declare the Namespace ${name} where that does not reach it, or name one that exists: --namespace NAME`,
      ],
    },
  );
}

function dataOf(text: string, file: RepoPath): Data {
  const { documents, problems } = readYaml(text);
  const root = documents[0]?.root;
  if (documents.length === 1 && root?.kind === 'map' && !problems.some(({ fatal }) => fatal))
    return toData(root, 'kustomize');
  throw new KitError(
    'kustomization-unreadable',
    `${file} cannot be read, so the new files cannot be listed in it`,
    {
      help: [`see what is wrong: gitops-kit lint ${file}`],
    },
  );
}

function stringsOf(data: Data, field: string): string[] {
  const list = isMap(data) && Object.hasOwn(data, field) ? data[field] : undefined;
  return list !== undefined && isList(list) ? list.filter((item) => typeof item === 'string') : [];
}
