import { expect, test } from 'vitest';
import type { Files } from '../../src/core/change.ts';
import { knownClusters } from '../../src/fleet/clusters.ts';
import { matrixOf } from '../../src/fleet/matrix.ts';
import { missingOn, requirementsOf } from '../../src/fleet/requirements.ts';
import { fleetOf, fleetOptions } from '../../src/fleet/simulate.ts';
import { defaultSettings } from '../../src/model/config.ts';
import { readRepo } from '../../src/model/read-repo.ts';
import { applyExample } from '../../src/rules/example.ts';
import { bases, schemas } from '../support/golden.ts';

const override = 'podinfo/overridepolicy-podinfo.yaml';
const written = bases.fleet.text(override) ?? '';
const configMap =
  '    - apiVersion: v1\n      kind: ConfigMap\n      name: podinfo-helm-chart-value-overrides\n';
const release = '    - apiVersion: helm.toolkit.fluxcd.io/v2\n      kind: HelmRelease\n      name: podinfo\n';

/** The fleet with one operation for member1, on the release and the ConfigMap. */
const overriding = (operation: string, on: string): Files =>
  applyExample(bases, {
    title: 'in a test',
    finds: [],
    base: 'fleet',
    replace: [
      [
        override,
        written.slice(written.indexOf('        fieldOverrider:')),
        `        plaintext:\n          - ${operation}\n`,
      ],
      [override, configMap, on],
    ],
  });

/** What the release of podinfo does not find on each cluster, and what `fleet` shows. */
function seen(files: Files) {
  const repo = readRepo(files, defaultSettings);
  const fleet = fleetOf(repo, fleetOptions(defaultSettings, knownClusters(repo), schemas()));
  const requirements = requirementsOf(fleet, repo);
  const template = fleet.find('HelmRelease', 'podinfo', 'podinfo');
  const matrix = matrixOf(fleet, requirements, () => false);
  const app = matrix.apps.find(({ name }) => name === 'podinfo');
  if (template === undefined || app === undefined) throw new Error('no podinfo');
  return ['member1', 'member2'].map((cluster) => ({
    missing: missingOn(fleet, requirements, { template, cluster }).map(
      ({ lack, reference }) => `${lack} ${reference.kind} ${reference.name}`,
    ),
    states: matrix.states(app, cluster),
  }));
}

test.each([
  [
    'an object of another name',
    '{ path: /spec/valuesFrom/0/name, operator: replace, value: podinfo-member1 }',
    release,
    'object ConfigMap podinfo-member1',
  ],
  [
    'another key',
    '{ path: /spec/valuesFrom/0/valuesKey, operator: replace, value: member1.yaml }',
    release,
    'key ConfigMap podinfo-helm-chart-value-overrides',
  ],
  [
    'a key that is gone',
    '{ path: /data, operator: replace, value: { other.yaml: "" } }',
    configMap,
    'key ConfigMap podinfo-helm-chart-value-overrides',
  ],
])('a release needs %s on the cluster for which an override says so', (_, operation, on, lack) => {
  expect(seen(overriding(operation, on))).toEqual([
    { missing: [lack], states: ['placed', 'overridden', 'missing dependency'] },
    { missing: [], states: ['placed'] },
  ]);
});

test('a reference that an override moves, and one that it takes away, is missed by nobody', () => {
  const operations = [
    '{ path: /spec/valuesFrom/0, operator: add, value: { kind: ConfigMap, name: flags, optional: true } }',
    '{ path: /spec/valuesFrom, operator: remove }',
  ];
  for (const operation of operations)
    expect(seen(overriding(operation, release)).map(({ missing }) => missing)).toEqual([[], []]);
});

test("this repository's own source, which a member may have from its own bootstrap, is missed by nobody", () => {
  const source = `apiVersion: source.toolkit.fluxcd.io/v1\nkind: GitRepository\nmetadata:\n  name: flux-system\n  namespace: flux-system\nspec:\n  interval: 1m\n  url: https://example.com/fleet\n  ref:\n    branch: main\n`;
  const files = applyExample(bases, {
    title: 'in a test',
    finds: [],
    base: 'fleet',
    create: { 'flux-system/gotk-sync.yaml': source },
    replace: [
      [
        'podinfo/helmrelease-podinfo.yaml',
        'kind: HelmRepository\n        name: podinfo\n',
        'kind: GitRepository\n        name: flux-system\n',
      ],
    ],
  });
  expect(seen(files).map(({ missing }) => missing)).toEqual([[], []]);
});
