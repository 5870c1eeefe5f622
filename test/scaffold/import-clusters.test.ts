import { describe, expect, test } from 'vitest';
import { applyChanges, type Files, filesOf } from '../../src/core/change.ts';
import { type Cluster, inventoryFile, namedCluster, servedBy } from '../../src/model/cluster.ts';
import { defaultSettings } from '../../src/model/config.ts';
import { readRepo } from '../../src/model/read-repo.ts';
import { planImport } from '../../src/scaffold/import-clusters.ts';
import { readInventory } from '../../src/schema/inventory.ts';
import { bases } from '../support/golden.ts';
import { refusal } from '../support/refusal.ts';
import { fleetWith } from './placed.ts';
import { simulate } from './simulate.ts';

const member4: Cluster = {
  ...namedCluster('member4'),
  labels: { tier: 'small', env: 'production' },
  taints: [{ key: 'dedicated', value: '', effect: 'NoExecute' }],
  zones: ['b', 'a'],
  apiEnablements: [
    { groupVersion: 'v1', kinds: ['Secret', 'ConfigMap'] },
    { groupVersion: 'batch/v1', kinds: ['Job'] },
    { groupVersion: 'helm.toolkit.fluxcd.io/v2', kinds: ['HelmRelease'] },
    { groupVersion: 'monitoring.coreos.com/v1', kinds: ['ServiceMonitor'] },
  ],
};

function imported(files: Files, clusters: readonly Cluster[], prune = false) {
  const repo = readRepo(files, defaultSettings);
  const done = planImport(repo, clusters, { prune });
  const after = applyChanges(files, done.plan.changes);
  return { ...done, text: after.text(inventoryFile) ?? '', clusters: readInventory(after)?.clusters };
}

const withoutInventory = filesOf(
  new Map(
    [...bases.fleet.paths()]
      .filter((path) => path !== inventoryFile)
      .map((path) => [path, bases.fleet.text(path) ?? '']),
  ),
);
const known = readInventory(bases.fleet)?.clusters ?? [];

