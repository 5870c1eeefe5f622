import type { Rule } from '../rule.ts';
import { schemaFaults } from '../schema-faults.ts';

const kustomization = 'flux-system/kustomizations/kustomization-podinfo.yaml';

export const missingField: Rule = {
  id: 'schema/missing-field',
  severity: 'error',
  preset: 'recommended',
  since: '0.1.0',
  summary: 'An object lacks a field that its API requires.',
  why: `The API server refuses the object, and Flux with it everything that the same Kustomization applies. Fields for
which the API has a default are never asked for, and neither is what a patch of a kustomization.yaml or of a
Kustomization may add.`,
  examples: [
    {
      title: 'a Kustomization that does not say whether it prunes',
      replace: [[kustomization, '  prune: true # remove what is later removed from the path\n', '']],
      finds: ['Kustomization podinfo has no spec.prune, which its API requires'],
    },
    {
      title: 'a key without value',
      replace: [[kustomization, 'prune: true #', 'prune: #']],
      finds: ['Kustomization podinfo has no spec.prune, which its API requires'],
    },
    {
      title: 'a port without number',
      create: {
        'podinfo/service-podinfo.yaml':
          'apiVersion: v1\nkind: Service\nmetadata:\n  name: podinfo\n  namespace: podinfo\nspec:\n  ports:\n    - name: http\n',
      },
      finds: ['Service podinfo has no spec.ports[0].port, which Kubernetes requires'],
    },
    {
      title: 'a field that may be left out',
      replace: [[kustomization, '  dependsOn:\n    - name: redis\n', '']],
      finds: [],
    },
  ],
  alone: true,
  check: (context) => schemaFaults(context, 'missing-field'),
};
