import { propagationPolicies } from '../fleet-policies.ts';
import { named, problemOf } from '../named.ts';
import type { Rule } from '../rule.ts';

const policy = 'podinfo/propagationpolicy-podinfo.yaml';
const groups =
  '    clusterAffinities:\n      - affinityName: near\n        clusterNames:\n          - member1\n      - affinityName: far\n        clusterNames:\n          - member2\n';

export const twoAffinities: Rule = {
  id: 'fleet/two-affinities',
  severity: 'error',
  preset: 'recommended',
  since: '0.1.0',
  summary: 'A placement has clusterAffinity and clusterAffinities.',
  why: `\`clusterAffinity\` is one group of clusters; \`clusterAffinities\` is a list of groups of which the first that can
take the objects is used alone. Karmada's webhook refuses a placement with both (\`ValidatePlacement\`), since neither
would come first.`,
  examples: [
    {
      title: 'both',
      base: 'fleet',
      replace: [[policy, '  placement:\n', `  placement:\n${groups}`]],
      finds: [
        'PropagationPolicy podinfo has clusterAffinity and clusterAffinities in spec.placement; expected one of them',
      ],
    },
    {
      title: 'groups alone',
      base: 'fleet',
      replace: [
        [policy, '    clusterAffinity:\n      clusterNames:\n        - member1\n        - member2\n', groups],
      ],
      finds: [],
    },
  ],
  alone: true,
  *check({ repo }) {
    for (const resource of propagationPolicies(repo)) {
      const has = (field: string): boolean => (resource.get('spec', 'placement', field) ?? null) !== null;
      // An empty list goes on the way through the webhook that fills in defaults.
      if (!has('clusterAffinity') || resource.list('spec', 'placement', 'clusterAffinities').length === 0)
        continue;
      yield {
        ...problemOf(resource, [], {
          message: `${named(resource)} has clusterAffinity and clusterAffinities in spec.placement; expected one of them`,
          help: 'make the one group an item of clusterAffinities with a name of its own, or remove the list',
          related: [
            {
              at: resource.keyAt('spec', 'placement', 'clusterAffinity'),
              message: 'clusterAffinity stands here',
            },
          ],
        }),
        at: resource.keyAt('spec', 'placement', 'clusterAffinities'),
      };
    }
  },
};
