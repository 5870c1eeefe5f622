import type { RepoPath } from '../core/change.ts';
import { policyGroup } from '../fleet/policy.ts';
import { folderOf, join, policyFolders, rootFolders } from '../model/layout.ts';
import type { Repo } from '../model/repo.ts';
import type { Resource } from '../model/resource.ts';
import { isWithin } from '../model/tree.ts';
import { homeOf, isClusterWide, objectsNamed, selectorsIn } from './fleet-policies.ts';
import type { LayoutScope } from './layout-scope.ts';

/**
 * The folder where a policy should lie: a folder of the root for what lies in one, else beside what it selects. Undefined
 * where it lies there, where nothing that it names is here, and for what is no policy.
 */
export function policyPlace(
  repo: Repo,
  { roots }: Pick<LayoutScope, 'roots'>,
  policy: Resource,
): RepoPath | undefined {
  const root = roots[0];
  const folder = folderOfKind(policy);
  if (root === undefined || folder === undefined) return undefined;
  const inRoot = (file: RepoPath, folders: readonly string[]): boolean =>
    roots.some((each) => folders.some((name) => isWithin(file, join(each, name))));
  const isInRoot = inRoot(policy.file, [folder]);
  const files = selectedFiles(repo, policy);
  if (files.some((file) => inRoot(file, Object.values(rootFolders))))
    return isInRoot ? undefined : join(root, folder);
  const folders = [...new Set(files.map(folderOf))];
  const isBeside = folders.includes(folderOf(policy.file));
  // What a cluster-wide policy takes may lie anywhere: the root is as good a place as the app.
  if (isBeside || (isClusterWide(policy) && isInRoot)) return undefined;
  return folders.length === 1 ? folders[0] : undefined;
}

function folderOfKind({ kind, group }: Resource): string | undefined {
  const known: Readonly<Record<string, string>> = policyFolders;
  return group === policyGroup && Object.hasOwn(known, kind) ? known[kind] : undefined;
}

/** The files of the objects that a policy names; what it may not select, being of another namespace, counts as none. */
function selectedFiles(repo: Repo, policy: Resource): RepoPath[] {
  const home = isClusterWide(policy) ? undefined : homeOf(policy);
  return selectorsIn(policy).flatMap(({ kind, name, namespace: said }) => {
    const namespace = said === '' ? home : said;
    if (home !== undefined && namespace !== home) return [];
    const found = objectsNamed(repo, kind, name).find(
      (each) => namespace === undefined || each.namespace === namespace,
    );
    return found === undefined ? [] : [found.file];
  });
}
