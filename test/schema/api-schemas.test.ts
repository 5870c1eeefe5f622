import { describe, expect, test } from 'vitest';
import index from '../../schemas/index.json' with { type: 'json' };
import { filesOf } from '../../src/core/change.ts';
import { packagedSchemas } from '../../src/io/assets.ts';
import { defaultSettings } from '../../src/model/config.ts';
import { readRepo } from '../../src/model/read-repo.ts';
import { apiSchemas } from '../../src/schema/api-schemas.ts';
import { faults, head } from './objects.ts';

function messages(text: string, path?: string): string[] {
  return faults(text, path).map(({ kind, message }) => `${kind}: ${message}`);
}

test.each(Object.entries(index))('%s has a validator and a schema', (name, { schema, ...entry }) => {
  const validator = packagedSchemas.validator(schema);
  const [apiVersion, kind] = name.split('|');
  expect(validator({ apiVersion, kind: `${kind}x`, metadata: 3 })).toBe(false);
  expect(validator.errors?.length).toBeGreaterThan(0);
  const text = JSON.stringify(packagedSchemas.schema(schema));
  expect(text.includes('x-kubernetes-validations')).toBe('rules' in entry);
});

test('only the kinds that a repository holds are loaded, each once', () => {
  const loaded: string[] = [];
  const counted = apiSchemas({
    ...packagedSchemas,
    validator: (place) => {
      loaded.push(place);
      return packagedSchemas.validator(place);
    },
  });
  const text = ['a', 'b'].map((name) => head('v1', 'Namespace', name)).join('---\n');
  const repo = readRepo(filesOf({ 'n.yaml': text }), defaultSettings);
  for (const resource of [...repo.resources, ...repo.resources]) counted.faultsOf(resource);
  expect(loaded).toEqual(['kubernetes/core/namespace_v1.json']);
});

describe('one finding for one fault', () => {
  test.each([
    [
      'a misspelt required field is not missing as well',
      `${head('v1', 'Pod')}spec:\n  containers:\n    - nam: app\n`,
      ['unknown-field: Pod podinfo has unknown field spec.containers[0].nam; did you mean name?'],
    ],
    [
      'a field one level too high',
      `${head('apps/v1', 'Deployment')}spec:\n  selector: {}\n  containers: []\n  template:\n    spec:\n      containers: [{ name: app }]\n`,
      [
        'unknown-field: Deployment podinfo has unknown field spec.containers; it belongs under spec.template.spec',
      ],
    ],
    [
      'all that one object lacks',
      `${head('policy/v1', 'PodDisruptionBudget')}---\n${head('kustomize.toolkit.fluxcd.io/v1', 'Kustomization')}spec:\n  prune: true\n`,
      ['missing-field: Kustomization podinfo has no spec.interval or spec.sourceRef, which its API requires'],
    ],
    [
      'a patch that is both a file and a text',
      'patches:\n  - path: a.yaml\n    patch: "x"\n',
      ['rule-broken: Kustomization has path and patch in patches[0]; expected exactly one of them'],
      'app/kustomization.yaml',
    ],
    [
      'a tag that reads as a number',
      'images:\n  - name: podinfo\n    newTag: 6.10\n',
      ['wrong-type: Kustomization has images[0].newTag 6.10, a number; expected a text'],
      'app/kustomization.yaml',
    ],
    [
      'a policy of Karmada',
      `${head('policy.karmada.io/v1alpha1', 'PropagationPolicy')}spec:\n  resourceSelectors:\n    - apiVersion: v1\n      kind: ConfigMap\n  conflictResolution: Always\n`,
      [
        'invalid-value: PropagationPolicy podinfo has spec.conflictResolution Always; expected Abort or Overwrite',
      ],
    ],
    [
      'a version of Flux that is served no more, by its own schema',
      `${head('kustomize.toolkit.fluxcd.io/v1beta1', 'Kustomization')}spec:\n  interval: 5m\n  prune: true\n  validation: clint\n  sourceRef:\n    kind: GitRepository\n    name: flux-system\n`,
      [
        'invalid-value: Kustomization podinfo has spec.validation clint; expected none, client or server; did you mean client?',
      ],
    ],
  ] as const)('%s', (_, text, expected, path?: string) => {
    expect(messages(text, path)).toEqual(expected);
  });
});

describe('no fault', () => {
  test.each([
    [
      'annotations, which kustomize writes as text',
      `${head('v1', 'Namespace')}  annotations:\n    weight: 3\n    on: true\n`,
    ],
    ['a member without value', `${head('v1', 'ConfigMap')}data:\n`],
    [
      'an encrypted Secret',
      `${head('v1', 'Secret')}data:\n  token: ENC[AES256_GCM,data:x,type:str]\nsops:\n  version: 3.9.0\n`,
    ],
    ['a field of kustomize in other case', 'configmapGenerator:\n  - name: a\n', 'app/kustomization.yaml'],
    [
      'an integer beyond a double',
      `${head('v1', 'Pod')}spec:\n  terminationGracePeriodSeconds: 9007199254740993\n  containers: [{ name: app }]\n`,
    ],
    ['a kind that the schemas do not know', `${head('example.com/v1', 'Widget')}spec: 3\n`],
    [
      'a default for a required field',
      `${head('image.toolkit.fluxcd.io/v1', 'ImageUpdateAutomation')}spec:\n  interval: 5m\n  sourceRef:\n    name: flux-system\n`,
    ],
    [
      'an event source that somebody added to the CRD',
      `${head('notification.toolkit.fluxcd.io/v1beta3', 'Alert')}spec:\n  providerRef: { name: chat }\n  eventSources: [{ kind: FluxInstance, name: flux }]\n`,
    ],
  ] as const)('%s', (_, text, path?: string) => {
    expect(messages(text, path)).toEqual([]);
  });

  test('a value that a Secret holds is not shown', () => {
    const text = `${head('v1', 'Secret')}stringData:\n  password: 123456\n`;
    expect(messages(text)).toEqual([
      'wrong-type: Secret podinfo has a whole number in stringData.password; expected a text',
    ]);
  });
});

test('an unknown field is shown at its key, a wrong value at the value, a missing field at its parent', () => {
  const text = `${head('v1', 'Service')}spec:\n  typ: ClusterIP\n  sessionAffinity: Clientip\n  ports:\n    - name: http\n`;
  const shown = faults(text).map(({ at }) => text.slice(at.range.start, at.range.end).split('\n')[0]);
  expect(shown).toEqual(['typ', 'Clientip', 'name: http']);
});

test('a deep or long object takes no unreasonable time', () => {
  const labels = Array.from({ length: 20_000 }, (_, at) => `    label-${at}: ${at}\n`).join('');
  const deep = `${'{"properties":{"a":'.repeat(40)}{}${'}}'.repeat(40)}`;
  const crd = `${head('apiextensions.k8s.io/v1', 'CustomResourceDefinition')}spec: ${deep}\n`;
  const before = performance.now();
  expect(faults(`${head('v1', 'Namespace')}  labels:\n${labels}`).length).toBe(50);
  expect(faults(crd).length).toBeGreaterThan(0);
  expect(performance.now() - before).toBeLessThan(5_000);
});
