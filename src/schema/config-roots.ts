import type { Problem } from '../core/finding.ts';
import { didYouMean } from '../core/suggest.ts';
import { configFile } from '../model/config.ts';
import { folderOf } from '../model/layout.ts';
import type { Repo } from '../model/repo.ts';
import { kustomizationPath } from '../model/tree.ts';
import { readJsonc } from '../yaml/jsonc.ts';
import { locate } from '../yaml/locate.ts';

/** Roots of the configuration that the repository does not hold: nothing below them would be judged, without a word. */
export function missingRoots({ files, settings, tree }: Repo): Problem[] {
  const root = readJsonc(files.text(configFile) ?? '').documents[0]?.root;
  if (root === undefined) return [];
  return (settings.roots ?? []).flatMap((written, index) => {
    const folder = kustomizationPath(written);
    if (tree.isFolder(folder)) return [];
    const near = didYouMean(folder, tree.foldersIn(folderOf(folder)));
    return {
      at: { file: configFile, range: locate(root, ['roots', index]).value },
      message: `the root ${written} does not exist${near}`,
      help: `name a folder that Flux applies, or let gitops-kit init make ${written}`,
    };
  });
}
