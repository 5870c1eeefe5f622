import { withoutDirective } from '../../yaml/repairs.ts';
import type { Rule } from '../rule.ts';
import { repairBy, yamlRule } from '../yaml-rule.ts';

export const directive: Rule = yamlRule('directive', {
  severity: 'error',
  summary: 'A file begins with a YAML directive.',
  why: `kubectl refuses files with \`%YAML\` or \`%TAG\`, and some tools change how they read the rest of the file.
No manifest needs one.`,
  help: 'remove the line',
  repair: {
    safe: 'Both readers take the file for the YAML that they read anyway: the line says nothing to them.',
  },
  repairOf: (text) => repairBy(withoutDirective(text), { title: 'remove the directive', safety: 'safe' }),
  examples: [
    {
      title: 'a version directive',
      replace: [
        [
          'flux-system/namespaces/namespace-podinfo.yaml',
          'apiVersion: v1\n',
          '%YAML 1.1\n---\napiVersion: v1\n',
        ],
      ],
      finds: ['directive %YAML 1.1 is refused by Kubernetes'],
    },
    {
      title: 'a separator alone',
      replace: [
        ['flux-system/namespaces/namespace-podinfo.yaml', 'apiVersion: v1\n', '---\napiVersion: v1\n'],
      ],
      finds: [],
    },
  ],
});
