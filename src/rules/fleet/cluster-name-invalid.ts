import type { Location, Problem } from '../../core/finding.ts';
import { inventoryOf, knownClusters } from '../../fleet/clusters.ts';
import { mentionsIn } from '../../fleet/named-clusters.ts';
import { isClusterName, longestClusterName } from '../../model/cluster.ts';
import { labelForm } from '../../model/object-names.ts';
import { hasVariable } from '../../model/substitution.ts';
import { policiesIn } from '../fleet-policies.ts';
import type { Rule } from '../rule.ts';

const inventory = 'fleet/clusters.jsonc';

export const clusterNameInvalid: Rule = {
  id: 'fleet/cluster-name-invalid',
  severity: 'error',
  preset: 'recommended',
  since: '0.1.0',
  summary: 'A cluster has a name that no member of a fleet can have.',
  why: `The namespace in which Karmada keeps a member's objects is \`karmada-es-<name>\`: so the name has at most 48 characters,
lower-case letters, digits and \`-\`, with a letter or digit at both ends
(pkg/apis/cluster/validation/validation.go). Karmada refuses to join a cluster of another name, and where a policy names
one, it names nothing.`,
  examples: [
    {
      title: 'a name with dots',
      base: 'fleet',
      replace: [[inventory, '"member3": {', '"member3.example.com": {']],
      finds: [
        'cluster member3.example.com cannot be joined; expected at most 48 lower-case letters, digits and -',
      ],
    },
    {
      title: 'a long name in a policy, where no cluster is known',
      base: 'fleet',
      remove: [inventory],
      replace: [
        [
          'podinfo/overridepolicy-podinfo.yaml',
          '          - member1\n',
          '          - member1\n          - Member_2\n',
        ],
      ],
      finds: ['cluster Member_2 cannot be joined; expected at most 48 lower-case letters, digits and -'],
    },
    { title: 'names of clusters', base: 'fleet', finds: [] },
  ],
  *check({ repo, fleet }) {
    const policies = policiesIn(repo);
    if (policies.length === 0 && inventoryOf(repo) === undefined) return;
    const known = policies.length === 0 ? knownClusters(repo) : fleet().known;
    for (const { name } of known.clusters) {
      const at = known.at(name);
      if (at !== undefined && !isClusterName(name)) yield refused(name, at);
    }
    // Where clusters are known, a policy's name that is none of them is fleet/unknown-cluster's.
    if (known.from !== 'names') return;
    for (const policy of policies)
      for (const { name, path } of mentionsIn(policy.get('spec') ?? null, ['spec']))
        if (!isClusterName(name) && !hasVariable(name))
          yield { ...refused(name, policy.at(...path)), object: policy.object };
  },
};

function refused(name: string, at: Location): Problem {
  return {
    at,
    message: `cluster ${name} cannot be joined; expected at most ${longestClusterName} ${labelForm.letters.replace(/, with.*/, '')}`,
    help: 'write the name as kubectl get clusters prints it',
  };
}
