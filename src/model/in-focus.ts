import type { RepoPath } from '../core/change.ts';
import type { Repo } from './repo.ts';
import type { Resource } from './resource.ts';
import type { View } from './view.ts';

/**
 * A repository of which only the objects of some files are gone through, one by one. What is looked up (builds, other
 * objects by name, references) is that of the whole.
 */
export function inFocus(repo: Repo, files: ReadonlySet<RepoPath>): Repo {
  const within = (resources: readonly Resource[]): readonly Resource[] =>
    resources.filter(({ file }) => files.has(file));
  const views = repo.views.map((view) => viewInFocus(view, within));
  const root = repo.rootView === undefined ? -1 : repo.views.indexOf(repo.rootView);
  return {
    ...repo,
    resources: within(repo.resources),
    views,
    rootView: views[root],
    ofKind: (kind, group) => within(repo.ofKind(kind, group)),
  };
}

function viewInFocus(view: View, within: (resources: readonly Resource[]) => readonly Resource[]): View {
  return {
    ...view,
    resources: within(view.resources),
    ofKind: (kind, group) => within(view.ofKind(kind, group)),
  };
}
