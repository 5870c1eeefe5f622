import type { Rule } from '../rule.ts';
import { schemaFaults } from '../schema-faults.ts';

const kustomization = 'flux-system/kustomizations/kustomization-podinfo.yaml';

const service = (port: string): Readonly<Record<string, string>> => ({
  'podinfo/service-podinfo.yaml': `apiVersion: v1\nkind: Service\nmetadata:\n  name: podinfo\n  namespace: podinfo\nspec:\n  ports:\n    - port: ${port}\n`,
});

export const wrongType: Rule = {
  id: 'schema/wrong-type',
  severity: 'error',
  preset: 'recommended',
  since: '0.1.0',
  summary: 'A value is of another type than its API takes.',
  why: `A text is no number and a number no text: the API server refuses the object, and Flux with it everything that
the same Kustomization applies. In YAML quotes make the difference: \`"80"\` is a text, \`80\` a number, and \`yes\` is a
text to a Flux Kustomization. A value with a variable (\`\${replicas}\`) is not judged: what it becomes is known only in
the cluster.`,
  examples: [
    {
      title: 'a quoted true',
      replace: [[kustomization, 'prune: true #', 'prune: "true" #']],
      finds: ['Kustomization podinfo has spec.prune "true", a text; expected true or false'],
    },
    {
      title: 'a yes',
      replace: [[kustomization, 'prune: true #', 'prune: yes #']],
      finds: ['Kustomization podinfo has spec.prune yes, a text; expected true or false'],
    },
    {
      title: 'a quoted port',
      create: service('"80"'),
      finds: ['Service podinfo has spec.ports[0].port "80", a text; expected a whole number'],
    },
    {
      title: 'a number among the data of a ConfigMap',
      create: {
        'podinfo/configmap-podinfo-colours.yaml':
          'apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: podinfo-colours\n  namespace: podinfo\ndata:\n  replicas: 3\n',
      },
      finds: ['ConfigMap podinfo-colours has data.replicas 3, a whole number; expected a text'],
    },
    {
      title: 'an object where a list belongs',
      replace: [[kustomization, '  dependsOn:\n    - name: redis\n', '  dependsOn:\n    name: redis\n']],
      finds: ['Kustomization podinfo has an object in spec.dependsOn; expected a list'],
    },
    { title: 'a port', create: service('80'), finds: [] },
    { title: 'a variable', create: service(`\${port}`), finds: [] },
  ],
  alone: true,
  check: (context) => schemaFaults(context, 'wrong-type'),
};
