import type { RepoPath } from '../core/change.ts';
import { KitError } from '../core/errors.ts';
import type { Fleet, Template } from '../fleet/fleet.ts';
import type { PropagationPolicy } from '../fleet/policy.ts';
import type { App } from '../model/app.ts';
import { baseName, fileName, folderOf, join, policyFolders, rootFolders } from '../model/layout.ts';
import type { Repo } from '../model/repo.ts';
import type { AppFile } from './app-files.ts';
import { overridesOf } from './dependent-overrides.ts';
import { propagationPolicyFile } from './policy-files.ts';
import type { Settled } from './settle-policies.ts';

/** The files of the policies that are new: the release's in the app's folder, others in a folder of the root. */
export function policyFiles(
  repo: Repo,
  placing: {
    readonly app: App | undefined;
    readonly main: Template;
    readonly kind: PropagationPolicy['kind'];
    readonly propagateDeps: boolean;
    readonly fleet: Fleet;
  },
  settled: readonly Settled[],
): AppFile[] {
  const { app, main, kind, fleet } = placing;
  const name = app?.name ?? '';
  const taken = new Set<RepoPath>();
  return settled.flatMap(({ namespace, lacking, reach }) => {
    const [first] = lacking;
    if (first === undefined) return [];
    const isRelease = main.kind === 'HelmRelease' && lacking.includes(main);
    const folder =
      isRelease && kind === 'PropagationPolicy'
        ? folderOf(main.resource.file)
        : folderFor(kind, lacking, first);
    const isFree = (each: string): boolean => {
      const path = join(folder, fileName(kind, each));
      return !taken.has(path) && !repo.tree.isFile(path);
    };
    const policy = [name, `${name}-${namespace ?? 'fleet'}`].find(isFree);
    if (policy === undefined)
      throw new KitError(
        'file-exists',
        `${join(folder, fileName(kind, name))} exists, and does not place the app`,
        {
          help: ['rename or remove it first', 'nothing was written'],
        },
      );
    const path = join(folder, fileName(kind, policy));
    taken.add(path);
    return propagationPolicyFile(path, {
      kind,
      name: policy,
      namespace,
      selectors: lacking,
      dependentOverrides: overridesOf(fleet, lacking, kind),
      propagateDeps: placing.propagateDeps && lacking.includes(main),
      reach,
    });
  });
}

const kindFolders: ReadonlySet<string> = new Set(Object.values(rootFolders));

/** The root folder that holds an app's Kustomization, else the one whose cluster the app is on. */
export function rootOf(app: App | undefined): RepoPath {
  const folder = folderOf(app?.kustomization?.file ?? '');
  return kindFolders.has(baseName(folder)) ? folderOf(folder) : (app?.view.root ?? '');
}

/** A folder of policies beside those of the root; objects that lie elsewhere have their policy beside them. */
function folderFor(kind: PropagationPolicy['kind'], objects: readonly Template[], first: Template): RepoPath {
  const folders = objects.map(({ resource }) => folderOf(resource.file));
  const inRoot = folders.find((folder) => kindFolders.has(baseName(folder)));
  if (inRoot === undefined) return folderOf(first.resource.file);
  return join(folderOf(inRoot), policyFolders[kind]);
}
