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
function overridden(start: DataMap, overriders: string): DataMap | string {
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
  expect(overridden(start, overriders)).toEqual(
    object(
      'kind: ConfigMap\nmetadata: { name: podinfo, labels: { tier: plaintext } }\ndata: { text: plaintext }',
    ),
  );
});

describe('rule 36: plaintext', () => {
  const release = object('kind: HelmRelease\nspec: { interval: 15m }');

  test('a value that is not written is null', () => {
    expect(overridden(release, 'plaintext: [{ path: /spec/values, operator: add }]')).toEqual(
      object('kind: HelmRelease\nspec: { interval: 15m, values: null }'),
    );
  });

  test('nothing is applied when one operation fails, which is named with what is there of its path', () => {
    const overriders = object(`
plaintext:
  - { path: /spec/timeout, operator: add, value: 5m }
  - { path: /spec/values/a/b, operator: add, value: 1 }
`);
    expect(applyOverriders(release, overriders)).toEqual({
      error: 'add operation does not apply: doc is missing path: "/spec/values/a/b": missing value',
      path: ['plaintext', 1],
      pointer: '/spec/values/a/b',
      nearest: '/spec',
    });
  });

  test('an object without kind is none', () => {
    expect(overridden(release, 'plaintext: [{ path: /kind, operator: remove }]')).toBe(
      `Object 'Kind' is missing in '{"spec":{"interval":"15m"}}'`,
    );
    expect(overridden(release, 'plaintext: [{ path: "", operator: replace, value: [1] }]')).toBe(
      "Object 'Kind' is missing in a list",
    );
  });
});

describe('rule 37: labels and annotations', () => {
  const labelled = object('kind: ConfigMap\nmetadata: { labels: { tier: web } }');

  test('add begins the mapping, and writes over what is there', () => {
    expect(
      overridden(object('kind: ConfigMap'), 'annotationsOverrider: [{ operator: add, value: { a/b: c } }]'),
    ).toEqual(object('kind: ConfigMap\nmetadata: { annotations: { a/b: c } }'));
    expect(
      overridden(labelled, 'labelsOverrider: [{ operator: add, value: { tier: db, zone: eu } }]'),
    ).toEqual(object('kind: ConfigMap\nmetadata: { labels: { tier: db, zone: eu } }'));
  });

  test('replace and remove pass over what is not there', () => {
    expect(
      overridden(labelled, 'labelsOverrider: [{ operator: replace, value: { tier: db, zone: eu } }]'),
    ).toEqual(object('kind: ConfigMap\nmetadata: { labels: { tier: db } }'));
    expect(overridden(labelled, 'labelsOverrider: [{ operator: remove, value: { zone: eu } }]')).toEqual(
      labelled,
    );
    expect(
      overridden(object('kind: ConfigMap'), 'labelsOverrider: [{ operator: remove, value: { a: b } }]'),
    ).toEqual(object('kind: ConfigMap'));
  });

  test('a tilde is not escaped, and so means something else', () => {
    expect(overridden(labelled, 'labelsOverrider: [{ operator: add, value: { a~1b: c } }]')).toEqual(
      object('kind: ConfigMap\nmetadata: { labels: { tier: web, a/b: c } }'),
    );
  });
});

