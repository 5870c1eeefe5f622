import type { Fix } from '../../core/finding.ts';
import { isBuiltinGroup } from '../../model/kubernetes-apis.ts';
import { isFluxGroup } from '../../model/object-names.ts';
import type { Repo } from '../../model/repo.ts';
import type { Resource } from '../../model/resource.ts';
import { offerFix } from '../fixes.ts';
import { mapsIn, propagationPolicies, selectorsIn, type WrittenSelector } from '../fleet-policies.ts';
import { isSpreadIgnored, isWorkload } from '../fleet-replicas.ts';
import { named, problemOf } from '../named.ts';
import type { Rule } from '../rule.ts';

const redis = 'redis/propagationpolicy-redis.yaml';
const path = ['spec', 'placement', 'replicaScheduling'];
const placement = (fields: string): readonly [string, string, string] => [
  redis,
  '  placement:\n',
  `  placement:\n${fields}`,
];

export const replicaSchedulingIdle: Rule = {
  id: 'fleet/replica-scheduling-idle',
  severity: 'warning',
  preset: 'recommended',
  since: '0.1.0',
  summary: 'Replicas are divided among clusters, of objects that have none.',
  why: `\`replicaScheduling\` divides the replicas of Deployments and other workloads. A HelmRelease, a source or a ConfigMap has
none: it goes whole to every chosen cluster (rule 20 of the fleet model), and how many replicas run there stands in the
values. It is not harmless: a division by fixed weights, which is also what an empty \`replicaScheduling\` means, switches
spread constraints off (rule 22).`,
  repair: {
    safe: 'What has no replicas goes to the same clusters without it.',
    unsafe:
      'Spread constraints count again, which the division had switched off: fewer clusters may be chosen.',
  },
  examples: [
    {
      title: 'a release in halves',
      base: 'fleet',
      replace: [placement('    replicaScheduling:\n      replicaSchedulingType: Divided\n')],
      finds: [
        'PropagationPolicy redis divides replicas, and HelmRelease redis and the others that it selects have none',
      ],
    },
    {
      title: 'spread constraints that do not count',
      base: 'fleet',
      replace: [
        placement(
          '    replicaScheduling: {}\n    spreadConstraints:\n      - spreadByField: cluster\n        maxGroups: 3\n',
        ),
      ],
      finds: [
        'PropagationPolicy redis divides replicas, and HelmRelease redis and the others that it selects have none; its spreadConstraints do not count for it',
      ],
    },
    {
      title: 'whole copies',
      base: 'fleet',
      replace: [
        placement(
          '    replicaScheduling:\n      replicaSchedulingType: Duplicated\n    spreadConstraints:\n      - spreadByField: cluster\n        maxGroups: 3\n',
        ),
      ],
      finds: [],
    },
  ],
  alone: true,
  *check({ repo }) {
    for (const resource of propagationPolicies(repo)) {
      // Duplicated is what happens anyway.
      if ((resource.get(...path) ?? null) === null || isDuplicated(resource)) continue;
      const selectors = selectorsIn(resource);
      const [first, ...others] = selectors;
      if (first === undefined || !selectors.every(hasNoReplicas)) continue;
      const it = `${first.kind}${first.name === '' ? '' : ` ${first.name}`}`;
      const all = others.length === 0 ? `${it} has none` : `${it} and the others that it selects have none`;
      const isSpread = isSpreadIgnored(resource) && hasSpread(resource);
      const also = isSpread ? '; its spreadConstraints do not count for it' : '';
      yield {
        ...problemOf(resource, path, {
          message: `${named(resource)} divides replicas, and ${all}${also}`,
          help: 'remove replicaScheduling; how many replicas run on a cluster is said in the values, by an OverridePolicy',
          ...fixOf(repo, resource, isSpread),
        }),
        at: resource.keyAt(...path),
      };
    }
  },
};

/** Kinds that are surely no workloads: of others an interpreter may count replicas. */
function hasNoReplicas({ apiVersion, kind }: WrittenSelector): boolean {
  const slash = apiVersion.indexOf('/');
  const group = slash === -1 ? '' : apiVersion.slice(0, slash);
  return isFluxGroup(group) || ((group === '' || isBuiltinGroup(group)) && !isWorkload(kind));
}

function isDuplicated(policy: Resource): boolean {
  return policy.text(...path, 'replicaSchedulingType') === 'Duplicated';
}

function hasSpread(policy: Resource): boolean {
  return policy.list('spec', 'placement', 'spreadConstraints').length > 0;
}

/** Groups that overflow are refused without a division: they are a flaw of their own. */
function fixOf(repo: Repo, policy: Resource, isSpread: boolean): { readonly fix?: Fix } {
  const groups = mapsIn(policy, ['spec', 'placement', 'clusterAffinities']);
  if (groups.some((group) => policy.list(...group, 'overflowAffinities').length > 0)) return {};
  const safety = isSpread ? 'unsafe' : 'safe';
  return offerFix(repo, policy, { title: 'remove replicaScheduling', safety }, [{ kind: 'remove', path }]);
}
