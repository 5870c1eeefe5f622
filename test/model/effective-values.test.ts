import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import type { Files } from '../../src/core/change.ts';
import { positions } from '../../src/core/text.ts';
import { defaultSettings } from '../../src/model/config.ts';
import { dataOf, leavesOf } from '../../src/model/effective-values.ts';
import { readRepo } from '../../src/model/read-repo.ts';
import { valuesOf } from '../../src/model/values-sources.ts';
import { toData } from '../../src/yaml/data.ts';
import type { Data } from '../../src/yaml/node.ts';
import { pathText } from '../../src/yaml/path-text.ts';
import { readYaml } from '../../src/yaml/read.ts';
import { isSameData } from '../../src/yaml/same-data.ts';
import { golden } from '../support/golden.ts';

const release = 'podinfo/helmrelease-podinfo.yaml';
const config = 'podinfo/configmap-podinfo-helm-chart-value-overrides.yaml';

function valuesIn(files: Files) {
  const repo = readRepo(files, defaultSettings);
  const app = repo.apps.find(({ name }) => name === 'podinfo');
  if (app?.helmRelease === undefined) throw new Error('no such app');
  return valuesOf(app.helmRelease, app.view, files);
}

interface Vector {
  readonly title: string;
  readonly objects: readonly { readonly kind: string; readonly name: string; readonly data: unknown }[];
  readonly valuesFrom: unknown;
  readonly values: unknown;
  readonly gives: Data;
  readonly refuses?: boolean;
}

// Read as YAML: JSON.parse would round what 64 bits hold.
const text = readFileSync(new URL('../../fixtures/vectors/values/cases.json', import.meta.url), 'utf8');
const root = readYaml(text, { purpose: 'values' }).documents[0]?.root;
const vectors = (root === undefined ? [] : toData(root, 'kubectl')) as unknown as readonly Vector[];

/** The golden podinfo, with the release and the objects of a vector. */
function repositoryOf({ objects, valuesFrom, values }: Vector): Files {
  const json = (data: unknown): string =>
    `${JSON.stringify(data, (_, each) => (typeof each === 'bigint' ? Number(each) : each))}\n`;
  const created = objects.map(({ kind, name, data }) => [
    `podinfo/${kind.toLowerCase()}-${name}.yaml`,
    json({
      apiVersion: 'v1',
      kind,
      metadata: { name, namespace: 'podinfo' },
      [kind === 'Secret' ? 'stringData' : 'data']: data,
    }),
  ]);
  const chart = {
    spec: { chart: 'podinfo', version: '6.x', sourceRef: { kind: 'HelmRepository', name: 'podinfo' } },
  };
  return golden.changed({
    remove: [release],
    create: {
      'podinfo/release.yaml': json({
        apiVersion: 'helm.toolkit.fluxcd.io/v2',
        kind: 'HelmRelease',
        metadata: { name: 'podinfo', namespace: 'podinfo' },
        spec: { interval: '15m', chart, valuesFrom, values },
      }),
      ...Object.fromEntries(created),
    },
  });
}

describe('the values are those that Flux gives to Helm', () => {
  test('there are enough of its answers', () => expect(vectors.length).toBeGreaterThanOrEqual(70));

  test.each(vectors)('$title', (vector) => {
    const { values, faults, unseen } = valuesIn(repositoryOf(vector));
    if (vector.objects.some(({ kind }) => kind === 'Secret')) {
      expect(unseen).toEqual(['Secret s, key values.yaml, holds values that are not shown']);
      expect(JSON.stringify(dataOf(values))).not.toContain('password');
      return;
    }
    expect(faults.length + unseen.length > 0, faults.join('; ')).toBe(vector.refuses === true);
    if (vector.refuses === true) return;
    expect(isSameData(dataOf(values), vector.gives)).toBe(true);
  });
});

test('each value says where it is set', () => {
  const key = '      valuesKey: values.yaml # the default, explicit for clarity\n';
  const files = golden.changed({
    replace: [[release, key, `${key}  values:\n    ui:\n      message: hello\n`]],
  });
  const places = [...leavesOf(valuesIn(files).values)].map(({ path, value: { at } }) => {
    const { line } = positions(files.text(at.file) ?? '')(at.range.start);
    return `${pathText(path)} ${at.file}:${line}`;
  });
  expect(places).toContain(`replicaCount ${config}:15`);
  expect(places).toContain(`ui.color ${config}:23`);
  expect(places).toContain(`ui.message ${release}:30`);
  expect(places).toContain(`ingress.hosts ${config}:31`);
});

test('a value that a Secret gives to one path is named, not shown', () => {
  const key = '      valuesKey: values.yaml # the default, explicit for clarity\n';
  const secret = { kind: 'Secret', apiVersion: 'v1', metadata: { name: 'auth', namespace: 'podinfo' } };
  const files = golden.changed({
    replace: [
      [
        release,
        key,
        `${key}    - kind: Secret\n      name: auth\n      valuesKey: password\n      targetPath: ui.password\n`,
      ],
    ],
    create: {
      'podinfo/secret-auth.yaml': JSON.stringify({ ...secret, stringData: { password: 'hunter2' } }),
    },
  });
  const { values } = valuesIn(files);
  expect(JSON.stringify(dataOf(values))).toContain('"password":"(in Secret auth, key password)"');
});

test('a release that nothing applies is not said to be without values', () => {
  const files = golden.changed({ remove: ['flux-system/kustomizations/kustomization-podinfo.yaml'] });
  const { unseen } = valuesIn(files);
  expect(unseen).toEqual([
    'HelmRelease podinfo is applied by nothing here, and what its valuesFrom names was not looked for',
  ]);
});
