import type { Rule } from '../rule.ts';
import { isRefused } from '../schema-faults.ts';
import { yamlRule } from '../yaml-rule.ts';

const release = 'podinfo/helmrelease-podinfo.yaml';
const values = (limit: string): [string, string, string] => [
  release,
  '  interval: 15m\n',
  `  interval: 15m\n  values:\n    cache:\n      limit: ${limit}\n`,
];

export const unwritableNumber: Rule = yamlRule('unwritable-number', {
  severity: 'error',
  summary: 'A number is one that JSON does not have.',
  why: `YAML has \`.inf\` and \`.nan\`. What goes to an API server is JSON, which has neither: kubectl and Flux end with
\`json: unsupported value\`, and the object is not applied, nor is what is applied together with it.`,
  help: 'write a number, or put it in quotes if it is text',
  only: (problem, file, context) => !isRefused(context, { file, range: problem.range }),
  examples: [
    {
      title: 'no limit',
      replace: [values('.inf')],
      finds: ['.inf is no number that Kubernetes can hold'],
    },
    {
      title: 'no number at all',
      replace: [values('.nan')],
      finds: ['.nan is no number that Kubernetes can hold'],
    },
    {
      title: 'the same as text',
      replace: [values('".inf"')],
      finds: [],
    },
  ],
});
