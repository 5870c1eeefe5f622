import type { Problem } from '../../core/finding.ts';
import { folderOf } from '../../model/layout.ts';
import type { Resource } from '../../model/resource.ts';
import type { Tree } from '../../model/tree.ts';
import { named, problemOf } from '../named.ts';
import { nearFolder } from '../near-folder.ts';
import type { Rule } from '../rule.ts';

const kustomization = 'flux-system/kustomizations/kustomization-podinfo.yaml';

export const pathMissing: Rule = {
  id: 'kustomization/path-missing',
  severity: 'error',
  preset: 'recommended',
  since: '0.1.0',
  summary: 'A Kustomization applies a folder that does not exist.',
  why: `\`spec.path\` is a folder, counted from the repository's top wherever the Kustomization itself lies. Where
it is missing Flux stops with an error rather than remove everything, and what was applied before stays as it was.
Upper and lower case count. A folder that holds no file is not in git at all.`,
  examples: [
    {
      title: 'a slip in the path',
      replace: [[kustomization, 'path: ./podinfo', 'path: ./podinof']],
      finds: ['Kustomization podinfo applies ./podinof, which does not exist; did you mean ./podinfo?'],
    },
    {
      title: 'upper case',
      replace: [[kustomization, 'path: ./podinfo', 'path: ./Podinfo']],
      finds: ['Kustomization podinfo applies ./Podinfo, which does not exist; did you mean ./podinfo?'],
    },
    {
      title: 'a file',
      replace: [[kustomization, 'path: ./podinfo', 'path: ./podinfo/helmrelease-podinfo.yaml']],
      finds: [
        'Kustomization podinfo applies ./podinfo/helmrelease-podinfo.yaml, which is a file; expected a folder',
      ],
    },
    {
      title: 'the same folder written in another way',
      replace: [[kustomization, 'path: ./podinfo', 'path: podinfo/']],
      finds: [],
    },
  ],
  *check({ repo }) {
    for (const view of repo.views) {
      for (const build of view.builds) {
        if (build.kustomization === undefined || build.exists) continue;
        yield missingPath(build.kustomization, build.path, repo.tree);
      }
    }
  },
};

function missingPath(kustomization: Resource, path: string, tree: Tree): Problem {
  const written = kustomization.text('spec', 'path') ?? path;
  const start = `${named(kustomization)} applies ${written}, which`;
  if (tree.isFile(path)) {
    return problemOf(kustomization, ['spec', 'path'], {
      message: `${start} is a file; expected a folder`,
      help: `write path: ./${folderOf(path)}`,
    });
  }
  const near = nearFolder(path, tree);
  return problemOf(kustomization, ['spec', 'path'], {
    message: `${start} does not exist${near === undefined ? '' : `; did you mean ./${near}?`}`,
    help:
      near === undefined
        ? 'paths are counted from the top of the repository; add the folder, or remove the Kustomization'
        : `write path: ./${near}`,
  });
}
