import type { Problem } from '../../core/finding.ts';
import { didYouMean } from '../../core/suggest.ts';
import type { Reference } from '../../model/references.ts';
import type { Repo } from '../../model/repo.ts';
import type { Resource } from '../../model/resource.ts';
import type { View } from '../../model/view.ts';
import { nodeAt } from '../../yaml/locate.ts';
import { viewsAndIdle } from '../idle-view.ts';
import { either, named } from '../named.ts';
import type { Rule } from '../rule.ts';

const release = 'podinfo/helmrelease-podinfo.yaml';
const config = 'podinfo/configmap-podinfo-helm-chart-value-overrides.yaml';

export const valuesKey: Rule = {
  id: 'helmrelease/values-key',
  severity: 'error',
  preset: 'recommended',
  since: '0.1.0',
  summary: 'A HelmRelease reads a key that its ConfigMap or Secret has not.',
  why: `\`valuesFrom\` reads one key, \`values.yaml\` unless \`valuesKey\` says another. Where it is missing the
release is neither installed nor upgraded; \`optional: true\` does not help, since it forgives a missing object
only. Of a ConfigMap \`data\` counts, not \`binaryData\`.`,
  examples: [
    {
      title: 'a slip in valuesKey',
      replace: [[release, 'valuesKey: values.yaml', 'valuesKey: value.yaml']],
      finds: [
        'ConfigMap podinfo-helm-chart-value-overrides has no key value.yaml; did you mean values.yaml?',
      ],
    },
    {
      title: 'another key in the ConfigMap, none in the HelmRelease',
      replace: [
        [config, '  values.yaml: |', '  podinfo.yaml: |'],
        [release, '      valuesKey: values.yaml # the default, explicit for clarity\n', ''],
      ],
      finds: ['ConfigMap podinfo-helm-chart-value-overrides has no key values.yaml; it has podinfo.yaml'],
    },
    {
      title: 'a generator that calls the key after its file',
      replace: [[release, 'valuesKey: values.yaml', 'valuesKey: theme.yaml']],
      remove: [config],
      create: {
        'podinfo/kustomization.yaml': `apiVersion: kustomize.config.k8s.io/v1beta1
kind: Kustomization
namespace: podinfo
resources:
  - helmrelease-podinfo.yaml
configMapGenerator:
  - name: podinfo-helm-chart-value-overrides
    files:
      - values.yaml
generatorOptions:
  disableNameSuffixHash: true
`,
        'podinfo/values.yaml': 'replicaCount: 2\n',
      },
      finds: [
        'generated ConfigMap podinfo-helm-chart-value-overrides has no key theme.yaml; it has values.yaml',
      ],
    },
    {
      title: 'the same key in both',
      replace: [
        [config, '  values.yaml: |', '  podinfo.yaml: |'],
        [release, 'valuesKey: values.yaml', 'valuesKey: podinfo.yaml'],
      ],
      finds: [],
    },
  ],
  *check({ repo }) {
    for (const view of viewsAndIdle(repo)) {
      for (const reference of view.references) {
        if (reference.role !== 'values' || reference.key === undefined) continue;
        const found = objectRead(repo, view, reference);
        if (found !== undefined) yield* missingKey(reference, reference.key, found);
        const keys = generatedKeys(view, reference);
        if (keys !== undefined && !keys.includes(reference.key)) yield notGenerated(reference, keys);
      }
    }
  },
};

/** The object that is read. What nothing applies may mean any of several of that name, and one that kustomize adds keys to. */
function objectRead(repo: Repo, view: View, reference: Reference): Resource | undefined {
  const { kind, namespace, name } = reference;
  const found = view.makes(kind, namespace, name) === 'object' ? view.find(kind, namespace, name) : undefined;
  if (found === undefined || repo.views.includes(view)) return found;
  const namesakes = repo.ofKind(kind).filter((each) => each.name === name);
  return namesakes.length === 1 && view.doubt(reference) !== 'perhaps' ? found : undefined;
}

/** The keys of what a generator makes; undefined where it is no generator's, or not all of them are known. */
function generatedKeys(view: View, { kind, namespace, name }: Reference): readonly string[] | undefined {
  if (view.makes(kind, namespace, name) !== 'generated') return undefined;
  const made = view.builds
    .flatMap(({ generated }) => generated)
    .filter((each) => each.kind === kind && each.name === name)
    .filter((each) => (each.namespace ?? 'default') === (namespace ?? 'default'));
  return made.some(({ keys }) => keys === undefined) ? undefined : made.flatMap(({ keys = [] }) => keys);
}

function notGenerated({ from, kind, name, path, key = '' }: Reference, keys: readonly string[]): Problem {
  return {
    at: from.at(...path.slice(0, -1), 'valuesKey'),
    object: from.object,
    message: `generated ${kind} ${name} has no key ${key}${instead(key, keys)}`,
    help: `write valuesKey: ${keys.length === 1 ? keys[0] : 'and one of its keys'}, or ${key}=FILE under files of its generator`,
  };
}

function* missingKey({ from, path }: Reference, key: string, found: Resource): Iterable<Problem> {
  const keys = (found.kind === 'Secret' ? ['data', 'stringData'] : ['data']).flatMap((field) =>
    keysOf(found, field),
  );
  if (keys.includes(key)) return;
  const isBinary = keysOf(found, 'binaryData').includes(key);
  yield {
    at: from.at(...path.slice(0, -1), 'valuesKey'),
    object: from.object,
    message: isBinary
      ? `${named(found)} has key ${key} in binaryData, which Flux does not read; expected it in data`
      : `${named(found)} has no key ${key}${instead(key, keys)}`,
    help:
      keys.length === 0 || isBinary
        ? `put the values under data.${key}`
        : `write valuesKey: ${keys.length === 1 ? keys[0] : 'and one of its keys'}, or rename the key`,
    related: [{ at: found.keyAt('data'), message: `the keys of ${named(found)}` }],
  };
}

function instead(key: string, keys: readonly string[]): string {
  const guess = didYouMean(key, keys);
  if (guess !== '') return guess;
  if (keys.length === 0) return '; it has none';
  return keys.length > 4
    ? `; it has ${keys.length} others`
    : `; it has ${either(keys).replace(' or ', ' and ')}`;
}

function keysOf(resource: Resource, field: string): readonly string[] {
  const node = nodeAt(resource.node, [field]);
  return node?.kind === 'map' ? node.entries.map(({ key }) => key.text) : [];
}
