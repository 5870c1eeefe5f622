import { describe, expect, test } from 'vitest';
import { affinity } from '../../src/fleet/affinity.ts';
import { labelSelector } from '../../src/fleet/label-selector.ts';
import type { Selector } from '../../src/fleet/policy.ts';
import { scoreOf } from '../../src/fleet/selectors.ts';
import { namedCluster } from '../../src/model/cluster.ts';

const podinfo = {
  apiVersion: 'helm.toolkit.fluxcd.io/v2',
  kind: 'HelmRelease',
  namespace: 'podinfo',
  name: 'podinfo',
  labels: { team: 'web' },
};

const all: Selector = {
  apiVersion: podinfo.apiVersion,
  kind: podinfo.kind,
  namespace: '',
  name: '',
  labelSelector: undefined,
  path: [],
};

describe('rule 9: how precisely a selector matches', () => {
  test.each<[string, Partial<Selector>, number]>([
    ['all of a kind', {}, 1],
    ['labels', { labelSelector: { matchLabels: { team: 'web' } } }, 2],
    ['labels, by a selector of nothing', { labelSelector: {} }, 2],
    ['a name', { name: 'podinfo' }, 3],
    ['a name, whatever labels', { name: 'podinfo', labelSelector: { matchLabels: { team: 'db' } } }, 3],
    ['not: other labels', { labelSelector: { matchLabels: { team: 'db' } } }, 0],
    ['not: another name', { name: 'redis' }, 0],
    ['not: another namespace', { namespace: 'redis', name: 'podinfo' }, 0],
    ['not: another version', { apiVersion: 'helm.toolkit.fluxcd.io/v2beta1' }, 0],
    ['not: another kind', { kind: 'HelmChart' }, 0],
  ])('%s', (_, change, score) => {
    expect(scoreOf({ ...all, ...change }, podinfo)).toBe(score);
  });
});

describe('rule 10: label selectors', () => {
  const labels = { env: 'production', tier: '' };
  test.each([
    ['matchLabels', { matchLabels: { env: 'production' } }, true],
    ['In', { matchExpressions: [{ key: 'env', operator: 'In', values: ['staging', 'production'] }] }, true],
    [
      'NotIn of another value',
      { matchExpressions: [{ key: 'env', operator: 'NotIn', values: ['staging'] }] },
      true,
    ],
    [
      'NotIn of a key that is not there',
      { matchExpressions: [{ key: 'zone', operator: 'NotIn', values: ['a'] }] },
      true,
    ],
    [
      'NotIn of the value',
      { matchExpressions: [{ key: 'env', operator: 'NotIn', values: ['production'] }] },
      false,
    ],
    ['Exists, of an empty value', { matchExpressions: [{ key: 'tier', operator: 'Exists' }] }, true],
    ['DoesNotExist', { matchExpressions: [{ key: 'tier', operator: 'DoesNotExist' }] }, false],
    [
      'both parts',
      { matchLabels: { env: 'production' }, matchExpressions: [{ key: 'x', operator: 'Exists' }] },
      false,
    ],
    [
      'an operator that there is not',
      { matchExpressions: [{ key: 'env', operator: 'Equals', values: ['production'] }] },
      false,
    ],
    ['In without values', { matchExpressions: [{ key: 'env', operator: 'In' }] }, false],
    [
      'Exists with values',
      { matchExpressions: [{ key: 'env', operator: 'Exists', values: ['production'] }] },
      false,
    ],
    [
      'a value that no label can have',
      { matchExpressions: [{ key: 'env', operator: 'NotIn', values: ['a b'] }] },
      false,
    ],
    [
      'a key of an object without prototype',
      { matchExpressions: [{ key: 'constructor', operator: 'Exists' }] },
      false,
    ],
    ['nothing', {}, true],
  ])('%s', (_, selector, matches) => {
    expect(labelSelector(selector).matches(labels)).toBe(matches);
  });
});

describe('rule 18: cluster affinities', () => {
  const member = {
    ...namedCluster('member1'),
    labels: { env: 'production' },
    provider: 'aws',
    zones: ['eu-1a', 'eu-1b'],
  };
  const field = (key: string, operator: string, ...values: string[]) => ({
    fieldSelector: { matchExpressions: [{ key, operator, values }] },
  });
  test.each([
    ['an empty affinity takes every cluster', {}, undefined],
    ['a name', { clusterNames: ['member1'] }, undefined],
    ['other names', { clusterNames: ['member2'] }, 'it is not among the cluster names'],
    [
      'exclude wins over names',
      { clusterNames: ['member1'], exclude: ['member1'] },
      'it is excluded by name',
    ],
    [
      'names and labels both',
      { clusterNames: ['member1'], labelSelector: { matchLabels: { env: 'staging' } } },
      'the label selector does not match its labels env=production',
    ],
    ['a provider', field('provider', 'In', 'aws', 'gcp'), undefined],
    ['another provider', field('provider', 'In', 'gcp'), 'its provider aws does not meet In gcp'],
    ['NotIn of a field that is not set', field('region', 'NotIn', 'eu'), undefined],
    ['In of a field that is not set', field('region', 'In', 'eu'), 'its region (none) does not meet In eu'],
    ['zones that overlap', field('zone', 'In', 'eu-1b', 'eu-1c'), undefined],
    [
      'zones that overlap, not wanted',
      field('zone', 'NotIn', 'eu-1b'),
      'its zones eu-1a, eu-1b do not meet NotIn eu-1b',
    ],
    ['zones that do not overlap', field('zone', 'NotIn', 'us-1'), undefined],
    ['an operator that there is not', field('zone', 'Gt', '1'), 'its zones eu-1a, eu-1b do not meet Gt 1'],
  ])('%s', (_, written, why) => {
    expect(affinity(written)(member)).toBe(why);
  });
});
