import { describe, expect, test } from 'vitest';
import { filesOf } from '../../src/core/change.ts';
import { goldenFiles, lint, messages } from '../support/golden.ts';
import { fleetWith, placed, unplaced } from './placed.ts';

const release = 'podinfo/propagationpolicy-podinfo.yaml';
const source = 'flux-system/propagationpolicies/propagationpolicy-podinfo.yaml';
const kustomization = 'flux-system/kustomizations/kustomization-podinfo.yaml';
const fleet = fleetWith();

describe('place', () => {
  test('writes the policies of the fleet, byte for byte', () => {
    const { texts, touched, title, notes } = placed(
      {
        ...unplaced(),
        'podinfo/overridepolicy-podinfo.yaml': fleet['podinfo/overridepolicy-podinfo.yaml'] ?? '',
      },
      'podinfo',
      'member1,member2',
    );
    expect(touched).toEqual([source, release]);
    expect(texts[source]).toBe(fleet[source]);
    expect(texts[release]).toBe(fleet[release]);
    expect([title, notes]).toEqual(['place podinfo on member1, member2', []]);
    const byLabels = placed(unplaced(), 'redis', 'env=production').texts;
    for (const path of ['redis/propagationpolicy-redis.yaml', source.replaceAll('podinfo', 'redis')])
      expect(byLabels[path]).toBe(fleet[path]);
  });

  test('takes out of the Kustomization what never becomes ready on a control plane', () => {
    const golden = goldenFiles.text(kustomization) ?? '';
    expect(golden).toContain('healthChecks:');
    const { texts } = placed({ ...unplaced(), [kustomization]: golden }, 'podinfo', 'member1');
    expect(texts[kustomization]).toBe(fleet[kustomization]);
    const waiting = golden.replace('  prune: true', '  wait: true # all of it\n  prune: true');
    expect(
      placed({ ...unplaced(), [kustomization]: waiting }, 'podinfo', 'member1').texts[kustomization],
    ).toBe(fleet[kustomization]);
  });

  test('again changes nothing', () => {
    expect(placed(fleet, 'podinfo', 'member2,member1').touched).toEqual([]);
    expect(placed(fleet, 'redis', 'env=production').touched).toEqual([]);
  });

  test('other clusters: names come and go in place, with their comments', () => {
    const commented = (fleet[release] ?? '').replace('- member2', '- member2 # the big one');
    const { texts, touched, notes } = placed(
      { ...fleet, [release]: commented },
      'podinfo',
      'member2,member3',
    );
    expect(touched).toEqual([source, release]);
    expect(texts[release]).toBe(
      commented.replace('        - member1\n', '').replace(/$(?![\s\S])/, '        - member3\n'),
    );
    expect(notes).toEqual([
      'HelmRelease podinfo does not reach member3: its taint dedicated=tests:NoSchedule is not tolerated',
      'Karmada removes from member1: HelmRelease podinfo, ConfigMap podinfo-helm-chart-value-overrides, HelmRepository podinfo, and Flux uninstalls the release',
    ]);
  });

  test('names become labels, and labels names', () => {
    const labels = placed(fleet, 'podinfo', 'env=production').texts;
    expect(labels[source]).toBe(
      fleet['flux-system/propagationpolicies/propagationpolicy-redis.yaml']?.replaceAll('redis', 'podinfo'),
    );
    const names = placed(labels, 'podinfo', 'member1,member2').texts;
    expect(names).toEqual(fleet);
    expect(placed(fleet, 'redis', 'env=staging').texts['redis/propagationpolicy-redis.yaml']).toBe(
      fleet['redis/propagationpolicy-redis.yaml']?.replace('env: production', 'env: staging'),
    );
  });

  test('one policy for all namespaces, and it stays one', () => {
    const path = 'flux-system/clusterpropagationpolicies/clusterpropagationpolicy-podinfo.yaml';
    const { texts, touched } = placed(unplaced(), 'podinfo', 'member1', { scope: 'cluster' });
    expect(touched).toEqual([path]);
    expect(texts[path]).toBe(`apiVersion: policy.karmada.io/v1alpha1
kind: ClusterPropagationPolicy
metadata:
  name: podinfo
spec:
  resourceSelectors:
    - apiVersion: helm.toolkit.fluxcd.io/v2
      kind: HelmRelease
      name: podinfo
      namespace: podinfo
    - apiVersion: v1
      kind: ConfigMap
      name: podinfo-helm-chart-value-overrides
      namespace: podinfo
    - apiVersion: source.toolkit.fluxcd.io/v1
      kind: HelmRepository
      name: podinfo
      namespace: flux-system
  placement:
    clusterAffinity:
      clusterNames:
        - member1
`);
    expect(placed(texts, 'podinfo', 'member1,member2').touched).toEqual([path]);
    expect(() => placed(fleet, 'podinfo', 'member1', { scope: 'cluster' })).toThrow(
      'app podinfo is placed by PropagationPolicy podinfo in flux-system/propagationpolicies/propagationpolicy-podinfo.yaml',
    );
  });

  test('what it writes is clean at strict', () => {
    const alone = (fleet[kustomization] ?? '').replace('  dependsOn:\n    - name: redis\n', '');
    for (const where of ['member1,member2', 'env=production', 'member1']) {
      const { texts } = placed(
        fleetWith({ [kustomization]: alone, [source]: undefined, [release]: undefined }),
        'podinfo',
        where,
      );
      expect(messages(lint(filesOf(texts), { extends: 'strict' }))).toEqual([]);
    }
  });
});
