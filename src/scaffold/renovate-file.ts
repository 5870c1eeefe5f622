import type { RepoPath } from '../core/change.ts';
import { pathMatcher } from '../model/globs.ts';
import { join } from '../model/layout.ts';
import { fluxPatterns, isReadByRenovate, recommendedIgnores, renovateFile } from '../model/renovate.ts';
import type { Repo } from '../model/repo.ts';
import { isWithin } from '../model/tree.ts';
import type { WantedFile } from './wanted-file.ts';

const dependabotFiles: readonly RepoPath[] = ['.github/dependabot.yml', '.github/dependabot.yaml'];

/**
 * A Renovate configuration that sees every release and source, unless there is one; of its own, Renovate looks at
 * gotk-components.yaml alone. Beside Dependabot none is written: both would ask for the same updates.
 *
 * @param folders where the layout's files lie, or will
 */
export function renovateConfiguration(
  repo: Repo,
  folders: readonly RepoPath[],
): { readonly wanted: readonly WantedFile[]; readonly notes: readonly string[] } {
  if (renovateFile(repo.files) !== undefined) return { wanted: [], notes: [] };
  const dependabot = dependabotFiles.find((path) => repo.tree.isFile(path));
  if (dependabot !== undefined) {
    const note = `${dependabot} exists, so no renovate.json was written; Dependabot does not read HelmReleases, Renovate does`;
    return { wanted: [], notes: [note] };
  }
  const covered = [...folders, ...elsewhere(repo, folders)];
  const isLeftOut = pathMatcher(recommendedIgnores);
  const data = {
    patterns: fluxPatterns(covered)
      .map((pattern) => JSON.stringify(pattern))
      .join(', '),
    leftOut: [...covered.map((folder) => join(folder, 'x.yaml')), ...readFiles(repo)].some(isLeftOut),
  };
  return { wanted: [{ path: 'renovate.json', template: 'renovate.json.hbs', data }], notes: [] };
}

/** Topmost folders of what Renovate should read outside of the layout's folders. */
function elsewhere(repo: Repo, folders: readonly RepoPath[]): RepoPath[] {
  const outside = readFiles(repo).filter((file) => !folders.some((folder) => isWithin(file, folder)));
  return outside.map((file) => (file.includes('/') ? file.slice(0, file.indexOf('/')) : ''));
}

function readFiles(repo: Repo): RepoPath[] {
  return repo.resources.filter(isReadByRenovate).map(({ file }) => file);
}
