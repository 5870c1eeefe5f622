import type { RepoPath } from '../../core/change.ts';
import { groupBy } from '../../model/group.ts';
import { resourceEntries } from '../../model/kustomize-entries.ts';
import { baseName, folderOf, join, rootFolders } from '../../model/layout.ts';
import type { Repo } from '../../model/repo.ts';
import type { Resource } from '../../model/resource.ts';
import { isWithin } from '../../model/tree.ts';
import { unapplied } from '../applied.ts';
import { lazyFix } from '../fixes.ts';
import { layoutRoots } from '../layout-scope.ts';
import { problemOf } from '../named.ts';
import type { Rule } from '../rule.ts';

const listed = `apiVersion: kustomize.config.k8s.io/v1beta1
kind: Kustomization
resources:
  - namespace-podinfo.yaml
  - namespace-redis.yaml
`;
const created = {
  'flux-system/namespaces/kustomization.yaml': listed,
  'flux-system/namespaces/namespace-team.yaml': 'apiVersion: v1\nkind: Namespace\nmetadata:\n  name: team\n',
};

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
  repair: {
    unsafe:
      'What the file holds is applied from then on; if it was left out on purpose, say so in a comment.',
  },
  examples: [
    {
      title: 'a namespace that was added and not listed',
      create: created,
      finds: ['flux-system/namespaces/kustomization.yaml does not list namespace-team.yaml'],
    },
    {
      title: 'two of them',
      create: {
        ...created,
        'flux-system/namespaces/namespace-web.yaml':
          'apiVersion: v1\nkind: Namespace\nmetadata:\n  name: web\n',
      },
      finds: [
        'flux-system/namespaces/kustomization.yaml does not list namespace-team.yaml',
        'flux-system/namespaces/kustomization.yaml does not list namespace-web.yaml',
      ],
    },
    {
      title: 'all listed',
      create: {
        ...created,
        'flux-system/namespaces/kustomization.yaml': `${listed}  - namespace-team.yaml\n`,
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
    const leftOut: LeftOut[] = [];
    for (const resource of repo.resources) {
      const { file } = resource;
      if (!idle.has(resource) || !folders.some((folder) => isWithin(file, folder))) continue;
      const list = listAround(repo, file);
      if (list === undefined || repo.files.text(list)?.includes(baseName(file)) !== false) continue;
      leftOut.push({ resource, list });
    }
    const together = groupBy(leftOut, ({ list }) => list);
    for (const { resource, list } of leftOut) {
      const { file } = resource;
      const entry = file.slice(folderOf(list).length + 1);
      yield problemOf(resource, ['metadata', 'name'], {
        message: `${list} does not list ${entry}`,
        help: `add it to resources of ${list}, or remove ${list}`,
        related: [
          { at: { file: list, range: { start: 0, end: 0 } }, message: 'the list of what is applied' },
        ],
        fix: lazyFix({ title: `list ${entry}`, safety: 'unsafe' }, () =>
          resourceEntries(repo, filesToList(repo, file, together.get(list) ?? [])),
        ),
      });
    }
  },
};

interface LeftOut {
  readonly resource: Resource;
  /** The kustomization file that does not list it. */
  readonly list: RepoPath;
}

/**
 * A file with the others that are missing in the list: they go to the same place, so each fix lists them all. One with an
 * ignore comment may be meant to stay out, and has a fix of its own.
 */
function filesToList(repo: Repo, file: RepoPath, others: readonly LeftOut[]) {
  const paths = repo.marked.has(file)
    ? [file]
    : others.map(({ resource }) => resource.file).filter((path) => !repo.marked.has(path));
  return [...new Set(paths)].map((path) => ({ path, builtFrom: folderOf(listAround(repo, path) ?? path) }));
}

/** The innermost kustomization file around a file. */
function listAround({ kustomizationFiles }: Repo, file: RepoPath): RepoPath | undefined {
  for (let folder = folderOf(file); ; folder = folderOf(folder)) {
    const found = kustomizationFiles.get(folder);
    if (found !== undefined || folder === '') return found;
  }
}
