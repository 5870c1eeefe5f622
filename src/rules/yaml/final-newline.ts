import type { Rule } from '../rule.ts';
import { isFinalNewline, yamlRule } from '../yaml-rule.ts';

const namespace = 'flux-system/namespaces/namespace-podinfo.yaml';
const start = '  name: podinfo\n';

const ambiguous = yamlRule('ambiguous-scalar', {
  severity: 'info',
  summary: 'A file ends inside a block text, without a newline.',
  why: `kubectl adds the newline to the text, kustomize, with which Flux builds, does not. Few programs mind, and what Flux
applies does not change; but whoever compares the two, or adds a line to the file, meets the difference.`,
  help: 'end the file with a newline',
  only: isFinalNewline,
  repair: {
    safe: 'A Flux Kustomization applies the block without the newline already: the header comes to say so.',
  },
  examples: [
    {
      title: 'a description at the end of a file',
      replace: [
        [namespace, start, `${start}  annotations:\n    example.com/about: |\n      the podinfo demo`],
      ],
      finds: [
        'the file ends without a newline inside a text: kubectl adds one to it, a Flux Kustomization does not',
      ],
    },
    {
      title: 'the same with a newline',
      replace: [
        [namespace, start, `${start}  annotations:\n    example.com/about: |\n      the podinfo demo\n`],
      ],
      finds: [],
    },
  ],
});

export const finalNewline: Rule = { ...ambiguous, id: 'yaml/final-newline', preset: 'strict' };
