import type { RepoPath } from '../core/change.ts';
import { folderOf } from '../model/layout.ts';
import type { Repo } from '../model/repo.ts';

/** Files in order, each once, with the kustomization files of the folders around them, which may list them. */
export function withListings(
  { kustomizationFiles }: Pick<Repo, 'kustomizationFiles'>,
  files: readonly RepoPath[],
): RepoPath[] {
  const all = new Set(files);
  for (const file of files)
    for (let folder = folderOf(file), at = file; at !== ''; at = folder, folder = folderOf(folder)) {
      const listing = kustomizationFiles.get(folder);
      if (listing !== undefined) all.add(listing);
    }
  return [...all].sort();
}
