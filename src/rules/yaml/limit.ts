import type { Rule } from '../rule.ts';
import { yamlRule } from '../yaml-rule.ts';

export const limit: Rule = yamlRule('limit', {
  severity: 'error',
  summary: 'A file is deeper, longer or more entangled than a manifest can be.',
  why: `Files nested over a hundred levels deep, with thousands of aliases or documents, are not written by
people: they bring readers to their knees. Such a file is not read, and nothing that it may hold is
judged.`,
  help: 'split the file, or leave it out with "ignore" in .gitops-kit.jsonc',
  examples: [
    {
      title: 'a list in a list in a list, two hundred deep',
      replace: [
        [
          'flux-system/namespaces/namespace-podinfo.yaml',
          '  name: podinfo\n',
          '  name: podinfo\n  annotations: [[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]\n',
        ],
      ],
      finds: ['nesting deeper than 100'],
    },
    {
      title: 'an ordinary depth',
      replace: [
        [
          'flux-system/namespaces/namespace-podinfo.yaml',
          '  name: podinfo\n',
          '  name: podinfo\n  annotations: {example.com/nested: "[[[]]]"}\n',
        ],
      ],
      finds: [],
    },
  ],
});
