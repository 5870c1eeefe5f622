import { rangeOf } from '../../core/text.ts';
import { inputsOf } from '../../model/kustomize-inputs.ts';
import type { Rule } from '../rule.ts';
import { substitutions } from '../variables.ts';

const kustomization = 'flux-system/kustomizations/kustomization-podinfo.yaml';
const variables = '  postBuild:\n    substitute:\n      stage: production\n  prune: true';

function lists(entry: string): string {
  const head = 'apiVersion: kustomize.config.k8s.io/v1beta1\nkind: Kustomization\nresources:\n';
  return `${head}  - helmrelease-podinfo.yaml\n  - ${entry}\n`;
}

export const inKustomizationYaml: Rule = {
  id: 'substitution/in-kustomization-yaml',
  severity: 'error',
  preset: 'recommended',
  since: '0.1.0',
  summary: 'A kustomization.yaml has a variable in a path.',
  why: `Flux substitutes in what kustomize has built, not in what kustomize reads. A variable in a path of a kustomization.yaml is
taken as it stands, no such file exists, and the build fails. Use a folder for each variant and choose it with
\`spec.path\`, where a parent Kustomization may substitute.`,
  examples: [
    {
      title: 'a folder for each stage',
      replace: [[kustomization, '  prune: true', variables]],
      create: {
        'podinfo/kustomization.yaml': lists(
          'configmap-podinfo-helm-chart-value-overrides.yaml\n  - ${stage}',
        ),
      },
      finds: ['resources lists ${stage}: Flux substitutes nothing in a kustomization.yaml'],
    },
    {
      title: 'a path as it is',
      replace: [[kustomization, '  prune: true', variables]],
      create: { 'podinfo/kustomization.yaml': lists('configmap-podinfo-helm-chart-value-overrides.yaml') },
      finds: [],
    },
  ],
  *check({ repo }) {
    const files = new Set(substitutions(repo).flatMap(({ build }) => build.files));
    for (const { file, root } of repo.kustomizations.values()) {
      if (root === undefined || !files.has(file)) continue;
      for (const { field, written, node, use } of inputsOf(root)) {
        if (!/\$\{\w/.test(written)) continue;
        yield {
          at: { file, range: rangeOf(node) },
          message: `${field} ${use === 'file' ? 'reads' : 'lists'} ${written}: Flux substitutes nothing in a kustomization.yaml`,
          help: 'name the path itself, and choose between folders with spec.path of the Flux Kustomization',
        };
      }
    }
  },
};
