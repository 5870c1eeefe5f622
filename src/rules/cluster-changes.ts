import type { Repo } from '../model/repo.ts';
import type { View } from '../model/view.ts';
import type { RuleContext } from './rule.ts';

/** A repository and what it applies to one cluster. */
export interface Side {
  readonly repo: Repo;
  readonly view: View;
}

/** One cluster before and after a change. */
export interface ClusterChange {
  readonly before: Side;
  readonly after: Side;
  /** Whether what is not seen any more is gone, and what was not seen is new: no more and no less is hidden than before. */
  readonly isClear: boolean;
}

const known = new WeakMap<Repo, { readonly base: Repo; readonly changes: readonly ClusterChange[] }>();

/** The clusters that are there before and after, by their roots: another root is another cluster, or a new beginning. */
export function clusterChanges({
  repo,
  before: base,
}: Pick<RuleContext, 'repo' | 'before'>): readonly ClusterChange[] {
  if (base === undefined) return [];
  const found = known.get(repo);
  if (found?.base === base) return found.changes;
  const changes = repo.views.flatMap((view) => {
    const old = base.views.find(({ root }) => root === view.root);
    if (old === undefined) return [];
    const before = { repo: base, view: old };
    const after = { repo, view };
    return [{ before, after, isClear: hidden(before) === hidden(after) }];
  });
  known.set(repo, { base, changes });
  return changes;
}

/** What is not seen of a cluster, as one text: a file that cannot be understood may hold something else when it changes. */
function hidden({ repo, view }: Side): string {
  const gaps = view.gaps.map((gap) => {
    switch (gap.kind) {
      case 'unread':
        return [gap.kind, gap.file, repo.files.text(gap.file) ?? ''];
      case 'computed':
        return [gap.kind, gap.by, repo.files.text(gap.by) ?? ''];
      default:
        return [gap.kind, gap.entry];
    }
  });
  const foreign = view.foreign.map((each) => [
    'foreign',
    view.nameOf(each),
    view.namespaceOf(each) ?? '',
    JSON.stringify([each.get('spec', 'sourceRef') ?? null, each.get('spec', 'path') ?? null]),
  ]);
  return [...gaps, ...foreign]
    .map((each) => each.join('\n'))
    .sort()
    .join('\n\n');
}