describe('import-clusters', () => {
  test('writes what placement asks for, and of the APIs those of Flux and of this repository', () => {
    const { text, plan } = imported(withoutInventory, [member4]);
    expect(text).toBe(`{
  "$schema": "https://unpkg.com/gitops-kit/schemas/clusters.schema.json",
  "clusters": {
    "member4": {
      "labels": { "env": "production", "tier": "small" },
      "taints": [{ "key": "dedicated", "effect": "NoExecute" }],
      "zones": ["b", "a"],
      "apiEnablements": {
        "helm.toolkit.fluxcd.io/v2": ["HelmRelease"],
        "kustomize.toolkit.fluxcd.io/v1": [],
        "source.toolkit.fluxcd.io/v1": []
      }
    }
  }
}
`);
    expect(plan.title).toBe('add member4 in the inventory of clusters');
  });

  test('what was imported is read back, and importing it again changes nothing', () => {
    const first = imported(withoutInventory, [member4, ...known]);
    expect(first.clusters?.map(({ name }) => name)).toEqual(['member1', 'member2', 'member3', 'member4']);
    expect(first.clusters?.[0]).toEqual({ ...known[0], fluxVersion: undefined });
    const again = imported(filesOf({ [inventoryFile]: first.text }), first.clusters ?? []);
    expect(again.plan.changes).toEqual([]);
  });

  test('keeps comments, the Flux version that somebody wrote, and clusters that are not in the input', () => {
    const [member1] = known;
    const moved = { ...namedCluster('member1'), ...member1, region: 'eu-central-1', provider: undefined };
    const done = imported(bases.fleet, [moved]);
    expect(done.text).toBe(
      bases.fleet
        .text(inventoryFile)
        ?.replace('      "provider": "aws",\n      "region": "eu-west-1"', '      "region": "eu-central-1"'),
    );
    expect(done.changed).toEqual(['member1']);
    expect(done.plan.notes).toEqual(['member2, member3 are not in the input and stay; --prune removes such']);
  });

  test('--prune removes clusters that are gone', () => {
    const done = imported(bases.fleet, known.slice(1), true);
    expect(done.removed).toEqual(['member1']);
    expect(done.clusters?.map(({ name }) => name)).toEqual(['member2', 'member3']);
    expect(done.plan.title).toBe('remove member1 in the inventory of clusters');
  });

  test('a broken inventory is left alone', () => {
    const files = filesOf({ [inventoryFile]: '{ "clusters": { "member1": { "lables": {} } } }' });
    expect(refusal(() => imported(files, [member4]))).toEqual([
      'bad-inventory',
      'fleet/clusters.jsonc:1:30: unknown key lables in clusters.member1; did you mean labels?',
      'the keys are labels, taints, provider, region, zones, apiEnablements, fluxVersion, deleting',
      'mend it there, or remove the file and import anew',
      'nothing was written',
    ]);
  });

  test('says what it removes, and which policies name it still', () => {
    const { plan } = imported(
      bases.fleet,
      known.filter(({ name }) => name !== 'member1'),
      true,
    );
    expect(plan.notes).toEqual([
      'removed member1',
      'member1 is still named by flux-system/propagationpolicies/propagationpolicy-podinfo.yaml, podinfo/overridepolicy-podinfo.yaml, podinfo/propagationpolicy-podinfo.yaml',
    ]);
    expect(
      imported(
        bases.fleet,
        known.filter(({ name }) => name !== 'member1'),
      ).plan.notes,
    ).toEqual(['member1 is not in the input and stays; --prune removes such']);
  });

  test('more clusters than any fleet has are refused, in the input or with those that are there', () => {
    const many = Array.from({ length: 10_001 }, (_, at) => namedCluster(`member${at}`));
    expect(() => imported(withoutInventory, many)).toThrow(
      'the inventory would hold 10001 clusters, more than 10000',
    );
    expect(() => imported(bases.fleet, [...many.slice(4), namedCluster('other')])).toThrow(
      'would hold 10001 clusters',
    );
    expect(imported(bases.fleet, many.slice(0, 50)).added).toHaveLength(47);
  });

  test('what could not be read back is not written', () => {
    const heavy = { ...member4, labels: { env: 'x'.repeat(4 * 2 ** 20) } };
    expect(() => imported(withoutInventory, [heavy])).toThrow(
      /^fleet\/clusters\.jsonc could not be read again: would have \d+ bytes, more than the 4194304 that are read$/,
    );
    expect(() => imported(bases.fleet, [heavy])).toThrow('could not be read again');
    const bogus = { ...member4, taints: [{ key: 'dedicated', value: '', effect: 'Bogus' }] };
    expect(() => imported(bases.fleet, [bogus])).toThrow('fleet/clusters.jsonc could not be read again: ');
  });

  test('of an API whose group the inventory does not name nobody knows; a whole list is the answer', () => {
    const [written] = imported(withoutInventory, [member4]).clusters ?? [];
    const asked = (cluster: Cluster, apiVersion: string, kind: string) => servedBy(cluster, apiVersion, kind);
    expect(asked(written ?? member4, 'helm.toolkit.fluxcd.io/v2', 'HelmRelease')).toBe('yes');
    expect(asked(written ?? member4, 'helm.toolkit.fluxcd.io/v2beta2', 'HelmRelease')).toBe('no');
    expect(asked(written ?? member4, 'source.toolkit.fluxcd.io/v1', 'GitRepository')).toBe('no');
    expect(asked(written ?? member4, 'cert-manager.io/v1', 'Issuer')).toBe('unknown');
    expect(asked(written ?? member4, 'v1', 'ConfigMap')).toBe('unknown');
    expect(asked(member4, 'cert-manager.io/v1', 'Issuer')).toBe('no');
    expect(asked(member4, 'v1', 'ConfigMap')).toBe('yes');
    expect(asked(namedCluster('member5'), 'v1', 'ConfigMap')).toBe('unknown');
  });
});

describe('after an import', () => {
  test('an app still goes to a cluster that serves what it needs, and not to one without Flux', () => {
    const without = {
      ...namedCluster('member2'),
      apiEnablements: [{ groupVersion: 'v1', kinds: ['ConfigMap'] }],
    };
    const serving: Cluster = {
      ...namedCluster('member1'),
      apiEnablements: [
        { groupVersion: 'v1', kinds: ['ConfigMap'] },
        { groupVersion: 'helm.toolkit.fluxcd.io/v2', kinds: ['HelmRelease'] },
        { groupVersion: 'source.toolkit.fluxcd.io/v1', kinds: ['HelmRepository'] },
      ],
    };
    const { text } = imported(withoutInventory, [serving, without]);
    const fleet = simulate(readRepo(filesOf(fleetWith({ [inventoryFile]: text })), defaultSettings));
    const clustersOf = (kind: string, namespace: string, name: string): readonly string[] | undefined => {
      const template = fleet.find(kind, namespace, name);
      return template === undefined ? undefined : fleet.decide(template).clusters;
    };
    expect(clustersOf('HelmRelease', 'podinfo', 'podinfo')).toEqual(['member1']);
    expect(clustersOf('HelmRepository', 'flux-system', 'podinfo')).toEqual(['member1']);
    expect(clustersOf('ConfigMap', 'podinfo', 'podinfo-helm-chart-value-overrides')).toEqual([
      'member1',
      'member2',
    ]);
  });
});
