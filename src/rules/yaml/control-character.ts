import type { Rule } from '../rule.ts';
import { yamlRule } from '../yaml-rule.ts';

export const controlCharacter: Rule = yamlRule('control-character', {
  severity: 'error',
  summary: 'A file holds a control character.',
  why: `YAML allows no control characters but tab and newline; kubectl and kustomize refuse the file. They get
in by copying from a terminal or a word processor and cannot be seen in most editors.`,
  help: 'remove it, or write it as an escape in double quotes',
  examples: [
    {
      title: 'a bell in a name',
      replace: [['podinfo/helmrelease-podinfo.yaml', 'releaseName: podinfo', 'releaseName: pod\x07info']],
      finds: ['character U+0007 (a control character) does not belong in a YAML file'],
    },
    {
      title: 'the same as an escape',
      replace: [
        [
          'flux-system/namespaces/namespace-podinfo.yaml',
          '  name: podinfo\n',
          '  name: podinfo\n  annotations:\n    example.com/bell: "\\a"\n',
        ],
      ],
      finds: [],
    },
  ],
});
