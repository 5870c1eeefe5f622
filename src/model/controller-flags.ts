import type { RepoPath } from '../core/change.ts';
import { folderOf } from './layout.ts';
import type { Repo } from './repo.ts';
import { fluxGroups } from './resource.ts';
import type { View } from './view.ts';

/** Flags and feature gates of Flux's controllers that change what a repository means. */
export type ControllerFlag =
  | 'no-cross-namespace-refs'
  | 'watch-configs-label-selector'
  | 'DisableConfigWatchers'
  | 'DefaultToRetryOnFailure'
  | 'UseHelm3Defaults';

/**
 * Whether a cluster's repository gives Flux's controllers a flag: in a patch of bootstrap's kustomization.yaml, or in a
 * FluxInstance. Flags are looked for as text, since patches write them into lists of arguments.
 */
export function hasControllerFlag(repo: Repo, view: View, flag: ControllerFlag): boolean {
  const instances = view.ofKind('FluxInstance', fluxGroups.operator);
  // Flux Operator's lockdown of tenants (FluxInstance docs, `.spec.cluster.multitenant`).
  const isLocked = instances.some((instance) => instance.get('spec', 'cluster', 'multitenant') === true);
  if (flag === 'no-cross-namespace-refs' && isLocked) return true;
  const files = patching.get(view) ?? patchingFiles(repo, view);
  patching.set(view, files);
  return [...files, ...instances.map(({ file }) => file)].some((file) =>
    isSet(repo.files.text(file) ?? '', flag),
  );
}

const patching = new WeakMap<View, readonly RepoPath[]>();

/** The kustomization files of a view, and the patches that lie beside them. */
function patchingFiles(repo: Repo, view: View): readonly RepoPath[] {
  const kustomizations = new Set(repo.kustomizationFiles.values());
  const own = view.builds.flatMap(({ files }) => files.filter((file) => kustomizations.has(file)));
  const folders = new Set(own.map(folderOf));
  return [...own, ...[...repo.parts].filter((file) => folders.has(folderOf(file)))];
}

/** `--flag`, `--flag=true`, `--feature-gates=Gate=true`; not `=false`. */
function isSet(text: string, flag: ControllerFlag): boolean {
  const at = text.indexOf(flag);
  return at !== -1 && !text.startsWith('=false', at + flag.length);
}
