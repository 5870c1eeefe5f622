import { isAtLeast } from '../../model/flux-version.ts';
import type { Rule } from '../rule.ts';
import { undefinedVariables } from '../undefined-variables.ts';

const kustomization = 'flux-system/kustomizations/kustomization-podinfo.yaml';
const release = 'podinfo/helmrelease-podinfo.yaml';
const variables = '  postBuild:\n    substitute:\n      podinfo_version: 6.x\n  prune: true';

export const undefinedVariable: Rule = {
  id: 'substitution/undefined-variable',
  severity: 'error',
  preset: 'recommended',
  since: '0.1.0',
  summary: 'A manifest uses a variable that nothing defines.',
  why: `Since Flux 2.9 a variable that neither \`postBuild.substitute\` nor an object of \`postBuild.substituteFrom\` defines makes
the Kustomization fail, and nothing of it is applied. Define it, give it a default (\`\${name:=value}\`), or write
\`$\${name}\` where the text is meant as it stands. Where not all variables are known here, nothing is said.`,
  examples: [
    {
      title: 'a slip in the name',
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
      replace: [
        [kustomization, '  prune: true', variables],
        [release, 'version: 6.x', 'version: ${podinfo_major:=6}.x'],
      ],
      finds: [],
    },
    {
      title: 'variables of a Secret that is not in the repository',
      replace: [
        [
          kustomization,
          '  prune: true',
          '  postBuild:\n    substituteFrom:\n      - kind: Secret\n        name: cluster\n        optional: true\n  prune: true',
        ],
        [release, 'version: 6.x', 'version: ${podinfo_version}'],
      ],
      finds: [],
    },
    {
      title: 'no variables at all: Flux then substitutes nothing',
      replace: [[release, 'releaseName: podinfo', 'releaseName: podinfo # not ${podinfo}']],
      finds: [],
    },
  ],
  *check({ repo }) {
    if (isAtLeast(repo.flux, 2, 9)) yield* undefinedVariables(repo, 'the Kustomization fails since Flux 2.9');
  },
};
