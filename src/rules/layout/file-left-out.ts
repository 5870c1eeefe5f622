import type { RepoPath } from '../../core/change.ts';
import { baseName, folderOf, join, rootFolders } from '../../model/layout.ts';
import type { Repo } from '../../model/repo.ts';
import { isWithin } from '../../model/tree.ts';
import { unapplied } from '../applied.ts';
import { layoutRoots } from '../layout-scope.ts';
import { problemOf } from '../named.ts';
import type { Rule } from '../rule.ts';

const listed = `apiVersion: kustomize.config.k8s.io/v1beta1
kind: Kustomization
resources:
  - kustomization-podinfo.yaml
`;

export const fileLeftOut: Rule = {
  id: 'layout/file-left-out',
  severity: 'error',
  preset: 'recommended',
  since: '0.1.0',
  summary: 'A file of the root is missing in the kustomization.yaml beside it.',
  why: `Where a folder has a kustomization.yaml, only what that lists is applied: a new file is passed over in silence,
and the app that was added is never there. Add the file to \`resources\`, or remove the kustomization.yaml: without one
Flux applies every file of the folder. A file whose name stands in a comment of the kustomization.yaml was left out on
purpose.`,
  examples: [
    {
      title: 'one of two Kustomizations listed',
      create: { 'flux-system/kustomizations/kustomization.yaml': listed.replace('podinfo', 'redis') },
      remove: [
        'podinfo/helmrelease-podinfo.yaml',
        'podinfo/configmap-podinfo-helm-chart-value-overrides.yaml',
        'flux-system/helmrepositories/helmrepository-podinfo.yaml',
      ],
      finds: ['flux-system/kustomizations/kustomization.yaml does not list kustomization-podinfo.yaml'],
    },
    {
      title: 'both listed',
      create: {
        'flux-system/kustomizations/kustomization.yaml': `${listed}  - kustomization-redis.yaml\n`,
      },
      finds: [],
    },
  ],
  *check({ repo }) {
    if (repo.views.length === 0 || repo.views.some(({ complete }) => !complete)) return;
    const folders = layoutRoots(repo).flatMap((root) =>
      Object.values(rootFolders).map((folder) => join(root, folder)),
    );
    const idle = unapplied(repo).resources;
    for (const resource of repo.resources) {
      const { file } = resource;
      if (!idle.has(resource) || !folders.some((folder) => isWithin(file, folder))) continue;
      const list = listAround(repo, file);
      if (list === undefined || repo.files.text(list)?.includes(baseName(file)) !== false) continue;
      yield problemOf(resource, ['metadata', 'name'], {
        message: `${list} does not list ${file.slice(folderOf(list).length + 1)}`,
        help: `add it to resources of ${list}, or remove ${list}`,
        related: [
          { at: { file: list, range: { start: 0, end: 0 } }, message: 'the list of what is applied' },
        ],
      });
    }
  },
};

/** The innermost kustomization file around a file. */
function listAround({ kustomizationFiles }: Repo, file: RepoPath): RepoPath | undefined {
  for (let folder = folderOf(file); ; folder = folderOf(folder)) {
    const found = kustomizationFiles.get(folder);
    if (found !== undefined || folder === '') return found;
  }
}
