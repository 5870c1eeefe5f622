import type { Fix } from '../../core/finding.ts';
import { didYouMean, nearest } from '../../core/suggest.ts';
import { knownClusters, whereFrom } from '../../fleet/clusters.ts';
import { mentionsIn } from '../../fleet/named-clusters.ts';
import type { Repo } from '../../model/repo.ts';
import type { Resource } from '../../model/resource.ts';
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
  *check({ repo }) {
    const policies = policiesIn(repo);
    if (policies.length === 0) return;
    const known = knownClusters(repo);
    if (known.from === 'names') return;
    const names = known.clusters.map(({ name }) => name);
    const all = new Set(names);
    for (const policy of policies)
      for (const { name, path } of mentionsIn(policy.get('spec') ?? null, ['spec'])) {
        if (all.has(name) || hasVariable(name)) continue;
        const guess = didYouMean(name, names);
        yield problemOf(policy, path, {
          message: `${named(policy)} names cluster ${name}, which is not in ${whereFrom(known)}${guess}`,
          help: 'name a cluster of the fleet, or bring the inventory up to date with gitops-kit import-clusters',
          ...fixOf(repo, policy, { name, path, names }),
        });
      }
  },
};

/** A name that the list has already would stand there twice. */
function fixOf(
  repo: Repo,
  policy: Resource,
  { name, path, names }: { readonly name: string; readonly path: Path; readonly names: readonly string[] },
): { readonly fix?: Fix } {
  const near = nearest(name, names);
  if (near === undefined || policy.list(...path.slice(0, -1)).includes(near)) return {};
  return offerFix(repo, policy, { title: `write ${near}`, safety: 'unsafe' }, [
    { kind: 'set', path, value: near },
  ]);
}
