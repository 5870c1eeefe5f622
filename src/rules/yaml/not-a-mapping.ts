import type { Rule } from '../rule.ts';
import { yamlRule } from '../yaml-rule.ts';

export const notAMapping: Rule = yamlRule('not-a-mapping', {
  severity: 'error',
  summary: 'A document is a list or a plain value, not an object.',
  why: `Every file below a Kustomization that has no kustomization.yaml is taken for a manifest. A list of
values, a settings file or a line of text is none, and one of them stops everything below the path.`,
  help: 'move the file out of the path, or name it in .sourceignore',
  examples: [
    {
      title: 'a list among the manifests',
      create: { 'podinfo/hosts.yaml': '- podinfo.example.com\n' },
      finds: ['the document is a list, not a mapping'],
    },
    {
      title: 'a text that is no YAML file',
      create: { 'podinfo/hosts.txt': '- podinfo.example.com\n' },
      finds: [],
    },
  ],
});
