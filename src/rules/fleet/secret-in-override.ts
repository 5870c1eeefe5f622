import type { Problem } from '../../core/finding.ts';
import { rangeOf } from '../../core/text.ts';
import type { Resource } from '../../model/resource.ts';
import { hasVariable } from '../../model/substitution.ts';
import { nodeAt } from '../../yaml/locate.ts';
import type { Path, YamlNode } from '../../yaml/node.ts';
import { credentialsIn, isCredential } from '../credentials.ts';
import { mapsIn, overridePolicies, overridersIn } from '../fleet-policies.ts';
import { named, problemOf } from '../named.ts';
import type { Rule } from '../rule.ts';

const override = 'podinfo/overridepolicy-podinfo.yaml';
const operation = (path: string, value: string): readonly [string, string, string] => [
  override,
  '                value: 3\n',
  `                value: 3\n              - subPath: ${path}\n                operator: add\n                value: ${value}\n`,
];

export const secretInOverride: Rule = {
  id: 'fleet/secret-in-override',
  severity: 'warning',
  preset: 'recommended',
  since: '0.1.0',
  summary: 'A password or token stands in an override.',
  why: `An override policy is no Secret: who may read policies reads what it writes. Karmada also notes all that was
overridden in the annotation \`policy.karmada.io/applied-overrides\` of the Work, so that the credential stands on the control
plane once more for each member. Keep it in a Secret that is encrypted in git and placed like the app, and let the
chart read that. What is found is never printed.`,
  examples: [
    {
      title: 'a password for one member',
      base: 'fleet',
      replace: [operation('/ui/password', 'correct-horse')],
      finds: ['OverridePolicy podinfo holds /ui/password in the open; expected it in a Secret'],
    },
    {
      title: 'a password inside of a value',
      base: 'fleet',
      replace: [operation('/mail', '{ user: podinfo, password: correct-horse }')],
      finds: ['OverridePolicy podinfo holds /mail/password in the open; expected it in a Secret'],
    },
    {
      title: 'the name of a Secret',
      base: 'fleet',
      replace: [operation('/ui/existingSecret', 'podinfo-cache')],
      finds: [],
    },
  ],
  alone: true,
  *check({ repo }) {
    for (const resource of overridePolicies(repo))
      for (const overriders of overridersIn(resource)) {
        for (const each of mapsIn(resource, [...overriders, 'plaintext']))
          yield* ofOperation(resource, each, 'path');
        for (const field of mapsIn(resource, [...overriders, 'fieldOverrider']))
          for (const form of ['yaml', 'json'])
            for (const each of mapsIn(resource, [...field, form]))
              yield* ofOperation(resource, each, 'subPath');
      }
  },
};

function* ofOperation(resource: Resource, path: Path, field: string): Iterable<Problem> {
  const pointer = resource.text(...path, field) ?? '';
  const value = nodeAt(resource.node, [...path, 'value']);
  if (value === undefined) return;
  if (value.kind === 'scalar') {
    if (isSecret(pointer, value)) yield found(resource, [...path, 'value'], pointer);
    return;
  }
  for (const { key, field: inner } of credentialsIn(value))
    yield {
      ...found(resource, [...path, 'value'], `${pointer}/${inner.replaceAll('.', '/')}`),
      at: { file: resource.file, range: rangeOf(key) },
    };
}

function isSecret(pointer: string, value: YamlNode & { readonly kind: 'scalar' }): boolean {
  const key = pointer.slice(pointer.lastIndexOf('/') + 1);
  return !hasVariable(value.text) && isCredential(key, value);
}

function found(resource: Resource, path: Path, pointer: string): Problem {
  return problemOf(resource, path, {
    hidden: true,
    message: `${named(resource)} holds ${pointer} in the open; expected it in a Secret`,
    help: 'put it into a Secret that is encrypted and placed like the app; then change the credential, since Git keeps the old text',
  });
}
