import { baseName, fileName } from '../../model/layout.ts';
import { renameFix } from '../move-fix.ts';
import { named, problemOf } from '../named.ts';
import type { Rule } from '../rule.ts';

const namespace = 'apiVersion: v1\nkind: Namespace\nmetadata:\n  name: team\n';

export const objectInKustomizationFile: Rule = {
  id: 'layout/object-in-kustomization-file',
  severity: 'error',
  preset: 'recommended',
  since: '0.1.0',
  summary: 'An object lies in a file whose name is reserved for kustomize.',
  why: `There are two kinds of Kustomization. \`kustomization.yaml\` is what kustomize reads to build a folder, and it
takes an object of Flux, or any other, for a broken instruction (\`json: unknown field "spec"\`): the build of the folder
fails, and nothing of it is applied.`,
  repair: {
    unsafe: 'The build, which fails until now, then applies this object and every other file of the folder.',
  },
  examples: [
    {
      title: "an object under kustomize's name",
      create: { 'flux-system/teams/kustomization.yaml': namespace },
      finds: ['kustomization.yaml holds Namespace team; expected another name for the file'],
    },
    { title: 'no such file', finds: [] },
  ],
  alone: true,
  *check({ repo }) {
    for (const resource of repo.resources) {
      if (!/^(?:kustomization\.ya?ml|Kustomization)$/.test(baseName(resource.file))) continue;
      const wanted = fileName(resource.kind, resource.name);
      yield problemOf(resource, ['kind'], {
        message: `${baseName(resource.file)} holds ${named(resource)}; expected another name for the file`,
        help: `rename the file to ${wanted}`,
        ...renameFix(repo, resource.file, wanted, 'unsafe'),
      });
    }
  },
};
