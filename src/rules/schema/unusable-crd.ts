import type { Rule } from '../rule.ts';

const path = 'crds/widgets.yaml';

const crd = (type: string): string => `apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata:
  name: widgets.example.com
spec:
  group: example.com
  names:
    kind: Widget
    plural: widgets
  scope: Namespaced
  versions:
    - name: v1
      served: true
      storage: true
      schema:
        openAPIV3Schema:
          type: object
          properties:
            spec:
              type: ${type}
`;

export const unusableCrd: Rule = {
  id: 'schema/unusable-crd',
  severity: 'error',
  preset: 'recommended',
  since: '0.1.0',
  summary: 'A CustomResourceDefinition that the configuration names cannot be used.',
  why: `\`schemas\` in \`.gitops-kit.jsonc\` names files with CustomResourceDefinitions, so that objects of their kinds are
checked as those of Flux and Kubernetes are. A file that is not there, holds no such definition, or holds one whose
schema no API server takes, would leave these objects unchecked without anybody knowing.`,
  examples: [
    {
      title: 'a type that does not exist',
      schemas: ['crds'],
      create: { [path]: crd('map') },
      finds: [
        'CustomResourceDefinition widgets.example.com has type map in its schema; expected array, boolean, integer, number, object or string',
      ],
    },
    {
      title: 'a folder that does not exist',
      schemas: ['crd'],
      create: {
        [path]: crd('object'),
        '.gitops-kit.jsonc': '{ "schemas": ["crd"] }\n',
      },
      finds: ['schemas: no file matches crd'],
    },
    { title: 'a sound definition', schemas: ['crds/**'], create: { [path]: crd('object') }, finds: [] },
  ],
  check: ({ schemas }) => schemas.problems(),
};
