import { fileName, join, rootFolders } from '../../model/layout.ts';
import { dangling } from '../dangling.ts';
import type { Rule } from '../rule.ts';

const kustomization = 'flux-system/kustomizations/kustomization-podinfo.yaml';

export const targetNamespaceMissing: Rule = {
  id: 'kustomization/target-namespace-missing',
  severity: 'error',
  preset: 'recommended',
  since: '0.1.0',
  summary: 'A Kustomization puts its objects into a namespace that does not exist.',
  why: `\`targetNamespace\` writes the namespace of every object of the path. Flux does not make it: where it is not there the
objects are refused, and the Kustomization fails. Declare it in \`namespaces/\`, or name it under \`externals\` in
.gitops-kit.jsonc.`,
  examples: [
    {
      title: 'a slip in the namespace',
      create: {
        'cache/service-cache.yaml':
          'apiVersion: v1\nkind: Service\nmetadata:\n  name: cache\nspec:\n  ports:\n    - port: 6379\n',
        'flux-system/kustomizations/kustomization-cache.yaml': `apiVersion: kustomize.toolkit.fluxcd.io/v1
kind: Kustomization
metadata:
  name: cache
  namespace: flux-system
spec:
  interval: 15m
  retryInterval: 2m
  path: ./cache
  prune: true
  targetNamespace: rediss
  sourceRef:
    kind: GitRepository
    name: flux-system
`,
      },
      finds: [
        'Kustomization cache puts its objects into Namespace rediss, which does not exist; did you mean redis?',
      ],
    },
    {
      title: 'the namespace of the app',
      replace: [[kustomization, '  prune: true', '  targetNamespace: podinfo\n  prune: true']],
      finds: [],
    },
  ],
  *check({ repo }) {
    for (const view of repo.views) {
      for (const reference of view.references) {
        const { role, from, name } = reference;
        if (role !== 'namespace' || from.kind !== 'Kustomization') continue;
        if (view.buildOf(from) === undefined || from.get('spec', 'kubeConfig') !== undefined) continue;
        const problem = dangling({ repo, view }, reference, {
          verb: 'puts its objects into',
          help: `add ${join(repo.layout.root?.path ?? '', rootFolders.Namespace, fileName('Namespace', name))}`,
          elsewhere: () => '',
        });
        if (problem !== undefined) yield problem;
      }
    }
  },
};
