import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { applyOverriders } from '../../src/fleet/apply-overriders.ts';
import { withEntry } from '../../src/fleet/data-form.ts';
import type { DataMap } from '../../src/fleet/policy.ts';
import { toData } from '../../src/yaml/data.ts';
import type { Data } from '../../src/yaml/node.ts';
import { readYaml } from '../../src/yaml/read.ts';
import { isList, isMap } from '../../src/yaml/render.ts';

/** The mappings of a text, one a document. */
function objects(text: string): DataMap[] {
  return readYaml(text).documents.flatMap(({ root }) => {
    const data = root === undefined ? null : toData(root, 'kubectl');
    return isMap(data) ? [data] : [];
  });
}

function object(text: string): DataMap {
  return objects(text)[0] ?? {};
}

function at(data: Data, ...path: (string | number)[]): Data {
  return path.reduce<Data>((found, step) => {
    if (isList(found)) return found[Number(step)] ?? null;
    return isMap(found) ? (found[String(step)] ?? null) : null;
  }, data);
}

function map(data: Data): DataMap {
  return isMap(data) ? data : {};
}

/** What the overriders make of an object; on an error its words. */
function after(start: DataMap, overriders: string): DataMap | string {
  const result = applyOverriders(start, object(overriders));
  return 'error' in result ? result.error : result.object;
}

const vector = (path: string): DataMap[] =>
  objects(readFileSync(new URL(`../../fixtures/vectors/karmada/${path}`, import.meta.url), 'utf8'));
const named = (list: readonly DataMap[], kind: string, name?: string): DataMap =>
  list.find(
    (each) => each['kind'] === kind && (name === undefined || at(each, 'metadata', 'name') === name),
  ) ?? {};
const overridersOf = (policy: DataMap, rule: number): DataMap =>
  map(at(policy, 'spec', 'overrideRules', rule, 'overriders'));

describe('recorded overrides', () => {
  test.each([
    ['rule 38', '06-field-overrider-patches-values-yaml', 'ConfigMap'],
    ['rule 39 and rule 40', '16-image-command-args', 'Deployment'],
  ])('%s: %s', (_, folder, kind) => {
    const template = named(vector(`${folder}/templates.yaml`), kind);
    const policy = named(vector(`${folder}/policies.yaml`), 'OverridePolicy');
    expect(applyOverriders(template, overridersOf(policy, 0))).toMatchObject({
      object: named(vector(`${folder}/expected-member1.yaml`), kind),
    });
  });

  test('rule 36: 19-json-pointer-details, on an object that a policy has claimed', () => {
    const template = named(vector('19-json-pointer-details/templates.yaml'), 'HelmRelease');
    const claimed = withEntry(
      template,
      'metadata',
      withEntry(map(at(template, 'metadata')), 'annotations', {}),
    );
    const policy = named(vector('19-json-pointer-details/policies.yaml'), 'OverridePolicy');
    expect(applyOverriders(claimed, overridersOf(policy, 0))).toMatchObject({
      object: named(vector('19-json-pointer-details/expected-member1.yaml'), 'HelmRelease'),
    });
  });

  test.each([0, 1])(
    'rule 35: a path that is missing, as 09-missing-path-blocks-one-member has it (%i)',
    (rule) => {
      const folder = '09-missing-path-blocks-one-member';
      const template = named(vector(`${folder}/templates.yaml`), 'HelmRelease');
      const policy = named(vector(`${folder}/policies.yaml`), 'OverridePolicy');
      const text = readFileSync(
        new URL(`../../fixtures/vectors/karmada/${folder}/expected-diagnostics.yaml`, import.meta.url),
        'utf8',
      );
      const root = readYaml(text).documents[0]?.root;
      const message = root === undefined ? '' : at(toData(root, 'kubectl'), rule, 'message');
      const result = applyOverriders(template, overridersOf(policy, rule));
      expect('error' in result && `OverridePolicy(bad): ${result.error}`).toBe(message);
    },
  );

  test('rule 39: an image at a path that is not there, as 16-image-command-args has it', () => {
    const template = named(vector('16-image-command-args/templates.yaml'), 'HelmRelease');
    const policy = named(vector('16-image-command-args/policies.yaml'), 'OverridePolicy');
    expect(applyOverriders(template, overridersOf(policy, 0))).toEqual({
      error: 'object has no key "template": JSON pointer error',
      path: ['imageOverrider', 1, 'predicate', 'path'],
      pointer: '/spec/template/spec/containers/0/image',
      nearest: '/spec',
    });
  });
});

test('rule 34: image, command, args, labels, annotations, fields and plaintext, whatever their order', () => {
  const start = object('kind: ConfigMap\nmetadata: { name: podinfo }\ndata: { text: "a: 1" }');
  const overriders = `
plaintext:
  - { path: /metadata/labels/tier, operator: replace, value: plaintext }
  - { path: /data/text, operator: replace, value: plaintext }
fieldOverrider:
  - fieldPath: /metadata/labels/tier
    yaml: [{ subPath: "", operator: add, value: { a: 1 } }]
labelsOverrider:
  - { operator: add, value: { tier: "{}" } }
`;
  expect(after(start, overriders)).toEqual(
    object(
      'kind: ConfigMap\nmetadata: { name: podinfo, labels: { tier: plaintext } }\ndata: { text: plaintext }',
    ),
  );
});
