import { mapsIn, propagationPolicies } from '../fleet-policies.ts';
import { named, problemOf } from '../named.ts';
import type { Rule } from '../rule.ts';

const policy = 'podinfo/propagationpolicy-podinfo.yaml';
const affinity = '    clusterAffinity:\n      clusterNames:\n        - member1\n        - member2\n';
const overflow =
  '    clusterAffinities:\n      - affinityName: near\n        clusterNames:\n          - member1\n        overflowAffinities:\n          - affinityName: far\n            clusterNames:\n              - member2\n';

export const overflowMisplaced: Rule = {
  id: 'fleet/overflow-misplaced',
  severity: 'error',
  preset: 'recommended',
  since: '0.1.0',
  summary: 'A group of clusters overflows into others where nothing can overflow.',
  why: `\`overflowAffinities\` take the replicas that a group has no room for. Karmada's webhook takes them only where replicas
are divided by what is free (\`replicaSchedulingType: Divided\` with \`Aggregated\`, or with a dynamic weight), and only
beside a group that says which clusters come first (\`ValidatePlacement\`, \`ValidateOverflowAffinities\`). Objects
without replicas, as all of Flux's are, never overflow: give them a second item of \`clusterAffinities\`.`,
  examples: [
    {
      title: 'whole copies',
      base: 'fleet',
      replace: [[policy, affinity, overflow]],
      finds: [
        'PropagationPolicy podinfo has overflowAffinities without replicas to divide; expected them beside a division by dynamic weight, or Aggregated',
      ],
    },
    {
      title: 'two groups',
      base: 'fleet',
      replace: [
        [
          policy,
          affinity,
          '    clusterAffinities:\n      - affinityName: near\n        clusterNames:\n          - member1\n      - affinityName: far\n        clusterNames:\n          - member2\n',
        ],
      ],
      finds: [],
    },
  ],
  alone: true,
  *check({ repo }) {
    for (const resource of propagationPolicies(repo)) {
      const mayOverflow = isDivided((...path) =>
        resource.text('spec', 'placement', 'replicaScheduling', ...path),
      );
      for (const group of mapsIn(resource, ['spec', 'placement', 'clusterAffinities'])) {
        const path = [...group, 'overflowAffinities'];
        if (resource.list(...path).length === 0) continue;
        if (!mayOverflow) {
          yield {
            ...problemOf(resource, path, {
              message: `${named(resource)} has overflowAffinities without replicas to divide; expected them beside a division by dynamic weight, or Aggregated`,
              help: 'make them further items of clusterAffinities, which are tried in order',
            }),
            at: resource.keyAt(...path),
          };
        } else if (['labelSelector', 'fieldSelector'].every((field) => !resource.has(...group, field))) {
          const names = ['clusterNames', 'exclude'].flatMap((field) => resource.list(...group, field));
          if (names.length > 0) continue;
          yield {
            ...problemOf(resource, path, {
              message: `${named(resource)} has overflowAffinities in a group of all clusters; expected clusters that come first`,
              help: 'name the clusters of the group itself, or select them by their labels',
            }),
            at: resource.keyAt(...path),
          };
        }
      }
    }
  },
};

/** pkg/util/policy.go, IsOverflowSchedulingAllowed, after defaults: Divided, Weighted. */
function isDivided(said: (...path: readonly string[]) => string | undefined): boolean {
  if ((said('replicaSchedulingType') ?? 'Divided') !== 'Divided') return false;
  if (said('replicaDivisionPreference') === 'Aggregated') return true;
  return (said('weightPreference', 'dynamicWeight') ?? '') !== '';
}
