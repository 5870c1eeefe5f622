import type { RepoPath } from '../../core/change.ts';
import { folderOf } from '../../model/layout.ts';
import type { Repo } from '../../model/repo.ts';
import { fluxGroups, type Resource } from '../../model/resource.ts';
import { isWithin, kustomizationPath } from '../../model/tree.ts';
import { unapplied } from '../applied.ts';
import { layoutRoots } from '../layout-scope.ts';
import { problemOf } from '../named.ts';
import { nearFolder } from '../near-folder.ts';
import type { Rule } from '../rule.ts';

export const orphanFolder: Rule = {
  id: 'layout/orphan-folder',
  severity: 'warning',
  preset: 'recommended',
  since: '0.1.0',
  summary: 'No Kustomization applies the folder of an app.',
  why: `What no Kustomization points to is never applied: the app looks finished and is not in the cluster. Where it
was there before, it was removed together with its Kustomization. Add
\`kustomizations/kustomization-<app>.yaml\`, or remove the folder; to keep it as it is, turn the rule off for it under
\`overrides\` in .gitops-kit.jsonc.`,
  examples: [
    {
      title: 'an app whose Kustomization was forgotten',
      create: {
        'keycloak/helmrelease-keycloak.yaml': `apiVersion: helm.toolkit.fluxcd.io/v2
kind: HelmRelease
metadata:
  name: keycloak
  namespace: keycloak
spec:
  interval: 15m
  chartRef:
    kind: OCIRepository
    name: keycloak
    namespace: flux-system
`,
      },
      finds: ['no Kustomization applies keycloak'],
    },
    {
      title: 'a folder without manifests',
      create: { 'docs/keycloak.md': '# How we run keycloak\n' },
      finds: [],
    },
  ],
  *check({ repo }) {
    if (layoutRoots(repo).length === 0 || repo.views.length === 0) return;
    if (repo.views.some((view) => !view.complete)) return;
    const applied = appliedPaths(repo);
    const meant = meantPaths(repo);
    const reported = new Set<RepoPath>();
    for (const release of repo.ofKind('HelmRelease')) {
      const folder = topmost(repo, release, applied);
      if (folder === undefined || reported.has(folder) || isAmong(release.file, meant)) continue;
      reported.add(folder);
      yield problemOf(release, ['metadata', 'name'], {
        message: `no Kustomization applies ${folder}`,
        help: `add a Kustomization with path: ./${folder}, or remove the folder`,
      });
    }
  },
};

/** The topmost folder around a file that nothing applies and nothing of which is applied; undefined for an applied file. */
function topmost(repo: Repo, { file }: Resource, applied: ReadonlySet<RepoPath>): RepoPath | undefined {
  if (applied.has(file) || repo.parts.has(file) || file.split('/').some((part) => part.startsWith('.'))) {
    return undefined;
  }
  const { appsDir, roots } = repo.layout;
  let folder = folderOf(file);
  if (folder === '' || !isWithin(folder, appsDir.path) || roots.some(({ path }) => isWithin(folder, path))) {
    return undefined;
  }
  // Something applied beside it means that somebody left this one file out, in a kustomization.yaml.
  if (applied.has(folder)) return undefined;
  for (let up = folderOf(folder); up !== '' && up !== appsDir.path && !applied.has(up); up = folderOf(up)) {
    folder = up;
  }
  return folder;
}

/** Every file that some Kustomization applies, and the folders around it. */
function appliedPaths(repo: Repo): ReadonlySet<RepoPath> {
  const paths = new Set<RepoPath>();
  for (const view of repo.views) {
    for (const build of view.builds) {
      for (const file of build.files) {
        for (let path = file; path !== '' && !paths.has(path); path = folderOf(path)) paths.add(path);
      }
    }
  }
  return paths;
}

/**
 * Folders that some Kustomization means to apply and does not: one that is broken, whose own finding says what is
 * wrong, and one that no root here applies, which something outside the repository may do.
 */
function meantPaths(repo: Repo): ReadonlySet<RepoPath> {
  const paths = new Set<RepoPath>();
  for (const view of repo.views) {
    for (const kustomization of view.ofKind('Kustomization', fluxGroups.kustomize)) {
      if (view.buildOf(kustomization)?.exists !== true) addMeant(paths, repo, kustomization);
    }
  }
  for (const kustomization of unapplied(repo).kustomizations) {
    addMeant(paths, repo, kustomization);
    // The folder that holds it is another root, with all that lies beside it.
    paths.add(kustomization.file.split('/')[0] ?? '');
  }
  return paths;
}

function addMeant(paths: Set<RepoPath>, { tree }: Repo, kustomization: Resource): void {
  const path = kustomizationPath(kustomization.text('spec', 'path') ?? '');
  const near = tree.isFolder(path) ? path : nearFolder(path, tree);
  if (near !== undefined) paths.add(near);
  if (tree.isFile(path)) paths.add(folderOf(path));
}

/** Whether the file lies in one of the folders, or below. */
function isAmong(file: RepoPath, folders: ReadonlySet<RepoPath>): boolean {
  for (let folder = folderOf(file); folder !== ''; folder = folderOf(folder)) {
    if (folders.has(folder)) return true;
  }
  return false;
}
