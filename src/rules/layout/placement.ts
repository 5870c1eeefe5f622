import { folderOf, join, rootFolders } from '../../model/layout.ts';
import { fluxGroups, type Resource } from '../../model/resource.ts';
import { isWithin } from '../../model/tree.ts';
import { isBootstrap, type LayoutScope, layoutScope } from '../layout-scope.ts';
import { named, problemOf } from '../named.ts';
import type { Rule } from '../rule.ts';

const source = 'helmrepositories/helmrepository-podinfo.yaml';

export const placement: Rule = {
  id: 'layout/placement',
  severity: 'warning',
  preset: 'recommended',
  since: '0.1.0',
  summary: 'An object lies in a folder where nobody looks for it.',
  why: `Sources, Kustomizations and Namespaces lie in the root's folders \`helmrepositories/\`, \`kustomizations/\` and
\`namespaces/\`, the HelmRelease and its values in the app's folder. It is more than order: the root is applied first,
so that an app's namespace and source are there when the app comes; and what lies in the app's folder is removed
together with it, a namespace with everything in it.`,
  examples: [
    {
      title: 'a HelmRepository in the folder of its app',
      move: [[`flux-system/${source}`, 'podinfo/helmrepository-podinfo.yaml']],
      finds: ['HelmRepository podinfo lies in podinfo; expected in flux-system/helmrepositories'],
    },
    {
      title: 'a HelmRelease in the root',
      move: [['podinfo/helmrelease-podinfo.yaml', 'flux-system/kustomizations/helmrelease-podinfo.yaml']],
      finds: ['HelmRelease podinfo lies in flux-system/kustomizations; expected in the folder of its app'],
    },
    {
      title: 'a folder below the right one',
      move: [[`flux-system/${source}`, 'flux-system/helmrepositories/web/helmrepository-podinfo.yaml']],
      finds: [],
    },
  ],
  *check({ repo }) {
    const scope = layoutScope(repo);
    for (const resource of repo.resources) {
      if (isBootstrap(resource) || !scope.holds(resource.file)) continue;
      const wanted = rightPlace(scope, resource);
      if (wanted === undefined) continue;
      yield problemOf(resource, ['kind'], {
        message: `${named(resource)} lies in ${folderOf(resource.file)}; expected in ${wanted}`,
        help: `move the file to ${wanted}`,
      });
    }
  },
};

/** Where the object should lie; undefined when it lies there. */
function rightPlace(scope: LayoutScope, resource: Resource): string | undefined {
  const folders = foldersOfKind(resource);
  const liesIn = (names: readonly string[]): boolean =>
    scope.roots.some((root) => names.some((folder) => isWithin(resource.file, join(root, folder))));
  const [wanted] = folders;
  if (wanted !== undefined) return liesIn(folders) ? undefined : join(scope.roots[0] ?? '', wanted);
  return resource.kind === 'HelmRelease' && liesIn(Object.values(rootFolders))
    ? 'the folder of its app'
    : undefined;
}

/** The root's folders for the kind, the best first: the folders of sources may be shared. None for kinds that lie elsewhere. */
function foldersOfKind({ kind, group }: Resource): readonly string[] {
  const { Kustomization, Namespace, ...sources } = rootFolders;
  if (kind === 'Namespace' && group === '') return [Namespace];
  if (kind === 'Kustomization' && group === fluxGroups.kustomize) return [Kustomization];
  if (group !== fluxGroups.source) return [];
  const known: Readonly<Record<string, string>> = sources;
  const own = known[kind];
  return own === undefined ? [] : [own, ...Object.values(sources)];
}
