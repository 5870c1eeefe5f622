import { withNewlines, withoutInnerMarks } from '../../yaml/repairs.ts';
import type { Rule } from '../rule.ts';
import { repairBy, yamlRule } from '../yaml-rule.ts';

export const controlCharacter: Rule = yamlRule('control-character', {
  severity: 'error',
  summary: 'A file holds a control character.',
  why: `YAML allows no control characters but tab and newline; kubectl and kustomize refuse the file. They get
in by copying from a terminal or a word processor and cannot be seen in most editors.`,
  help: 'remove it, or write it as an escape in double quotes',
  repair: {
    unsafe:
      'Nothing of the file, and of the path that it lies below, is applied as long as it cannot be read: look at what comes back. Other characters have no fix.',
  },
  repairOf: (text, { range }) =>
    text[range.start] === '\r'
      ? repairBy(withNewlines(text), { title: 'end the lines with newlines', safety: 'unsafe' })
      : repairBy(withoutInnerMarks(text), { title: 'remove byte order marks', safety: 'unsafe' }),
  examples: [
    {
      title: 'line ends of another age',
      replace: [['podinfo/helmrelease-podinfo.yaml', '  interval: 15m\n', '  interval: 15m\r']],
      finds: ['character U+000D (a carriage return without newline) does not belong in a YAML file'],
    },
    {
      title: 'a file that was put together from two',
      create: {
        'podinfo/service-podinfo.yaml':
          '# the service\n\ufeffapiVersion: v1\nkind: Service\nmetadata:\n  name: podinfo\n  namespace: podinfo\n',
      },
      finds: ['character U+FEFF (a byte order mark) does not belong in a YAML file'],
    },
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
