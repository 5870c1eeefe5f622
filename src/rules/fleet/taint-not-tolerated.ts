import { mapOf } from '../../fleet/fields.ts';
import { untolerated } from '../../fleet/tolerations.ts';
import { mapsIn, propagationPolicies } from '../fleet-policies.ts';
import { named, problemOf } from '../named.ts';
import type { Rule } from '../rule.ts';

const policy = 'flux-system/propagationpolicies/propagationpolicy-redis.yaml';
const labels = '      labelSelector:\n        matchLabels:\n          env: production\n';
const names = '      clusterNames:\n        - member1\n        - member2\n        - member3\n';

export const taintNotTolerated: Rule = {
  id: 'fleet/taint-not-tolerated',
  severity: 'warning',
  preset: 'recommended',
  since: '0.1.0',
  summary: 'A placement names a cluster whose taint it does not tolerate.',
  why: `A taint with the effect \`NoSchedule\` or \`NoExecute\` keeps away what does not tolerate it, also where a policy names the
cluster (rule 17 of the fleet model): the object is not sent, and the binding only says how many clusters fit. Clusters
that are selected by labels are not judged: to leave out those with a taint is what taints are for.`,
  examples: [
    {
      title: 'a cluster for tests',
      base: 'fleet',
      replace: [[policy, labels, names]],
      finds: [
        'PropagationPolicy redis names member3, and does not tolerate its taint dedicated=tests:NoSchedule',
      ],
    },
    {
      title: 'the taint tolerated',
      base: 'fleet',
      replace: [
        [
          policy,
          labels,
          `${names}    clusterTolerations:\n      - key: dedicated\n        operator: Equal\n        value: tests\n        effect: NoSchedule\n`,
        ],
      ],
      finds: [],
    },
  ],
  *check({ repo, fleet }) {
    const policies = propagationPolicies(repo);
    if (policies.length === 0) return;
    const { known } = fleet();
    const tainted = new Map(
      known.clusters.flatMap((each) => (each.taints.length === 0 ? [] : [[each.name, each] as const])),
    );
    if (tainted.size === 0) return;
    for (const resource of policies) {
      const placement = ['spec', 'placement'];
      const taintOn = untolerated(mapOf(resource.get(...placement)) ?? {});
      const groups = [
        [...placement, 'clusterAffinity'],
        ...mapsIn(resource, [...placement, 'clusterAffinities']),
      ];
      for (const group of groups)
        for (const [index, name] of resource.list(...group, 'clusterNames').entries()) {
          const cluster = typeof name === 'string' ? tainted.get(name) : undefined;
          const taint = cluster === undefined ? undefined : taintOn(cluster);
          if (cluster === undefined || taint === undefined) continue;
          const value = taint.value === '' ? '' : `=${taint.value}`;
          const at = known.at(cluster.name);
          yield problemOf(resource, [...group, 'clusterNames', index], {
            message: `${named(resource)} names ${cluster.name}, and does not tolerate its taint ${taint.key}${value}:${taint.effect}`,
            help: 'tolerate the taint under clusterTolerations, or name other clusters',
            ...(at === undefined ? {} : { related: [{ at, message: `${cluster.name} is described here` }] }),
          });
        }
    }
  },
};
