import type { RepoPath } from '../core/change.ts';
import { KitError } from '../core/errors.ts';
import { didYouMean } from '../core/suggest.ts';
import { liesIn } from '../lint/select.ts';
import { configFile } from '../model/config.ts';
import { folderOf } from '../model/layout.ts';
import type { Repo } from '../model/repo.ts';
import type { Opened } from './open.ts';

/** The repository paths that were asked for; undefined for all. */
export async function selectedPaths(
  words: readonly string[],
  { repository }: Opened,
): Promise<readonly string[] | undefined> {
  if (words.length === 0) return undefined;
  return repository.expand(words);
}

/** What is not there, and what holds no GitOps file, is never green; a repository that `init` has just prepared is. */
export function checkPaths(
  { repo, files }: Opened,
  { paths, words }: { readonly paths: readonly RepoPath[] | undefined; readonly words: readonly string[] },
): void {
  if (paths === undefined) {
    if (repo.yamlFiles.length > 0) return;
    const leftOut = repo.tree.paths.some((path) => /\.ya?ml$/.test(path));
    if (files.text(configFile) === undefined || leftOut) throw nothingFound(repo, 'here', leftOut);
    return;
  }
  const absent = paths.find((path) => !repo.tree.isFile(path) && !repo.tree.isFolder(path));
  if (absent !== undefined) {
    const folder = folderOf(absent);
    const near = didYouMean(absent, [...repo.tree.foldersIn(folder), ...repo.tree.filesIn(folder)]);
    throw new KitError('no-such-path', `the repository holds no ${absent}${near}`, {
      help: ['it may be misspelt, or git ignores it; globs stand in quotes'],
    });
  }
  if (!repo.yamlFiles.some((file) => liesIn(file, paths)))
    throw nothingFound(repo, `under ${words.join(', ')}`, false);
}

function nothingFound({ layout }: Repo, where: string, leftOut: boolean): KitError {
  if (leftOut) {
    return new KitError('nothing-to-lint', `every YAML file ${where} is left out`, {
      help: [`look at "ignore" in ${configFile}`],
    });
  }
  const roots = layout.roots.map((root) => `${root.path === '' ? '.' : root.path}/`);
  const looked = roots.length > 0 ? roots.join(', ') : 'flux-system/, bootstrap/, clusters/';
  return new KitError('nothing-to-lint', `no GitOps files ${where}; looked for ${looked} and *.yaml`, {
    help: ['gitops-kit init prepares a repository'],
  });
}