describe('rule 38: a text inside an object', () => {
  const values = (text: string): DataMap =>
    withEntry(object('kind: ConfigMap'), 'data', withEntry({}, 'values.yaml', text));
  const textAfter = (text: string, overrider: string): Data => {
    const result = overridden(
      values(text),
      `fieldOverrider: [{ fieldPath: /data/values.yaml, ${overrider} }]`,
    );
    return typeof result === 'string' ? result : at(result, 'data', 'values.yaml');
  };

  test('comments go, keys are sorted, no is false', () => {
    const text = '# copies\nreplicaCount: 1\ningress: no\n';
    const overrider = 'yaml: [{ subPath: /replicaCount, operator: replace, value: 3 }]';
    expect(textAfter(text, overrider)).toBe('ingress: false\nreplicaCount: 3\n');
  });

  test('a JSON text keeps its order and its numbers', () => {
    const overrider = 'json: [{ subPath: /a, operator: add, value: <b> }]';
    expect(textAfter('{"z": 1.50, "10": 1e3}', overrider)).toBe('{"z":1.50,"10":1e3,"a":"\\u003cb\\u003e"}');
  });

  test('yaml counts where both are written, and without either the text becomes empty', () => {
    const add = (value: number) => `[{ subPath: /a, operator: add, value: ${value} }]`;
    expect(textAfter('{}', `yaml: ${add(1)}, json: ${add(2)}`)).toBe('a: 1\n');
    expect(textAfter('a: 1', '')).toBe('');
  });

  test('an empty text is null: only the whole can be set', () => {
    expect(textAfter('# none', 'yaml: [{ subPath: /a, operator: add, value: 1 }]')).toBe(
      "error in add for path: '/a': invalid value, expected object",
    );
    expect(textAfter('', 'yaml: [{ subPath: "", operator: add, value: { a: 1 } }]')).toBe('a: 1\n');
  });

  test('an operation that fails is named inside its list', () => {
    const overriders = object(
      'fieldOverrider: [{ fieldPath: /data/values.yaml, yaml: [{ subPath: /ui/logo/url, operator: add, value: x }] }]',
    );
    expect(applyOverriders(values('ui: { color: red }'), overriders)).toEqual({
      error: 'add operation does not apply: doc is missing path: "/ui/logo/url": missing value',
      path: ['fieldOverrider', 0, 'yaml', 0],
      pointer: '/ui/logo/url',
      nearest: '/ui',
    });
  });

  test.each([
    ['/data/none', 'object has no key "none": JSON pointer error'],
    ['/data', "Get object's value by overrider's path(/data) is not string"],
    ['data', 'JSON pointer must be empty or start with a "/\nJSON pointer error'],
  ])('what is no text: %s', (pointer, message) => {
    expect(overridden(values('a: 1'), `fieldOverrider: [{ fieldPath: ${pointer}, yaml: [] }]`)).toBe(message);
  });

  test.each([
    ['a: .inf', 'json: unsupported value: +Inf'],
    ['a: {{ .x }}', 'yaml: invalid map key: a mapping is used as a key; Kubernetes needs text'],
    ['a: [', 'yaml: line 1: '],
    ['a: *b', 'yaml: line 1: '],
  ])('what cannot be read: %s', (text, message) => {
    expect(textAfter(text, 'yaml: [{ subPath: /a, operator: add, value: 1 }]')).toContain(message);
  });

  test('a key may hold slashes, and may be empty', () => {
    const start = object('kind: ConfigMap\ndata: { a/b: "x: 1", "": { c: "x: 1" } }');
    const add = 'yaml: [{ subPath: /x, operator: replace, value: 2 }]';
    expect(
      overridden(
        start,
        `fieldOverrider: [{ fieldPath: /data/a~1b, ${add} }, { fieldPath: /data//c, ${add} }]`,
      ),
    ).toEqual(object('kind: ConfigMap\ndata: { a/b: "x: 2\\n", "": { c: "x: 2\\n" } }'));
  });

  test('what was written is named with the place inside the text', () => {
    const overriders = object(
      'fieldOverrider: [{ fieldPath: /data/values.yaml, yaml: [{ subPath: /a, operator: add, value: 1 }] }]',
    );
    const result = applyOverriders(values('{}'), overriders);
    expect('writes' in result && result.writes).toEqual([
      { path: ['fieldOverrider', 0, 'yaml', 0], pointer: '/data/values.yaml', inner: '/a', operation: 'add' },
    ]);
  });
});

