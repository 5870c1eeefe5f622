import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { compileRule } from '../../src/schema/cel-compiler.ts';
import type { JsonSchema } from '../../src/schema/json-schema.ts';
import { byPresence } from '../../src/schema/presence.ts';
import { ruleWords } from '../../src/schema/rule-words.ts';
import { documentOf, faults, head, kindsIn, placeOf } from './objects.ts';

/** The rules of all schemas, each once. */
const rules = new Map<string, { readonly message: string | undefined; readonly name: string }>();
for (const { name, place } of kindsIn('flux', 'karmada', 'kubernetes', 'kustomize')) {
  collect(placeOf(place).schema, name);
}

function collect(schema: JsonSchema, name: string): void {
  for (const { rule, message } of schema['x-kubernetes-validations'] ?? [])
    rules.set(rule, { message, name });
  for (const child of Object.values(schema.properties ?? {})) collect(child, name);
  if (typeof schema.additionalProperties === 'object') collect(schema.additionalProperties, name);
  if (schema.items !== undefined) collect(schema.items, name);
}

test('the schemas have rules', () => {
  expect(rules.size).toBeGreaterThan(40);
  expect(documentOf('gitops-kit://schemas/kubernetes/objectmeta.json').type).toBe('object');
});

test.each([...rules.keys()])('%s is CEL that is understood', (rule) => {
  expect(typeof compileRule(rule)).toBe('function');
});

test.each([...rules].filter(([, { name }]) => !name.startsWith('fluxcd.controlplane.io')))(
  '%s has words',
  (rule) => {
    const isPresence = /^(?:[\s()!&|]|has\(self\.\w+\))+$/.test(rule);
    const words = ruleWords(rule);
    expect(isPresence || words !== undefined || /\boldSelf\b/.test(rule)).toBe(true);
  },
);

test('presence decides as CEL does', () => {
  const names = fc.constantFrom('a', 'b', 'c');
  const term = fc.letrec<{ rule: string }>((tie) => ({
    rule: fc.oneof(
      { maxDepth: 4 },
      names.map((name) => `has(self.${name})`),
      tie('rule').map((inner) => `!(${inner})`),
      fc.tuple(tie('rule'), tie('rule')).map(([left, right]) => `${left} && ${right}`),
      fc.tuple(tie('rule'), tie('rule')).map(([left, right]) => `(${left} || ${right})`),
      fc.tuple(tie('rule'), tie('rule')).map(([left, right]) => `${left} || ${right}`),
    ),
  })).rule;
  fc.assert(
    fc.property(term, fc.uniqueArray(names), (rule, present) => {
      const self = Object.fromEntries(present.map((name) => [name, 1]));
      expect(byPresence(rule, self)).toBe(compileRule(rule)({ self }));
    }),
  );
});

test('a rule about values is left to CEL, unless presence decides it', () => {
  const rule = "!has(self.retryInterval) || self.name == 'RetryOnFailure'";
  expect(byPresence(rule, { name: 'x' })).toBe(true);
  expect(byPresence(rule, { retryInterval: '5m' })).toBe(undefined);
  expect(byPresence("self.a == '||' || has(self.b)", { b: 1 })).toBe(true);
  expect(byPresence('has(self.a) ? true : false', { a: 1 })).toBe(undefined);
});

test('patterns take linear time', () => {
  const self = `${'a'.repeat(50_000)}!`;
  expect(compileRule("self.matches('^(a+)+$')")({ self })).toBe(false);
});

describe('what is broken', () => {
  const messages = (text: string): string[] => faults(text).map(({ kind, message }) => `${kind}: ${message}`);
  test.each([
    [
      'a default is filled in first',
      `${head('source.toolkit.fluxcd.io/v1', 'Bucket')}spec:\n  bucketName: a\n  endpoint: b\n  interval: 5m\n  serviceAccountName: c\n`,
      ['rule-broken: Bucket podinfo has spec.serviceAccountName with a provider that takes none'],
    ],
    [
      'a rule of an entry of a list',
      `${head('fluxcd.controlplane.io/v1', 'ResourceSet')}spec:\n  resources: []\n  inputsFrom:\n    - kind: ResourceSetInputProvider\n`,
      [
        'rule-broken: ResourceSet podinfo has none of name or selector in spec.inputsFrom[0]; expected exactly one of them',
      ],
    ],
    [
      'a field that was misspelt is not asked for again',
      `${head('helm.toolkit.fluxcd.io/v2', 'HelmRelease')}spec:\n  interval: 5m\n  chartref:\n    kind: OCIRepository\n    name: a\n`,
      ['unknown-field: HelmRelease podinfo has unknown field spec.chartref; did you mean chartRef?'],
    ],
    [
      'nothing, where a variable may put it right',
      `${head('source.toolkit.fluxcd.io/v1', 'GitRepository')}spec:\n  url: https://example.com\n  interval: 5m\n  provider: \${provider}\n  serviceAccountName: c\n`,
      [],
    ],
    [
      'presence, though values elsewhere are variables',
      `${head('helm.toolkit.fluxcd.io/v2', 'HelmRelease')}spec:\n  interval: \${interval}\n  values:\n    a: \${b}\n`,
      [
        'rule-broken: HelmRelease podinfo has none of chart or chartRef in spec; expected exactly one of them',
      ],
    ],
  ] as const)('%s', (_, text, expected) => {
    expect(messages(text)).toEqual(expected);
  });
});
