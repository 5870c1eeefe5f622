import type { Rule } from '../rule.ts';
import { yamlRule } from '../yaml-rule.ts';

export const alias: Rule = yamlRule('alias', {
  severity: 'error',
  summary: 'An alias has no anchor, or contains itself.',
  why: `An alias (\`*name\`) stands for the node that has the anchor (\`&name\`) above it in the same document.
Without one kustomize refuses the file; an alias inside its own anchor has no end.`,
  help: 'write the value out, or set the anchor above it',
  examples: [
    {
      title: 'an anchor that is not there',
      replace: [['podinfo/helmrelease-podinfo.yaml', 'releaseName: podinfo', 'releaseName: *name']],
      finds: ['alias *name has no anchor &name before it'],
    },
    {
      title: 'an anchor above its alias',
      replace: [
        ['podinfo/helmrelease-podinfo.yaml', '      chart: podinfo #', '      chart: &name podinfo #'],
      ],
      finds: [],
    },
  ],
});
