import { withoutRepeatedKey } from '../../yaml/repairs.ts';
import type { Rule } from '../rule.ts';
import { repairBy, yamlRule } from '../yaml-rule.ts';

export const duplicateKey: Rule = yamlRule('duplicate-key', {
  severity: 'error',
  summary: 'A key stands twice in one mapping.',
  why: `The two readers disagree. kubectl takes the last value without a word; kustomize, with which Flux
builds, refuses the file, and with it everything below the path. Whoever wrote the second one meant to
change the first: keep the one that is meant.`,
  help: 'remove one of the two: kustomize refuses the file',
  repair: {
    safe: 'Where both say the same, the one that stays says it too; where they differ, there is no fix.',
  },
  repairOf: (text, { range }) =>
    repairBy(withoutRepeatedKey(text, range), { title: 'remove the second', safety: 'safe' }),
  examples: [
    {
      title: 'the same thing written twice',
      replace: [
        [
          'podinfo/helmrelease-podinfo.yaml',
          '  interval: 15m\n',
          '  interval: 15m # as agreed\n  interval: "15m"\n',
        ],
      ],
      finds: ['key interval is there twice in one mapping'],
    },
    {
      title: 'an interval written twice',
      replace: [
        ['podinfo/helmrelease-podinfo.yaml', '  interval: 15m\n', '  interval: 15m\n  interval: 10m\n'],
      ],
      finds: ['key interval is there twice in one mapping'],
    },
    {
      title: 'the same key in two mappings',
      replace: [
        [
          'podinfo/helmrelease-podinfo.yaml',
          '  install:\n',
          '  test:\n    enable: true\n    timeout: 5m\n  install:\n',
        ],
      ],
      finds: [],
    },
  ],
});
