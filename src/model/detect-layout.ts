import type { RepoPath } from '../core/change.ts';
import { groupBy } from './group.ts';
import { baseName, folderOf, type Layout, type Root, rootFolders } from './layout.ts';
import { fluxGroups } from './resource.ts';
import { isWithin, kustomizationPath, type Tree } from './tree.ts';
import type { View } from './view.ts';

/** The three sub-folders that tell a root: with two of them a folder is one. */
const marks = [rootFolders.HelmRepository, rootFolders.Kustomization, rootFolders.Namespace];

/** Folders that hold at least two of the three sub-folders of a root, in order. */
export function rootCandidates(tree: Tree, isLeftOut: (path: RepoPath) => boolean): RepoPath[] {
  const folders = new Set<RepoPath>();
  for (const path of tree.paths) {
    const mark = marks.find((each) => path.startsWith(`${each}/`) || path.includes(`/${each}/`));
    if (mark === undefined) continue;
    for (let folder = folderOf(path); folder !== ''; folder = folderOf(folder)) {
      if (isMark(baseName(folder))) folders.add(folderOf(folder));
    }
  }
  return [...folders].filter((folder) => held(tree, folder).length >= 2 && !isLeftOut(folder)).sort();
}

/**
 * Which folders are roots, and where apps lie (PRODUCT.md "Which root"): the configuration, else the candidates that
 * are applied, else what the bootstrap Kustomizations apply, else none.
 * @param views what bootstrap files of the repository apply; empty where there are none
 */
export function detectLayout(of: {
  readonly tree: Tree;
  readonly candidates: readonly RepoPath[];
  readonly configured: {
    readonly roots: readonly string[] | undefined;
    readonly appsDir: string | undefined;
  };
  readonly bootstrapped: readonly View[];
  readonly views: readonly View[];
}): Layout {
  const { tree, candidates, configured, bootstrapped, views } = of;
  const roots =
    configured.roots?.map((path) => ({ path: kustomizationPath(path), why: 'configured' })) ??
    (candidates.length > 0 ? chosen(tree, candidates, bootstrapped) : bootstrapRoots(tree, bootstrapped));
  const root = configured.roots === undefined ? mostKustomizations(tree, roots) : roots[0];
  return { roots, root, appsDir: appsDirOf(views, root, configured.appsDir) };
}

/** Of several candidates, the one that each bootstrap Kustomization applies; without bootstrap the fullest. */
function chosen(tree: Tree, candidates: readonly RepoPath[], views: readonly View[]): Root[] {
  const found = candidates.map((path) => ({ path, why: `holds ${list(held(tree, path))}` }));
  if (found.length === 1) return found;
  const applied = new Map<RepoPath, Root>();
  for (const view of views) {
    const files = view.builds.flatMap((build) => build.files);
    const exact = found.filter(({ path }) => path === view.root);
    const inside = found.filter(({ path }) => files.some((file) => isWithin(file, path)));
    const root = mostKustomizations(tree, exact.length > 0 ? exact : inside);
    if (root === undefined || applied.has(root.path)) continue;
    applied.set(root.path, { ...root, why: `${root.why}, applied by ${applier(view)}` });
  }
  if (applied.size > 0) return [...applied.values()].sort((a, b) => (a.path < b.path ? -1 : 1));
  const fullest = mostKustomizations(tree, found);
  return fullest === undefined
    ? []
    : [{ ...fullest, why: `${fullest.why}, the most Kustomizations of several` }];
}

/** What bootstrap applies; a `flux-system/` that holds only bootstrap's own files is no place for apps. */
function bootstrapRoots(tree: Tree, views: readonly View[]): Root[] {
  return views
    .filter(({ root }) => tree.isFolder(root) && !holdsBootstrapOnly(tree, root))
    .map((view) => ({ path: view.root, why: `path of ${applier(view)}` }));
}

function holdsBootstrapOnly(tree: Tree, folder: RepoPath): boolean {
  if (baseName(folder) !== 'flux-system' || tree.foldersIn(folder).length > 0) return false;
  return tree.filesIn(folder).every((path) => /^(?:gotk-.*\.yaml|kustomization\.yaml)$/.test(baseName(path)));
}

function applier({ kustomization, root }: View): string {
  if (kustomization === undefined) return `FluxInstance, which syncs ${root === '' ? './' : root}`;
  return `Kustomization ${kustomization.name} in ${kustomization.file}`;
}

/** The root with the most files in `kustomizations/`; of equals the first. */
function mostKustomizations(tree: Tree, roots: readonly Root[]): Root | undefined {
  const count = ({ path }: Root): number =>
    tree.filesIn(path === '' ? rootFolders.Kustomization : `${path}/${rootFolders.Kustomization}`).length;
  return roots.toSorted((a, b) => count(b) - count(a))[0];
}

/** The folder above most paths of the root's Kustomizations. */
function appsDirOf(
  views: readonly View[],
  root: Root | undefined,
  configured: string | undefined,
): Layout['appsDir'] {
  if (configured !== undefined) return { path: kustomizationPath(configured), why: 'configured' };
  const paths = appPathsOf(views, root);
  if (paths.length === 0) return { path: '', why: 'no Kustomization says otherwise' };
  const most = mostFrequent(paths.map(folderOf));
  const [path = '', count = 0] =
    most !== undefined && most[1] * 2 >= paths.length ? most : [commonFolder(paths), paths.length];
  return { path, why: `${count} of ${paths.length} Kustomization paths lie there` };
}

/** What the root's Kustomizations apply, without what applies the root itself. */
function appPathsOf(views: readonly View[], root: Root | undefined): RepoPath[] {
  const bootstrap = new Set(views.map(({ kustomization }) => kustomization));
  const kustomizations = new Set(views.flatMap((view) => view.ofKind('Kustomization', fluxGroups.kustomize)));
  return [...kustomizations].flatMap((kustomization) => {
    if (bootstrap.has(kustomization)) return [];
    if (root !== undefined && !isWithin(kustomization.file, root.path)) return [];
    const build = views.map((view) => view.buildOf(kustomization)).find((each) => each !== undefined);
    return build === undefined || build.path === '' || build.path === root?.path ? [] : [build.path];
  });
}

function mostFrequent(paths: readonly RepoPath[]): [RepoPath, number] | undefined {
  const counts = [...groupBy(paths, (path) => path)].map(([path, all]): [RepoPath, number] => [
    path,
    all.length,
  ]);
  return counts.sort(([a, many], [b, more]) => more - many || (a < b ? -1 : 1))[0];
}

/** The deepest folder around all paths. */
function commonFolder(paths: readonly RepoPath[]): RepoPath {
  let common = folderOf(paths[0] ?? '');
  while (!paths.every((path) => isWithin(folderOf(path), common))) common = folderOf(common);
  return common;
}

function held(tree: Tree, folder: RepoPath): string[] {
  return marks.filter((mark) => tree.isFolder(folder === '' ? mark : `${folder}/${mark}`));
}

function isMark(name: string): boolean {
  return marks.some((mark) => mark === name);
}

function list(words: readonly string[]): string {
  return words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} and ${words.at(-1)}`;
}
