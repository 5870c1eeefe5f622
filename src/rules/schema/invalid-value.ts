import type { Rule } from '../rule.ts';
import { schemaFaults } from '../schema-faults.ts';

const release = 'podinfo/helmrelease-podinfo.yaml';
const repository = 'flux-system/helmrepositories/helmrepository-podinfo.yaml';

export const invalidValue: Rule = {
  id: 'schema/invalid-value',
  severity: 'error',
  preset: 'recommended',
  since: '0.1.0',
  summary: 'A value is none of those that its API takes.',
  why: `The API names the values of a field, or their form, and the API server refuses an object with any other; Flux
then applies nothing of the same Kustomization. A value with a variable (\`\${strategy}\`) is not judged. Durations,
and the kinds that a source reference may name, have rules of their own.`,
  examples: [
    {
      title: 'a slip in one of several words',
      replace: [[release, '  install:\n', '  install:\n    crds: CreateReplac\n']],
      finds: [
        'HelmRelease podinfo has spec.install.crds CreateReplac; expected Skip, Create or CreateReplace; did you mean CreateReplace?',
      ],
    },
    {
      title: 'a values key that no ConfigMap can have',
      replace: [
        [
          release,
          '      valuesKey: values.yaml #',
          '      targetPath: "image tag"\n      valuesKey: values.yaml #',
        ],
      ],
      finds: [
        'HelmRelease podinfo has spec.valuesFrom[0].targetPath "image tag"; expected a path such as image.tag or hosts[0].name',
      ],
    },
    {
      title: 'a word with other capitals',
      create: {
        'podinfo/service-podinfo.yaml':
          'apiVersion: v1\nkind: Service\nmetadata:\n  name: podinfo\n  namespace: podinfo\nspec:\n  type: Loadbalancer\n  ports:\n    - port: 80\n',
      },
      finds: [
        'Service podinfo has spec.type Loadbalancer; expected ClusterIP, ExternalName, LoadBalancer or NodePort; did you mean LoadBalancer?',
      ],
    },
    {
      title: 'one of the values',
      replace: [[release, '  upgrade:\n', '  upgrade:\n    crds: CreateReplace\n']],
      finds: [],
    },
    {
      title: 'a variable',
      replace: [[repository, '  interval: 15m', `  type: \${type}\n  interval: 15m`]],
      finds: [],
    },
  ],
  alone: true,
  check: (context) => schemaFaults(context, 'invalid-value'),
};
