import { applyChanges, type Files } from '../../src/core/change.ts';
import { golden } from './golden.ts';

/** The golden repository once in each folder: clusters with the same apps, each with a root and app folders of its own. */
export function inClusters(...folders: readonly string[]): Files {
  return applyChanges(
    golden.files,
    [...golden.files.paths()].flatMap((path) => [
      { kind: 'delete' as const, path },
      ...folders.map((folder) => ({
        kind: 'create' as const,
        path: `${folder}/${path}`,
        text: (golden.files.text(path) ?? '').replaceAll('path: ./', `path: ./${folder}/`),
      })),
    ]),
  );
}

export const twoClusters = inClusters('staging', 'production');

/** Their roots, as the configuration may name them. */
export const twoRoots: readonly string[] = ['staging/flux-system', 'production/flux-system'];
