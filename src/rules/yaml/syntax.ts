import { withoutTabs } from '../../yaml/repairs.ts';
import type { Rule } from '../rule.ts';
import { repairBy, yamlRule } from '../yaml-rule.ts';

export const syntax: Rule = yamlRule('syntax', {
  severity: 'error',
  summary: 'A file is no YAML.',
  why: `Flux reads every file below a Kustomization's path before it applies anything. One file that cannot be
read stops all of them: nothing of that path is updated any more, and the error stands only in the
status of the Kustomization.

As long as the file cannot be read, other rules say nothing about what it may hold.`,
  help: 'Flux applies nothing of this path until the file can be read',
  repair: {
    safe: 'A tab behind a dash becomes a space: what is meant stays the same. No other fault of syntax has a fix.',
  },
  repairOf: (text, { range, fatal }) =>
    fatal || text[range.start] !== '\t'
      ? undefined
      : repairBy(withoutTabs(text), { title: 'write spaces for tabs', safety: 'safe' }),
  examples: [
    {
      title: 'a tab behind a dash',
      replace: [
        [
          'flux-system/namespaces/namespace-podinfo.yaml',
          '  name: podinfo\n',
          '  name: podinfo\n  finalizers:\n    -\texample.com/podinfo\n',
        ],
      ],
      finds: ['a tab where Kubernetes wants spaces'],
    },
    {
      title: 'a quote that is never closed',
      replace: [['podinfo/helmrelease-podinfo.yaml', 'releaseName: podinfo', 'releaseName: "podinfo']],
      finds: ['a quote that is never closed'],
    },
    {
      title: 'a colon in a text without quotes',
      replace: [['podinfo/helmrelease-podinfo.yaml', 'releaseName: podinfo', 'releaseName: podinfo: web']],
      finds: ['a value with a colon and a space in it'],
    },
    {
      title: 'a text with a colon, in quotes',
      replace: [['podinfo/helmrelease-podinfo.yaml', 'releaseName: podinfo', 'releaseName: "podinfo"']],
      finds: [],
    },
  ],
});