describe('rule 39: images', () => {
  const image = (text: string, overrider: string): Data => {
    const pod = object(`kind: Pod\nspec: { containers: [{ name: web, image: "${text}" }] }`);
    const result = overridden(pod, `imageOverrider: [{ ${overrider} }]`);
    return typeof result === 'string' ? result : at(result, 'spec', 'containers', 0, 'image');
  };
  const digest = `sha256:${'a'.repeat(64)}`;

  test.each([
    ['web:1', 'component: Registry, operator: replace, value: "r.local:5000"', 'r.local:5000/web:1'],
    ['ghcr.io/acme/web', 'component: Registry, operator: add, value: .eu', 'ghcr.io.eu/acme/web'],
    ['ghcr.io/acme/web:1', 'component: Registry, operator: remove', 'acme/web:1'],
    ['acme/web:1', 'component: Repository, operator: replace, value: other/web', 'other/web:1'],
    ['web', 'component: Repository, operator: add, value: -slim', 'web-slim'],
    ['web:1', 'component: Tag, operator: replace, value: "2"', 'web:2'],
    ['web:1', `component: Tag, operator: replace, value: ${digest}`, `web@${digest}`],
    [`web@${digest}`, 'component: Tag, operator: replace, value: v2', 'web:v2'],
    ['web:1', 'component: Tag, operator: add, value: -slim', 'web:1-slim'],
    ['web:1', 'component: Tag, operator: remove', 'web'],
    ['web:1', 'component: Tag, operator: replace, value: "no tag"', 'web:1'],
    [`web:1@${digest}`, 'component: Registry, operator: replace, value: r.io', 'r.io/web:1'],
    [
      'Web:1',
      'component: Tag, operator: remove',
      'failed to parse image value(Web:1), error: repository name must be lowercase',
    ],
    ['web:1', 'component: Host, operator: remove', 'unsupported image component(Host)'],
  ])('%s, %s', (before, overrider, expected) => {
    expect(image(before, overrider)).toBe(expected);
  });

  test('a HelmRelease has none, and stays as it is', () => {
    const release = object('kind: HelmRelease\nspec: { values: { image: web } }');
    expect(overridden(release, 'imageOverrider: [{ component: Tag, operator: remove }]')).toEqual(release);
  });
});

describe('rule 40: commands and arguments', () => {
  const deployment = (container: string): DataMap =>
    object(`kind: Deployment\nspec: { template: { spec: { containers: [{ name: web${container} }] } } }`);

  test.each([
    ['', 'add', ', args: [--a, --b]'],
    [', args: [--x]', 'add', ', args: [--x, --a, --b]'],
    [', args: [--a, --x, --a]', 'remove', ', args: [--x]'],
    ['', 'remove', ', args: []'],
  ])('of a container with "%s": %s', (before, operator, expected) => {
    const overrider = `argsOverrider: [{ containerName: web, operator: ${operator}, value: [--a, --b] }]`;
    expect(overridden(deployment(before), overrider)).toEqual(deployment(expected));
  });

  test('an unknown container is passed over', () => {
    const overrider = 'commandOverrider: [{ containerName: nobody, operator: add, value: [x] }]';
    expect(overridden(deployment(''), overrider)).toEqual(deployment(''));
  });
});

describe('hostile shapes', () => {
  test('rule 36: what is no list, mapping or text counts as not there', () => {
    const start = object('kind: Deployment\nmetadata: 5\nspec: { template: { spec: { containers: text } } }');
    const shapes = [
      'plaintext: 5\nfieldOverrider: { a: 1 }\nlabelsOverrider: [1, null, text]',
      'labelsOverrider: [{ operator: add, value: { a: b } }]\nannotationsOverrider: [{ operator: 1, value: [] }]',
      'labelsOverrider: [{ value: { a: b } }]',
    ];
    for (const shape of shapes) expect(overridden(start, shape)).toEqual(start);
    expect(overridden(start, 'imageOverrider: [{ component: Tag }]')).toContain('is no list of mappings');
    expect(overridden(start, 'fieldOverrider: [{ fieldPath: 5 }]')).toContain('is not string');
    expect(overridden(start, 'plaintext: [{ path: [], operator: add, value: 5 }]')).toContain(
      'cannot unmarshal number',
    );
  });

  test('rule 34: ten thousand operations, and keys of every name', () => {
    const labels = Array.from({ length: 10_000 }, (_, index) => `{ operator: add, value: { k${index}: v } }`);
    const result = overridden(object('kind: ConfigMap'), `annotationsOverrider: [${labels.join(', ')}]`);
    expect(Object.keys(map(at(result, 'metadata', 'annotations')))).toHaveLength(10_000);
    const proto = overridden(
      object('kind: A'),
      'labelsOverrider: [{ operator: add, value: { __proto__: x } }]',
    );
    expect(Object.keys(map(at(proto, 'metadata', 'labels')))).toEqual(['__proto__']);
  });
});
