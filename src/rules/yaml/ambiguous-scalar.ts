import type { Rule } from '../rule.ts';
import { isRefused } from '../schema-faults.ts';
import { isFinalNewline, yamlRule } from '../yaml-rule.ts';

export const ambiguousScalar: Rule = yamlRule('ambiguous-scalar', {
  severity: 'warning',
  summary: 'A value means one thing to kubectl and another to Flux.',
  why: `Kubernetes tools read YAML in two ways. kubectl and Helm take an unquoted \`yes\` for true, as YAML 1.1
does; kustomize, with which Flux builds, takes it for the word "yes", and it rewrites an unquoted date
to a point in time. What was tried with kubectl is then not what Flux applies. Quotes say which one is
meant.`,
  help: 'put the value in quotes',
  only: (problem, file, context) =>
    !isFinalNewline(problem) && !isRefused(context, { file, range: problem.range }),
  repair: {
    safe: 'The quotes say what a Flux Kustomization applies already: only kubectl comes to read the same.',
  },
  examples: [
    {
      title: 'a yes in a label',
      replace: [
        [
          'flux-system/namespaces/namespace-podinfo.yaml',
          '  name: podinfo\n',
          '  name: podinfo\n  labels:\n    monitored: yes\n',
        ],
      ],
      finds: ['yes reads as true in kubectl, as text in a Flux Kustomization'],
    },
    {
      title: 'an unquoted date',
      replace: [
        [
          'flux-system/namespaces/namespace-podinfo.yaml',
          '  name: podinfo\n',
          '  name: podinfo\n  annotations:\n    example.com/since: 2026-11-01\n',
        ],
      ],
      finds: ['a Flux Kustomization rewrites the date 2026-11-01 to 2026-11-01T00:00:00Z'],
    },
    {
      title: 'quotes say what is meant',
      replace: [
        [
          'flux-system/namespaces/namespace-podinfo.yaml',
          '  name: podinfo\n',
          '  name: podinfo\n  labels:\n    monitored: "yes"\n',
        ],
      ],
      finds: [],
    },
  ],
});
