import { mapsIn, overridePolicies, overridersIn } from '../fleet-policies.ts';
import { named, problemOf } from '../named.ts';
import type { Rule } from '../rule.ts';

const override = 'podinfo/overridepolicy-podinfo.yaml';
const plaintext = (path: string, value: string): readonly [string, string, string] => [
  override,
  '        fieldOverrider:\n',
  `        plaintext:\n          - path: ${path}\n            operator: replace\n            value: ${value}\n        fieldOverrider:\n`,
];

/** What an object is known by. */
const identity = /^\/(?:apiVersion|kind|metadata|metadata\/name|metadata\/namespace)$/;

export const identityOverridden: Rule = {
  id: 'fleet/identity-overridden',
  severity: 'error',
  preset: 'recommended',
  since: '0.1.0',
  summary: 'An override changes which object it is.',
  why: `Karmada sends the object under the kind, namespace and name that it has after overrides. With another name on one
member the references of other objects (\`valuesFrom\`, \`sourceRef\`) lead nowhere there, its status belongs to no object of
the control plane, and another namespace is one that the member may not have. An object without \`kind\` cannot be sent
at all (rule 36 of the fleet model).`,
  examples: [
    {
      title: 'a name for one member',
      base: 'fleet',
      replace: [plaintext('/metadata/name', 'podinfo-values')],
      finds: ['OverridePolicy podinfo overrides /metadata/name; expected the object to stay the same'],
    },
    {
      title: 'a whole object',
      base: 'fleet',
      replace: [plaintext("''", '{ kind: ConfigMap }')],
      finds: ['OverridePolicy podinfo overrides the whole object; expected the object to stay the same'],
    },
    {
      title: 'a label',
      base: 'fleet',
      replace: [plaintext('/metadata/labels/reconcile.fluxcd.io~1watch', 'Disabled')],
      finds: [],
    },
  ],
  alone: true,
  *check({ repo }) {
    for (const resource of overridePolicies(repo))
      for (const overriders of overridersIn(resource))
        for (const each of mapsIn(resource, [...overriders, 'plaintext'])) {
          const pointer = resource.text(...each, 'path');
          if (pointer === undefined || (pointer !== '' && !identity.test(pointer))) continue;
          yield problemOf(resource, [...each, 'path'], {
            message: `${named(resource)} overrides ${pointer === '' ? 'the whole object' : pointer}; expected the object to stay the same`,
            help: 'write another object for these clusters and place it there, or override single fields',
          });
        }
  },
};
