import type { RepoPath } from '../core/change.ts';
import { inputsOf } from './kustomize-inputs.ts';
import type { KustomizationFile } from './read-files.ts';
import { resolvePath } from './tree.ts';

/**
 * Files that kustomization files use as something else than resources: patches, generator input, transformers. What
 * they hold looks like objects and is none.
 */
export function partsOf(kustomizations: ReadonlyMap<RepoPath, KustomizationFile>): Set<RepoPath> {
  const parts = new Set<RepoPath>();
  const resources = new Set<RepoPath>();
  for (const [folder, { root }] of kustomizations) {
    if (root === undefined) continue;
    for (const { use, field, written } of inputsOf(root)) {
      const path = use === 'component' ? undefined : resolvePath(folder, written);
      if (path === undefined) continue;
      if (use !== 'resource') parts.add(path);
      else if (field === 'resources') resources.add(path);
    }
  }
  for (const path of resources) parts.delete(path);
  return parts;
}
