import { describe, expect, test } from 'vitest';
import { filesOf } from '../../src/core/change.ts';
import { packagedSchemas } from '../../src/io/assets.ts';
import { defaultSettings } from '../../src/model/config.ts';
import { readRepo } from '../../src/model/read-repo.ts';
import { apiSchemas } from '../../src/schema/api-schemas.ts';
import { lint } from '../support/golden.ts';

const crd = (schema: string, name = 'Widget'): string => `apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata:
  name: ${name.toLowerCase()}s.example.com
spec:
  group: example.com
  names: { kind: ${name}, plural: ${name.toLowerCase()}s }
  scope: Namespaced
  versions:
    - name: v1
      served: true
      storage: true
      schema:
        openAPIV3Schema: ${schema}
`;

const widget = (spec: string): string =>
  `apiVersion: example.com/v1\nkind: Widget\nmetadata:\n  name: podinfo\n  namespace: podinfo\nspec: ${spec}\n`;

/** The findings of schema/* on a Widget whose spec has this schema. */
function findings(schema: string, spec: string): string[] {
  const files = filesOf({
    'crds/widget.yaml': crd(`{ type: object, properties: { spec: ${schema} } }`),
    'app/widget.yaml': widget(spec),
  });
  const { findings, failures } = lint(files, { schemas: ['crds'] });
  expect(failures).toEqual([]);
  return findings.filter(({ rule }) => rule.startsWith('schema/')).map(({ message }) => message);
}

describe('an object of a kind that the configuration declares', () => {
  test.each([
    [
      'a field that is pruned',
      '{ type: object, properties: { size: { type: integer } } }',
      '{ siz: 3 }',
      ['Widget podinfo has unknown field spec.siz; did you mean size?'],
    ],
    [
      'fields that are kept',
      '{ type: object, x-kubernetes-preserve-unknown-fields: true }',
      '{ any: 3 }',
      [],
    ],
    [
      'a map',
      '{ type: object, additionalProperties: { type: integer } }',
      '{ any: 3, other: "4" }',
      ['Widget podinfo has spec.other "4", a text; expected a whole number'],
    ],
    [
      'null where it may stand',
      '{ type: object, required: [a], properties: { a: { type: string, nullable: true } } }',
      '{ a: null }',
      [],
    ],
    [
      'null where it may not',
      '{ type: object, required: [a], properties: { a: { type: string } } }',
      '{ a: null }',
      ['Widget podinfo has no spec.a, which its API requires'],
    ],
    [
      'a port by name or number',
      '{ type: object, properties: { a: { x-kubernetes-int-or-string: true }, b: { x-kubernetes-int-or-string: true } } }',
      '{ a: 80, b: http }',
      [],
    ],
    [
      'no port',
      '{ type: object, properties: { a: { x-kubernetes-int-or-string: true } } }',
      '{ a: true }',
      ['Widget podinfo has spec.a true, a boolean; expected a whole number or a text'],
    ],
    [
      'an object inside',
      '{ type: object, x-kubernetes-embedded-resource: true, properties: { spec: { type: object } } }',
      '{ apiVersion: v1, kind: Pod, metadata: { name: a }, spec: {} }',
      [],
    ],
    [
      'a limit that does not count itself',
      '{ type: object, properties: { a: { type: integer, minimum: 0, exclusiveMinimum: true } } }',
      '{ a: 0 }',
      ['Widget podinfo has spec.a 0; expected more than 0'],
    ],
    [
      'alternatives',
      '{ type: object, properties: { a: {type: string}, b: {type: string} }, oneOf: [{ required: [a] }, { required: [b] }] }',
      '{ a: x, b: y }',
      ['Widget podinfo has a and b in spec; expected exactly one of them'],
    ],
    [
      'a rule in CEL',
      '{ type: object, properties: { min: {type: integer}, max: {type: integer} }, x-kubernetes-validations: [{ rule: "self.min <= self.max", message: "min must not exceed max" }] }',
      '{ min: 3, max: 2 }',
      ['Widget podinfo breaks a rule of its API in spec: min must not exceed max'],
    ],
    [
      'a rule that cannot be evaluated here',
      '{ type: object, x-kubernetes-validations: [{ rule: "quantity(self.a).isGreaterThan(3)" }] }',
      '{}',
      [],
    ],
    [
      'a pattern that would take forever',
      '{ type: object, properties: { a: { type: string, pattern: "^(a+)+$" } } }',
      `{ a: ${'a'.repeat(40)}! }`,
      [`Widget podinfo has spec.a ${'a'.repeat(40)}!; expected a text of the form ^(a+)+$`],
    ],
    [
      'a default',
      '{ type: object, required: [a], properties: { a: { type: string, default: x } } }',
      '{}',
      [],
    ],
  ] as const)('%s', (_, schema, spec, expected) => {
    expect(findings(schema, spec)).toEqual(expected);
  });

  test('without the setting it is counted as not checked', () => {
    const report = lint(filesOf({ 'app/widget.yaml': widget('{ siz: 3 }') }));
    expect(report.counts.unchecked).toEqual({ objects: 1, kinds: 1 });
  });
});

