import { nearest } from '../../core/suggest.ts';
import { whereFrom } from '../../fleet/clusters.ts';
import { type ClusterMention, mentionsIn } from '../../fleet/named-clusters.ts';
import { hasVariable } from '../../model/substitution.ts';
import type { Path } from '../../yaml/node.ts';
import { offerFix } from '../fixes.ts';
import { policiesIn } from '../fleet-policies.ts';
import { named, problemOf } from '../named.ts';
import type { Rule } from '../rule.ts';

const override = 'podinfo/overridepolicy-podinfo.yaml';

export const unknownCluster: Rule = {
  id: 'fleet/unknown-cluster',
  severity: 'error',
  preset: 'recommended',
  since: '0.1.0',
  summary: 'A policy names a cluster that the fleet does not have.',
  why: `Karmada takes any name under \`clusterNames\`, \`exclude\` and \`dispatchingOnClusters\`, and a name that no cluster has
selects, excludes or suspends nothing: the app is missing on one member, or runs where it was to be kept away, and no
event says so. The clusters are those of \`fleet/clusters.jsonc\`, or of the Cluster objects in the repository.`,
  repair: { unsafe: 'The name is a slip away from that of one cluster: look whether that one is meant.' },
  examples: [
    {
      title: 'a slip',
      base: 'fleet',
      replace: [[override, '          - member1\n', '          - memebr1\n']],
      finds: [
        'OverridePolicy podinfo names cluster memebr1, which is not in fleet/clusters.jsonc; did you mean member1?',
      ],
    },
    {
      title: 'a cluster that is gone',
      base: 'fleet',
      replace: [[override, '          - member1\n', '          - member1\n          - frankfurt\n']],
      finds: ['OverridePolicy podinfo names cluster frankfurt, which is not in fleet/clusters.jsonc'],
    },
    {
      title: 'where no cluster is known',
      base: 'fleet',
      remove: ['fleet/clusters.jsonc'],
      replace: [[override, '          - member1\n', '          - member1\n          - frankfurt\n']],
      finds: [],
    },
    { title: 'clusters of the fleet', base: 'fleet', finds: [] },
  ],
  *check({ repo, fleet }) {
    const policies = policiesIn(repo);
    if (policies.length === 0) return;
    const { known } = fleet();
    if (known.from === 'names') return;
    const names = known.clusters.map(({ name }) => name);
    const all = new Set(names);
    for (const policy of policies) {
      const mentions = [...mentionsIn(policy.get('spec') ?? null, ['spec'])];
      const lists = namesByList(mentions);
      for (const { name, path } of mentions) {
        if (all.has(name) || hasVariable(name)) continue;
        const near = nearest(name, names);
        const guess = near === undefined ? '' : `; did you mean ${near}?`;
        const isThere = near !== undefined && lists.get(listOf(path))?.has(near);
        yield problemOf(policy, path, {
          message: `${named(policy)} names cluster ${name}, which is not in ${whereFrom(known)}${guess}`,
          help: 'name a cluster of the fleet, or bring the inventory up to date with gitops-kit import-clusters',
          // A name that the list has already would stand there twice.
          ...(near === undefined || isThere === true
            ? {}
            : offerFix(repo, policy, { title: `write ${near}`, safety: 'unsafe' }, [
                { kind: 'set', path, value: near },
              ])),
        });
      }
    }
  },
};

function namesByList(mentions: readonly ClusterMention[]): Map<string, Set<string>> {
  const lists = new Map<string, Set<string>>();
  for (const { name, path } of mentions)
    lists.set(listOf(path), (lists.get(listOf(path)) ?? new Set()).add(name));
  return lists;
}

function listOf(path: Path): string {
  return JSON.stringify(path.slice(0, -1));
}
