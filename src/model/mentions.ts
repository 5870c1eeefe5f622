import type { RepoPath } from '../core/change.ts';
import type { Location } from '../core/finding.ts';
import { folderOf } from './layout.ts';
import type { Moved } from './moves.ts';
import type { Repo } from './repo.ts';
import { isWithin } from './tree.ts';

/** A place in a text that names a path which is no more. */
export interface Mention {
  readonly at: Location;
  /** Where that file lies afterwards. */
  readonly after: RepoPath;
  /** The path as it is written there. */
  readonly written: string;
}

/**
 * Where README files, scripts, workflows and other texts name files and folders that move: nobody but their author knows
 * what they mean, so they stay as they are. Manifests are no such texts: what they refer to is followed.
 */
export function mentionsOf(repo: Repo, moved: Moved): Mention[] {
  return mentionsIn(
    repo,
    moved.files.map(([from]) => from),
    (file) => moved.pathOf(file) ?? file,
  );
}

/** The same for files that are to be deleted. */
export function mentionsOfDeleted(repo: Repo, paths: readonly RepoPath[]): Mention[] {
  const deleted = new Set(paths);
  return mentionsIn(repo, paths, (file) => (deleted.has(file) ? undefined : file));
}

function mentionsIn(
  repo: Repo,
  gone: readonly RepoPath[],
  after: (file: RepoPath) => RepoPath | undefined,
): Mention[] {
  const named = [...gone, ...emptied(repo, gone)];
  if (named.length === 0) return [];
  const mentions: Mention[] = [];
  for (const path of textFiles(repo)) {
    const file = after(path);
    const text = file === undefined ? undefined : repo.files.text(path);
    if (file === undefined || text === undefined) continue;
    for (const match of text.matchAll(pattern(repo, named, folderOf(path)))) {
      const written = match[1] ?? '';
      const end = match.index + match[0].length;
      mentions.push({
        at: { file: path, range: { start: end - written.length, end } },
        after: file,
        written,
      });
    }
  }
  return mentions;
}

/** The folders of which nothing stays. */
function emptied({ tree }: Repo, gone: readonly RepoPath[]): RepoPath[] {
  const all = new Set(gone);
  const folders = new Set<RepoPath>();
  for (const path of gone)
    for (let folder = folderOf(path); folder !== ''; folder = folderOf(folder)) folders.add(folder);
  return [...folders].filter(
    (folder) => !tree.paths.some((path) => isWithin(path, folder) && !all.has(path)),
  );
}

/** All that is not read as Kubernetes objects or as an instruction to kustomize. */
function textFiles({ tree, yamlFiles, resources, kustomizationFiles }: Repo): RepoPath[] {
  const objects = new Set(resources.map(({ file }) => file));
  const instructions = new Set(kustomizationFiles.values());
  const read = new Set(yamlFiles.filter((path) => objects.has(path) || instructions.has(path)));
  return tree.paths.filter((path) => !read.has(path));
}

/** The paths as a text in that folder may write them: from the repository's top, from the folder, behind a forge's address. */
function pattern({ tree }: Repo, paths: readonly RepoPath[], folder: RepoPath): RegExp {
  const words = paths.flatMap((path) => {
    const isBeside = folder !== '' && path.startsWith(`${folder}/`);
    return [path, ...(isBeside ? [path.slice(folder.length + 1)] : [])].map((word) =>
      // The name of a folder at the top is a word like any other; a slash makes it a path.
      tree.isFile(path) || word.includes('/') ? `${escaped(word)}(?![\\w-])` : `${escaped(word)}/`,
    );
  });
  const longestFirst = words.sort((a, b) => b.length - a.length || (a < b ? -1 : 1)).join('|');
  return new RegExp(
    `(?:(?<=/(?:blob|tree|raw|edit)/[^/\\s]{1,100}/)|(?<![\\w./-])(?:\\.?/)?)(${longestFirst})`,
    'g',
  );
}

function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\/-]/g, '\\$&');
}
