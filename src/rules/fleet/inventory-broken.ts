import { inventoryOf } from '../../fleet/clusters.ts';
import type { Rule } from '../rule.ts';

const inventory = 'fleet/clusters.jsonc';

export const inventoryBroken: Rule = {
  id: 'fleet/inventory-broken',
  severity: 'error',
  preset: 'recommended',
  since: '0.1.0',
  summary: 'The inventory of clusters cannot be read.',
  why: `\`fleet/clusters.jsonc\` says which member clusters there are and what placement asks of them: labels, taints,
provider, region, zones. With a mistake in it nothing of it counts: no rule knows the clusters then, and a slip in a
cluster's name is not found. \`gitops-kit import-clusters\` writes the file from \`kubectl get clusters -o yaml\`.`,
  examples: [
    {
      title: 'a slip in a field',
      base: 'fleet',
      replace: [[inventory, '"region": "eu-west-1"', '"regoin": "eu-west-1"']],
      finds: ['unknown key regoin in clusters.member1; did you mean region?'],
    },
    {
      title: 'a comma too few',
      base: 'fleet',
      replace: [[inventory, '"provider": "aws",', '"provider": "aws"']],
      finds: ['comma expected'],
    },
    { title: 'a list of clusters', base: 'fleet', finds: [] },
  ],
  *check({ repo }) {
    for (const problem of inventoryOf(repo)?.problems ?? [])
      yield {
        help: 'mend it, or remove the file and import anew: gitops-kit import-clusters FILE',
        ...problem,
      };
  },
};
