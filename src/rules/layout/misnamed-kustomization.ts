import type { RepoPath } from '../../core/change.ts';
import type { Problem } from '../../core/finding.ts';
import { baseName, folderOf, join } from '../../model/layout.ts';
import type { Repo } from '../../model/repo.ts';
import { kustomizeGroup, scalarText } from '../../model/resource.ts';
import { locate } from '../../yaml/locate.ts';
import { readYaml } from '../../yaml/read.ts';
import { isFound, renameFix } from '../move-fix.ts';
import type { Rule } from '../rule.ts';

const resources =
  'resources:\n  - configmap-podinfo-helm-chart-value-overrides.yaml\n  - helmrelease-podinfo.yaml\n';

export const misnamedKustomization: Rule = {
  id: 'layout/misnamed-kustomization',
  severity: 'error',
  preset: 'recommended',
  since: '0.1.0',
  summary: 'An instruction to kustomize lies in a file whose name kustomize does not look for.',
  why: `kustomize looks for \`kustomization.yaml\`, \`kustomization.yml\` and \`Kustomization\`. In any other file its
instruction is taken for an object to apply, which has no name (\`missing metadata.name in object\`), and the build of
the whole path fails.`,
  repair: {
    unsafe:
      'The build, which fails until now, then applies what the file lists and nothing else: see that the list is complete.',
  },
  examples: [
    {
      title: 'another name',
      create: {
        'podinfo/kustomize.yaml': `apiVersion: kustomize.config.k8s.io/v1beta1\nkind: Kustomization\n${resources}`,
      },
      finds: ['kustomize.yaml holds an instruction to kustomize, which looks for kustomization.yaml'],
    },
    {
      title: 'its own name',
      create: {
        'podinfo/kustomization.yaml': `apiVersion: kustomize.config.k8s.io/v1beta1\nkind: Kustomization\n${resources}`,
      },
      finds: [],
    },
  ],
  *check({ repo }) {
    const holders = new Set(repo.resources.map(({ file }) => file));
    const instructions = new Set(repo.kustomizationFiles.values());
    const built = new Set(repo.views.flatMap(({ builds }) => builds.flatMap(({ files }) => files)));
    for (const file of [...built].sort()) {
      if (holders.has(file) || instructions.has(file) || repo.parts.has(file) || repo.unread.has(file))
        continue;
      yield* instructionsIn(repo, file);
    }
  },
};

/** Files without a single object are few: they are read again rather than kept. */
function* instructionsIn(repo: Repo, file: RepoPath): Iterable<Problem> {
  const text = repo.files.text(file);
  if (text?.includes(kustomizeGroup) !== true) return;
  const { documents } = readYaml(text);
  const folder = folderOf(file);
  // A folder has one such file, of one document, and kustomize takes it only when it finds it by itself.
  const canBeFollowed =
    documents.length === 1 && !repo.kustomizationFiles.has(folder) && isScanned(repo, file);
  for (const { root } of documents) {
    if (root === undefined || scalarText(root, ['apiVersion'])?.startsWith(`${kustomizeGroup}/`) !== true)
      continue;
    yield {
      at: { file, range: locate(root, ['apiVersion']).value },
      message: `${baseName(file)} holds an instruction to kustomize, which looks for kustomization.yaml`,
      help: `rename the file to ${join(folder, 'kustomization.yaml')}`,
      ...(canBeFollowed ? renameFix(repo, file, 'kustomization.yaml', 'unsafe') : {}),
    };
  }
}

function isScanned(repo: Repo, file: RepoPath): boolean {
  return repo.views.some(({ builds }) => builds.some(({ path }) => isFound(repo, path, file)));
}
