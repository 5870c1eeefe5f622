import type { Rule } from '../rule.ts';
import { yamlRule } from '../yaml-rule.ts';

export const syntax: Rule = yamlRule('syntax', {
  severity: 'error',
  summary: 'A file is no YAML.',
  why: `Flux reads every file below a Kustomization's path before it applies anything. One file that cannot be
read stops all of them: nothing of that path is updated any more, and the error stands only in the
status of the Kustomization.

As long as the file cannot be read, other rules say nothing about what it may hold.`,
  help: 'Flux applies nothing of this path until the file can be read',
  examples: [
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