describe('a definition that cannot be used', () => {
  const problems = (texts: Readonly<Record<string, string>>, schemas: readonly string[]): string[] => {
    const repo = readRepo(filesOf(texts), { ...defaultSettings, schemas });
    const found = apiSchemas(packagedSchemas, repo).problems();
    return found.map(({ at, message }) => {
      const text = texts[at.file] ?? '';
      return `${at.file}: ${text.slice(at.range.start, at.range.end).split('\n')[0]}: ${message}`;
    });
  };

  test.each([
    [
      'a pattern',
      '{ type: object, properties: { a: { type: string, pattern: "(?=b)" } } }',
      /^a\.yaml: "\(\?=b\)": .* has a pattern in its schema that does not compile: /,
    ],
    [
      'a reference',
      '{ type: object, properties: { a: { $ref: "#/b" } } }',
      /^a\.yaml: "#\/b": .* has \$ref in its schema/,
    ],
    [
      'properties',
      '{ type: object, properties: [a] }',
      /^a\.yaml: \[a\]: .* has properties in its schema that are no object/,
    ],
    [
      'what only the compiler sees',
      '{ type: object, properties: { spec: { type: string, minLength: -1 } } }',
      /has a schema that does not compile: .*minLength/,
    ],
  ] as const)('%s is named with its place', (_, schema, expected) => {
    const [first, ...others] = problems({ 'a.yaml': crd(schema), 'w.yaml': widget('x') }, ['a.yaml']);
    expect(first).toMatch(expected);
    expect(others).toEqual([]);
  });

  test('an old version of the definition, text that is no YAML, and a file without definitions', () => {
    const texts = {
      'old.yaml': crd('{}').replace('apiextensions.k8s.io/v1', 'apiextensions.k8s.io/v1beta1'),
      'broken.yaml': 'a: "b\n',
      'none.yaml': 'a: b\n',
    };
    expect(problems(texts, ['old.yaml', 'broken.yaml', 'none.yaml'])).toEqual([
      'old.yaml: apiextensions.k8s.io/v1beta1: CustomResourceDefinition widgets.example.com is of apiextensions.k8s.io/v1beta1; expected apiextensions.k8s.io/v1',
      'broken.yaml: "b: this file of the configuration\'s schemas cannot be read: a quote that is never closed',
      '.gitops-kit.jsonc: : schemas: none.yaml holds no CustomResourceDefinition',
    ]);
  });

  test('leaves the other definitions of the file in force', () => {
    const schema = '{ type: object, properties: { spec: { type: string } } }';
    const texts = {
      'a.yaml': `${crd('{ type: map }', 'Gadget')}---\n${crd(schema)}`,
      'w.yaml': widget('3'),
    };
    const messages = lint(filesOf(texts), { schemas: ['*.yaml'] }).findings.map(({ message }) => message);
    expect(messages).toContain('Widget podinfo has spec 3, a whole number; expected a text');
    expect(messages.filter((message) => message.includes('type map'))).toHaveLength(1);
  });
});

test('ajv and the compiler are loaded only where the configuration names definitions', () => {
  const asked: string[] = [];
  const source = {
    ...packagedSchemas,
    compiler: () => {
      asked.push('compiler');
      return packagedSchemas.compiler();
    },
  };
  const repo = readRepo(filesOf({ 'crds/a.yaml': crd('{ type: object }') }), defaultSettings);
  apiSchemas(source, repo).problems();
  expect(asked).toEqual([]);
  apiSchemas(source, { ...repo, settings: { ...defaultSettings, schemas: ['crds'] } }).problems();
  expect(asked).toContain('compiler');
});
