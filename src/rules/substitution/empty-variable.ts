import { isAtLeast } from '../../model/flux-version.ts';
import type { Rule } from '../rule.ts';
import { undefinedVariables } from '../undefined-variables.ts';

const kustomization = 'flux-system/kustomizations/kustomization-podinfo.yaml';
const release = 'podinfo/helmrelease-podinfo.yaml';
const variables = '  postBuild:\n    substitute:\n      podinfo_version: 6.x\n  prune: true';

export const emptyVariable: Rule = {
  id: 'substitution/empty-variable',
  severity: 'warning',
  preset: 'recommended',
  since: '0.1.0',
  summary: 'A manifest uses a variable that nothing defines, and that becomes empty.',
  why: `Before Flux 2.9 a variable that nothing defines becomes an empty text without a word: \`https://\${domain}\` is applied as
\`https://\`. Since Flux 2.9 the Kustomization fails instead. Define it, give it a default (\`\${name:=value}\`), or write
\`$\${name}\` where the text is meant as it stands.`,
  examples: [
    {
      title: 'a slip in the name',
      fluxVersion: '2.7',
      replace: [
        [kustomization, '  prune: true', variables],
        [release, 'version: 6.x', 'version: ${podinfo_verison}'],
      ],
      finds: [
        'HelmRelease podinfo uses ${podinfo_verison}, which Kustomization podinfo does not define; did you mean podinfo_version?',
      ],
    },
    {
      title: 'a default',
      fluxVersion: '2.7',
      replace: [
        [kustomization, '  prune: true', variables],
        [release, 'version: 6.x', 'version: ${podinfo_major:=6}.x'],
      ],
      finds: [],
    },
  ],
  *check({ repo }) {
    if (!isAtLeast(repo.flux, 2, 9)) yield* undefinedVariables(repo, 'it becomes empty');
  },
};
