import type { RepoPath } from '../core/change.ts';
import { nearest } from '../core/suggest.ts';
import { baseName, join } from '../model/layout.ts';
import type { Tree } from '../model/tree.ts';

/** The existing folder that is a slip away from a path: as far as it exists, then the nearest child, then the rest. */
export function nearFolder(path: RepoPath, tree: Tree): RepoPath | undefined {
  let here = '';
  for (const segment of path.split('/')) {
    const next = join(here, segment);
    if (tree.isFolder(next)) {
      here = next;
      continue;
    }
    const children = tree.foldersIn(here).map(baseName);
    const sameButCase = children.find((child) => child.toLowerCase() === segment.toLowerCase());
    const found = sameButCase ?? nearest(segment, children);
    if (found === undefined) return undefined;
    here = join(here, found);
  }
  return here;
}
