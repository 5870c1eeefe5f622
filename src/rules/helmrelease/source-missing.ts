import type { Rule } from '../rule.ts';
import { missingSources } from '../sources.ts';

const release = 'podinfo/helmrelease-podinfo.yaml';

export const sourceMissing: Rule = {
  id: 'helmrelease/source-missing',
  severity: 'error',
  preset: 'recommended',
  since: '0.1.0',
  summary: 'A HelmRelease takes its chart from a source that does not exist.',
  why: `Flux asks the source for the chart. Without one the release is never installed, and one that runs is
never updated again; the only trace is a condition in its status. The source is looked for in the namespace of
the HelmRelease unless the reference says another: in this layout all sources live in \`flux-system\`, so
\`namespace: flux-system\` belongs into every reference.`,
  examples: [
    {
      title: 'a slip in the name',
      replace: [
        [
          release,
          '        name: podinfo\n        namespace: flux',
          '        name: podinof\n        namespace: flux',
        ],
      ],
      finds: [
        'HelmRelease podinfo refers to HelmRepository podinof, which does not exist; did you mean podinfo?',
      ],
    },
    {
      title: 'the namespace left out',
      replace: [[release, '        namespace: flux-system # all HelmRepositories live in flux-system\n', '']],
      finds: [
        'HelmRelease podinfo refers to HelmRepository podinfo in namespace podinfo, which does not exist; there is one in namespace flux-system',
      ],
    },
    {
      title: 'the wrong kind',
      replace: [[release, 'kind: HelmRepository', 'kind: GitRepository']],
      finds: [
        'HelmRelease podinfo refers to GitRepository podinfo, which does not exist; podinfo is a HelmRepository',
      ],
    },
    {
      title: 'a kind that has no charts',
      replace: [[release, 'kind: HelmRepository', 'kind: OCIRepository']],
      finds: [
        'HelmRelease podinfo refers to OCIRepository podinfo, which cannot stand here; expected HelmRepository, GitRepository or Bucket',
      ],
    },
    {
      title: 'a repository shared with another app',
      replace: [
        [
          release,
          '        name: podinfo\n        namespace: flux',
          '        name: redis\n        namespace: flux',
        ],
      ],
      remove: ['flux-system/helmrepositories/helmrepository-podinfo.yaml'],
      finds: [],
    },
  ],
  repair: {
    safe: 'The reference leads nowhere as it is, and there is one source of that name: Flux finds it with its namespace.',
  },
  check: (context) => missingSources(context, 'HelmRelease'),
};
