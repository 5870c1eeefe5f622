import { baseName } from '../../model/layout.ts';
import type { Rule } from '../rule.ts';
import { yamlRule } from '../yaml-rule.ts';

export const noObject: Rule = yamlRule('no-object', {
  severity: 'warning',
  summary: 'A file holds no Kubernetes object.',
  why: `An empty file, or one of comments only, applies nothing; often it is what is left of an object that
somebody commented out. Its name says that something is there.`,
  help: 'remove the file, or put its object back',
  // What bootstrap writes is often there before it, with a comment that says so.
  only: (_, file) => !baseName(file).startsWith('gotk-'),
  examples: [
    {
      title: 'an object commented out',
      create: { 'podinfo/service-podinfo.yaml': '# apiVersion: v1\n# kind: Service\n' },
      finds: ['the file holds no Kubernetes object'],
    },
    { title: 'a file that is no YAML', create: { 'podinfo/README.md': '# podinfo\n' }, finds: [] },
    {
      title: 'a file that bootstrap is going to write',
      create: { 'flux-system/flux-system/gotk-sync.yaml': '# written by flux bootstrap\n' },
      finds: [],
    },
  ],
});
