import { named } from '../named.ts';
import type { Rule } from '../rule.ts';
import { substitutions } from '../variables.ts';

const kustomization = 'flux-system/kustomizations/kustomization-podinfo.yaml';

export const invalidName: Rule = {
  id: 'substitution/invalid-name',
  severity: 'error',
  preset: 'recommended',
  since: '0.1.0',
  summary: 'A variable has a name that Flux does not take.',
  why: `The name of a variable is made of letters, digits and \`_\`, and does not begin with a digit. Flux checks every variable it is
given, used or not, the keys of ConfigMaps and Secrets under \`substituteFrom\` included: one that does not fit
(\`my-domain\`, \`values.yaml\`) fails the whole Kustomization.`,
  examples: [
    {
      title: 'a hyphen',
      replace: [
        [
          kustomization,
          '  prune: true',
          '  postBuild:\n    substitute:\n      my-domain: example.com\n  prune: true',
        ],
      ],
      finds: [
        'Kustomization podinfo has variable my-domain; expected letters, digits and _, such as my_domain',
      ],
    },
    {
      title: 'a key of a ConfigMap',
      replace: [
        [
          kustomization,
          '  prune: true',
          '  postBuild:\n    substituteFrom:\n      - kind: ConfigMap\n        name: cluster\n  prune: true',
        ],
      ],
      create: {
        'flux-system/configmap-cluster.yaml':
          'apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: cluster\n  namespace: flux-system\n  labels:\n    reconcile.fluxcd.io/watch: Enabled\ndata:\n  domain.name: example.com\n',
      },
      finds: [
        'ConfigMap cluster has key domain.name, which Kustomization podinfo takes for a variable; expected letters, digits and _, such as domain_name',
      ],
    },
    {
      title: 'letters, digits and _',
      replace: [
        [
          kustomization,
          '  prune: true',
          '  postBuild:\n    substitute:\n      _domain2: example.com\n  prune: true',
        ],
      ],
      finds: [],
    },
  ],
  *check({ repo }) {
    for (const { kustomization, variables } of substitutions(repo)) {
      for (const { name, from, path } of variables.values()) {
        if (/^[_A-Za-z][_A-Za-z0-9]*$/.test(name)) continue;
        const right = name.replace(/[^_A-Za-z0-9]+/g, '_').replace(/^(?=[0-9])/, '_');
        const says =
          from === kustomization
            ? `${named(from)} has variable ${name}`
            : `${named(from)} has key ${name}, which ${named(kustomization)} takes for a variable`;
        yield {
          at: from.keyAt(...path),
          object: from.object,
          message: `${says}; expected letters, digits and _, such as ${right}`,
          help: `rename it to ${right} here and where it is used`,
          ...(from === kustomization
            ? {}
            : {
                related: [
                  {
                    at: kustomization.keyAt('spec', 'postBuild', 'substituteFrom'),
                    message: `${named(kustomization)} reads it here`,
                  },
                ],
              }),
        };
      }
    }
  },
};
