import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { applyChanges } from '../../src/core/change.ts';
import type { Report } from '../../src/core/finding.ts';
import { lint } from '../../src/lint/lint.ts';
import { defaultSettings } from '../../src/model/config.ts';
import { readRepo } from '../../src/model/read-repo.ts';
import { fleetRules } from '../../src/rules/fleet/rules.ts';
import { bases, schemas } from '../support/golden.ts';

const policyKinds = [
  'PropagationPolicy',
  'ClusterPropagationPolicy',
  'OverridePolicy',
  'ClusterOverridePolicy',
];

/** What the rules of the family say of the fleet with one policy more, written as JSON, which is YAML. */
function judged(kind: string, spec: unknown): Report {
  const namespace = kind.startsWith('Cluster') ? {} : { namespace: 'podinfo' };
  const metadata = { name: 'guest', ...namespace };
  const text = JSON.stringify({ apiVersion: 'policy.karmada.io/v1alpha1', kind, metadata, spec });
  const path = `podinfo/${kind.toLowerCase()}-guest.yaml`;
  const settings = { ...defaultSettings, extends: 'strict' as const };
  const repo = readRepo(applyChanges(bases.fleet, [{ kind: 'create', path, text }]), settings);
  return lint(repo, { settings, rules: fleetRules, schemas: schemas(repo) });
}

/** The names of fields, so that what is random gets deep into a policy. */
const fields = [
  ...['resourceSelectors', 'apiVersion', 'kind', 'name', 'namespace', 'labelSelector', 'matchLabels'],
  ...['matchExpressions', 'key', 'operator', 'values', 'placement', 'clusterAffinity', 'clusterAffinities'],
  ...['affinityName', 'overflowAffinities', 'clusterNames', 'exclude', 'fieldSelector', 'spreadConstraints'],
  ...['spreadByField', 'spreadByLabel', 'maxGroups', 'minGroups', 'replicaScheduling', 'weightPreference'],
  ...['staticWeightList', 'targetCluster', 'clusterTolerations', 'effect', 'workloadAffinity', 'failover'],
  ...['application', 'gracePeriodSeconds', 'suspension', 'dispatching', 'dispatchingOnClusters'],
  ...['overrideRules', 'overriders', 'plaintext', 'path', 'value', 'fieldOverrider', 'fieldPath', 'yaml'],
  ...['json', 'subPath', 'labelsOverrider', 'annotationsOverrider', 'imageOverrider', 'predicate'],
  ...['schedulerName', 'preemption', 'dependentOverrides', 'propagateDeps', '__proto__', 'constructor'],
];
const words = ['', 'v1', 'ConfigMap', 'Namespace', 'podinfo', 'member1', 'In', 'cluster', 'Always', 'add'];
const key = fc.constantFrom(...fields);
const { spec: anySpec } = fc.letrec((tie) => ({
  leaf: fc.oneof(fc.constantFrom(...words), fc.string(), fc.double(), fc.boolean(), fc.constant(null)),
  list: fc.array(tie('spec'), { maxLength: 4 }),
  map: fc.dictionary(key, tie('spec'), { maxKeys: 6 }),
  spec: fc.oneof({ maxDepth: 8, depthSize: 'medium' }, tie('leaf'), tie('list'), tie('map'), tie('map')),
}));

describe('a policy that somebody made to break the linter', () => {
  test('is judged whatever it says', () => {
    fc.assert(
      fc.property(fc.constantFrom(...policyKinds), anySpec, (kind, spec) => {
        expect(judged(kind, spec).failures).toEqual([]);
      }),
      { numRuns: 150 },
    );
  });

  test('with thousands of selectors and rules, each of them wrong, gets a finding for each', () => {
    const many = Array.from({ length: 4_000 }, (_, index) => index);
    const selectors = many.map((index) => ({
      apiVersion: 'v1',
      kind: 'ConfigMap',
      name: `c${index}`,
      namespace: 'redis',
      labelSelector: {},
    }));
    const placement = { clusterAffinity: { clusterNames: many.map((index) => `member${index}`) } };
    const placing = judged('PropagationPolicy', { resourceSelectors: selectors, placement });
    expect(countsOf(placing)).toMatchObject({
      'fleet/selector-other-namespace': 4_000,
      'fleet/label-selector-ignored': 4_000,
      'fleet/unknown-cluster': 3_997,
    });
    const overrideRules = many.map((index) => ({
      targetCluster: { labelSelector: { matchLabels: { rack: `r${index}` } } },
      overriders: { plaintext: [{ path: 'spec', operator: 'add', value: index }] },
    }));
    const overriding = judged('OverridePolicy', { overrideRules });
    expect(countsOf(overriding)).toMatchObject({
      'fleet/no-cluster-matches': 4_000,
      'fleet/pointer-without-slash': 4_000,
    });
    expect([...placing.failures, ...overriding.failures]).toEqual([]);
  });
});

function countsOf({ findings }: Report): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { rule } of findings) counts[rule] = (counts[rule] ?? 0) + 1;
  return counts;
}
