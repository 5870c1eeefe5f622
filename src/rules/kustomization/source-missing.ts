import type { Rule } from '../rule.ts';
import { missingSources } from '../sources.ts';

const kustomization = 'flux-system/kustomizations/kustomization-podinfo.yaml';

export const sourceMissing: Rule = {
  id: 'kustomization/source-missing',
  severity: 'error',
  preset: 'recommended',
  since: '0.1.0',
  summary: 'A Kustomization applies a source that does not exist.',
  why: `A Kustomization takes its files from a source, as a rule from the GitRepository \`flux-system\` that
\`flux bootstrap\` makes. Without its source nothing of its path is applied. The source is looked for in the
namespace of the Kustomization unless the reference says another.`,
  examples: [
    {
      title: 'a slip in the name',
      replace: [[kustomization, 'name: flux-system', 'name: flux-sytem']],
      finds: [
        'Kustomization podinfo refers to GitRepository flux-sytem, which does not exist; did you mean flux-system?',
      ],
    },
    {
      title: 'a kind that holds no files',
      replace: [
        [
          kustomization,
          'kind: GitRepository\n    name: flux-system',
          'kind: HelmRepository\n    name: podinfo',
        ],
      ],
      finds: [
        'Kustomization podinfo refers to HelmRepository podinfo, which cannot stand here; expected GitRepository, OCIRepository, Bucket or ExternalArtifact',
      ],
    },
    {
      title: 'the repository that bootstrap makes',
      replace: [
        [
          kustomization,
          'name: flux-system\n  health',
          'name: flux-system\n    namespace: flux-system\n  health',
        ],
      ],
      finds: [],
    },
  ],
  check: (context) => missingSources(context, 'Kustomization'),
};
