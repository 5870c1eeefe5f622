import { mapsIn, overridePolicies, overridersIn } from '../fleet-policies.ts';
import { named, problemOf } from '../named.ts';
import type { Rule } from '../rule.ts';

const override = 'podinfo/overridepolicy-podinfo.yaml';
const plaintext = (path: string, value: string): readonly [string, string, string] => [
  override,
  '        fieldOverrider:\n',
  `        plaintext:\n          - path: ${path}\n            operator: add\n            value: ${value}\n        fieldOverrider:\n`,
];

/** pkg/resourceinterpreter/default/native/prune: removed from every object after overrides. */
const pruned =
  /^\/(?:status|metadata\/(?:creationTimestamp|deletionTimestamp|deletionGracePeriodSeconds|generation|managedFields|resourceVersion|selfLink|uid|ownerReferences|finalizers))(?:\/|$)/;

export const overridePruned: Rule = {
  id: 'fleet/override-pruned',
  severity: 'warning',
  preset: 'recommended',
  since: '0.1.0',
  summary: 'An override writes a field that Karmada removes afterwards.',
  why: `After all overrides Karmada takes out what belongs to the control plane: \`status\`, and of the metadata \`finalizers\`,
\`ownerReferences\`, \`uid\`, \`resourceVersion\` and their like (rule 41 of the fleet model). What an override writes there
reaches no member.`,
  examples: [
    {
      title: 'a finalizer',
      base: 'fleet',
      replace: [plaintext('/metadata/finalizers', '[example.com/keep]')],
      finds: [
        'OverridePolicy podinfo overrides /metadata/finalizers, which Karmada removes before it sends the object',
      ],
    },
    {
      title: 'a field of its own',
      base: 'fleet',
      replace: [plaintext('/metadata/annotations/example.com~1owners', 'web')],
      finds: [],
    },
  ],
  alone: true,
  *check({ repo }) {
    for (const resource of overridePolicies(repo))
      for (const overriders of overridersIn(resource))
        for (const each of mapsIn(resource, [...overriders, 'plaintext'])) {
          const pointer = resource.text(...each, 'path') ?? '';
          if (!pruned.test(pointer)) continue;
          yield problemOf(resource, [...each, 'path'], {
            message: `${named(resource)} overrides ${pointer}, which Karmada removes before it sends the object`,
            help: 'remove the operation',
          });
        }
  },
};
