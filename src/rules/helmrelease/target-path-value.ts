import type { Reference } from '../../model/references.ts';
import { isEncrypted, type Resource } from '../../model/resource.ts';
import { hasVariable } from '../../model/substitution.ts';
import { declaredHere, named, problemOf } from '../named.ts';
import type { Rule } from '../rule.ts';

const file = 'podinfo/helmrelease-podinfo.yaml';
const config = 'podinfo/configmap-podinfo-helm-chart-value-overrides.yaml';
const reads = (more = ''): readonly [string, string, string] => [
  file,
  '      valuesKey: values.yaml # the default, explicit for clarity\n',
  `      valuesKey: values.yaml
    - kind: ConfigMap
      name: podinfo-helm-chart-value-overrides
      valuesKey: message
      targetPath: ui.message
${more}`,
];
const message = (value: string): readonly [string, string, string] => [
  config,
  '\ndata:\n',
  `\ndata:\n  message: ${value}\n`,
];

export const targetPathValue: Rule = {
  id: 'helmrelease/target-path-value',
  severity: 'warning',
  preset: 'recommended',
  since: '0.1.0',
  summary: 'A value that goes to one path of the values will not arrive as it is written.',
  why: `With \`targetPath\` Flux reads the value as \`helm --set\` does: a comma ends it, and what follows is another assignment,
which mostly fails. A newline at its end, as a block text has one, becomes part of the value, and then of a password or
an address. A backslash before the comma, or from Flux 2.9 on \`literal: true\`, keeps it; quotes inside the value make it a
text, and do not keep a comma.`,
  examples: [
    {
      title: 'a comma',
      replace: [reads(), message('hello, world')],
      finds: [
        'key message of ConfigMap podinfo-helm-chart-value-overrides has a comma, which ends the value for ui.message',
      ],
    },
    {
      title: 'a newline at the end',
      replace: [reads(), message('|\n    hello')],
      finds: [
        'key message of ConfigMap podinfo-helm-chart-value-overrides ends in a newline, which becomes part of the value of ui.message',
      ],
    },
    {
      title: 'a comma in quotes inside the value',
      replace: [reads(), message(`"'hello, world'"`)],
      finds: [
        'key message of ConfigMap podinfo-helm-chart-value-overrides has a comma, which ends the value for ui.message',
      ],
    },
    { title: 'a comma behind a backslash', replace: [reads(), message(`hello\\, world`)], finds: [] },
    { title: 'a literal', replace: [reads('      literal: true\n'), message('hello, world')], finds: [] },
    { title: 'a list', replace: [reads(), message('"{hello,world}"')], finds: [] },
  ],
  *check({ repo }) {
    for (const view of repo.views) {
      for (const reference of view.references) {
        const { role, kind, namespace, name, key, from, path } = reference;
        const found = role === 'values' ? view.find(kind, namespace, name) : undefined;
        const target = from.text(...path.slice(0, -1), 'targetPath');
        if (found === undefined || key === undefined || target === undefined || isLiteral(reference))
          continue;
        const field = found.kind === 'Secret' ? 'stringData' : 'data';
        const flaw = isEncrypted(found) ? undefined : flawOf(found, [field, key], target);
        if (flaw === undefined) continue;
        yield problemOf(found, [field, key], {
          message: `key ${key} of ${named(found)} ${flaw.says}`,
          help: flaw.help,
          related: [declaredHere(from)],
        });
      }
    }
  },
};

function isLiteral({ from, path }: Reference): boolean {
  return from.get(...path.slice(0, -1), 'literal') === true;
}

function flawOf(resource: Resource, path: readonly string[], target: string) {
  const value = resource.text(...path);
  if (value === undefined || hasVariable(value)) return undefined;
  // A text of several lines is meant to end as lines do.
  if (/^[^\n]*\n$/.test(value)) {
    return {
      says: `ends in a newline, which becomes part of the value of ${target}`,
      help: 'write it on one line, or as a block with |-',
    };
  }
  // In braces the value is a list. Quotes do not help (fixtures/vectors/values).
  if (/^\{[\s\S]*\}$/.test(value) || !/(?:^|[^\\]),/.test(value)) return undefined;
  return {
    says: `has a comma, which ends the value for ${target}`,
    help: 'write \\, for the comma, or literal: true beside targetPath (Flux 2.9)',
  };
}
