import type { RepoPath } from '../../core/change.ts';
import type { Fix } from '../../core/finding.ts';
import { policyGroup } from '../../fleet/policy.ts';
import { baseName, folderOf, join, rootFolders } from '../../model/layout.ts';
import type { Repo } from '../../model/repo.ts';
import { fluxGroups, type Resource } from '../../model/resource.ts';
import { isWithin } from '../../model/tree.ts';
import { policyPlace } from '../layout-policies.ts';
import { isBootstrap, type LayoutScope, layoutScope } from '../layout-scope.ts';
import { isFound, moveFix, staysInBuilds } from '../move-fix.ts';
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
together with it, a namespace with everything in it. A policy of Karmada lies beside what it selects: in the app's
folder, or, for sources and Kustomizations, in \`propagationpolicies/\` or \`overridepolicies/\` of the root.`,
  repair: {
    safe: 'The same Kustomization applies the object as before.',
    unsafe:
      'Another Kustomization applies the object from then on, and the one that loses it may delete it first: while it moves, annotate it with `kustomize.toolkit.fluxcd.io/prune: disabled`.',
  },
  examples: [
    {
      title: 'a HelmRepository in the folder of its app',
      move: [[`flux-system/${source}`, 'podinfo/helmrepository-podinfo.yaml']],
      finds: ['HelmRepository podinfo lies in podinfo; expected in flux-system/helmrepositories'],
    },
    {
      title: 'a HelmRepository among the Kustomizations',
      move: [[`flux-system/${source}`, 'flux-system/kustomizations/helmrepository-podinfo.yaml']],
      finds: [
        'HelmRepository podinfo lies in flux-system/kustomizations; expected in flux-system/helmrepositories',
      ],
    },
    {
      title: 'a HelmRelease in the root',
      move: [['podinfo/helmrelease-podinfo.yaml', 'flux-system/kustomizations/helmrelease-podinfo.yaml']],
      finds: ['HelmRelease podinfo lies in flux-system/kustomizations; expected in the folder of its app'],
    },
    {
      title: 'a policy of a source in the folder of the app',
      base: 'fleet',
      move: [
        [
          'flux-system/propagationpolicies/propagationpolicy-redis.yaml',
          'podinfo/propagationpolicy-redis.yaml',
        ],
      ],
      finds: ['PropagationPolicy redis lies in podinfo; expected in flux-system/propagationpolicies'],
    },
    {
      title: 'a policy of a release in the root',
      base: 'fleet',
      move: [
        [
          'podinfo/overridepolicy-podinfo.yaml',
          'flux-system/propagationpolicies/overridepolicy-podinfo.yaml',
        ],
      ],
      finds: ['OverridePolicy podinfo lies in flux-system/propagationpolicies; expected in podinfo'],
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
      const wanted = policyPlace(repo, scope, resource) ?? rightPlace(scope, resource);
      if (wanted === undefined) continue;
      yield problemOf(resource, ['kind'], {
        message: `${named(resource)} lies in ${folderOf(resource.file)}; expected in ${wanted}`,
        help: `move the file to ${wanted}`,
        ...fixOf(repo, scope, resource),
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

function fixOf(repo: Repo, scope: LayoutScope, resource: Resource): { readonly fix?: Fix } {
  const from = resource.file;
  const folder = newFolder(repo, scope, resource);
  const isAlone = repo.resources.every((other) => other === resource || other.file !== from);
  if (folder === undefined || !isAlone || !isFoundBySomebody(repo, folder, from)) return {};
  const to = join(folder, baseName(from));
  const safety = staysInBuilds(repo, from, to) ? 'safe' : 'unsafe';
  return moveFix(repo, { from, to, safety });
}

/** The one folder that it can be: of the only root, or what the Kustomization of the release's name builds. */
function newFolder(repo: Repo, { roots }: LayoutScope, resource: Resource): RepoPath | undefined {
  const [root, ...others] = roots;
  const [wanted] = foldersOfKind(resource);
  if (root === undefined || others.length > 0) return undefined;
  if (resource.group === policyGroup) return policyPlace(repo, { roots: [root] }, resource);
  if (wanted !== undefined) return join(root, wanted);
  const [view, ...views] = repo.views.filter(({ resources }) => resources.includes(resource));
  if (view === undefined || views.length > 0) return undefined;
  const builds = view.builds.filter(({ kustomization }) => kustomization?.name === resource.name);
  return builds.length === 1 ? builds[0]?.path : undefined;
}

/**
 * Whether the file is found by looking through its folder, before and after. Where a kustomization.yaml lists it, or would
 * have to, and where nothing else lies in the folder, the move asks for more than a move.
 */
function isFoundBySomebody(repo: Repo, folder: RepoPath, from: RepoPath): boolean {
  const builds = repo.views.flatMap((view) => view.builds);
  const isRead = (path: RepoPath): boolean => builds.some((build) => isFound(repo, build.path, path));
  const { tree } = repo;
  const here = folderOf(from);
  const isLast = tree.filesIn(here).length + tree.foldersIn(here).length === 1;
  return !isLast && isRead(from) && isRead(join(folder, baseName(from)));
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
