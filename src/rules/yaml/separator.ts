import { belowSeparator } from '../../yaml/repairs.ts';
import type { Rule } from '../rule.ts';
import { repairBy, yamlRule } from '../yaml-rule.ts';

export const separator: Rule = yamlRule('separator', {
  severity: 'error',
  summary: 'The end or the beginning of a document is written in a way that loses it.',
  why: `Behind \`---\` on the same line kubectl expects nothing, and refuses text that stands there. Behind \`...\`
both readers stop: all objects below are dropped without a word.`,
  help: 'put "---" on a line of its own between documents, and nothing else',
  repair: {
    safe: 'What stands behind the separator means the same on the next line. What stands behind `...` is left to you.',
  },
  repairOf: (text, { range }) =>
    repairBy(belowSeparator(text, range), { title: 'begin the object on the next line', safety: 'safe' }),
  examples: [
    {
      title: 'an object behind the separator',
      replace: [
        [
          'flux-system/namespaces/namespace-podinfo.yaml',
          'apiVersion: v1\nkind: Namespace\nmetadata:\n  name: podinfo\n',
          '--- {apiVersion: v1, kind: Namespace, metadata: {name: podinfo}}\n',
        ],
      ],
      finds: ['text on the line of a document separator: {apiVersion: v1, kind: Namespace, metad…'],
    },
    {
      title: 'a comment behind the separator',
      replace: [
        [
          'flux-system/namespaces/namespace-podinfo.yaml',
          'apiVersion: v1\n',
          '--- # the namespace\napiVersion: v1\n',
        ],
      ],
      finds: [],
    },
  ],
});
