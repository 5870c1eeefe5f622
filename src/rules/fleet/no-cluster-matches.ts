import { clustersOf } from '../../fleet/affinity.ts';
import { whereFrom } from '../../fleet/clusters.ts';
import { fieldOf, isMap, listOf } from '../../fleet/fields.ts';
import { isBroken, requirementOf } from '../../fleet/label-selector.ts';
import type { DataMap } from '../../fleet/policy.ts';
import type { Cluster } from '../../model/cluster.ts';
import type { Resource } from '../../model/resource.ts';
import { hasVariable } from '../../model/substitution.ts';
import type { Path } from '../../yaml/node.ts';
import { affinitiesIn, fieldKeys, fieldOperators, policiesIn } from '../fleet-policies.ts';
import { named, problemOf } from '../named.ts';
import type { Rule } from '../rule.ts';

const override = 'podinfo/overridepolicy-podinfo.yaml';
const names = '        clusterNames:\n          - member1\n';
const labels = (label: string): readonly [string, string, string] => [
  override,
  names,
  `        labelSelector:\n          matchLabels:\n            ${label}\n`,
];

export const noClusterMatches: Rule = {
  id: 'fleet/no-cluster-matches',
  severity: 'warning',
  preset: 'recommended',
  since: '0.1.0',
  summary: 'A policy selects clusters by labels or fields, and none is like that.',
  why: `A label is compared letter by letter, and a selector that matches no cluster is no error to Karmada: what it places goes
nowhere, and a rule with such a target is never applied. The clusters are those of \`fleet/clusters.jsonc\`, or of the Cluster
objects in the repository; labels that were given to a cluster since are missing there, until \`gitops-kit
import-clusters\` has read them.`,
  examples: [
    {
      title: 'a label by another value',
      base: 'fleet',
      replace: [labels('env: prod')],
      finds: [
        'OverridePolicy podinfo selects clusters with env=prod, and none of the 3 in fleet/clusters.jsonc is like that',
      ],
    },
    {
      title: 'a region without clusters',
      base: 'fleet',
      replace: [
        [
          override,
          names,
          '        fieldSelector:\n          matchExpressions:\n            - key: region\n              operator: In\n              values:\n                - us-east-1\n',
        ],
      ],
      finds: [
        'OverridePolicy podinfo selects clusters with region In us-east-1, and none of the 3 in fleet/clusters.jsonc is like that',
      ],
    },
    {
      title: 'a label that two clusters have',
      base: 'fleet',
      replace: [labels('env: production')],
      finds: [],
    },
    {
      title: 'where no cluster is known',
      base: 'fleet',
      replace: [labels('env: prod')],
      remove: ['fleet/clusters.jsonc'],
      finds: [],
    },
  ],
  *check({ repo, fleet }) {
    const policies = policiesIn(repo);
    if (policies.length === 0) return;
    const { known } = fleet();
    if (known.from === 'names') return;
    const clusters = new Map(known.clusters.map((cluster) => [cluster.name, cluster]));
    for (const policy of policies)
      for (const path of affinitiesIn(policy)) {
        const asked = askedOf(policy, path, clusters);
        if (asked === undefined) continue;
        yield {
          ...problemOf(policy, [...path, asked.field], {
            message: `${named(policy)} selects clusters with ${asked.words}, and none of the ${clusters.size} in ${whereFrom(known)} is like that`,
            help: 'select clusters as they are, or bring the inventory up to date with gitops-kit import-clusters',
          }),
          at: policy.keyAt(...path, asked.field),
        };
      }
  },
};

/** What an affinity asks of clusters where none is like that; of names alone fleet/unknown-cluster speaks. */
function askedOf(
  policy: Resource,
  path: Path,
  clusters: ReadonlyMap<string, Cluster>,
): { readonly field: string; readonly words: string } | undefined {
  const affinity = policy.get(...path);
  if (!isMap(affinity) || clustersOf(affinity, clusters).length > 0) return undefined;
  const labels = wordsOf(policy, [...path, 'labelSelector']);
  const fields = wordsOf(policy, [...path, 'fieldSelector']);
  const all = [...labels, ...fields];
  const words = all.length > 3 ? `${all.slice(0, 2).join(', ')} and ${all.length - 2} more` : all.join(', ');
  if (words === '' || hasVariable(words) || isUnreadable(affinity)) return undefined;
  return { field: labels.length > 0 ? 'labelSelector' : 'fieldSelector', words };
}

/** fleet/selector-broken speaks of it. */
function isUnreadable(affinity: DataMap): boolean {
  const labels = fieldOf(affinity, 'labelSelector');
  if (isMap(labels) && isBroken(labels)) return true;
  return listOf(fieldOf(fieldOf(affinity, 'fieldSelector'), 'matchExpressions'))
    .map(requirementOf)
    .some(({ key, operator }) => !fieldKeys.includes(key) || !fieldOperators.includes(operator));
}

function wordsOf(policy: Resource, path: Path): string[] {
  const equal = policy.get(...path, 'matchLabels');
  const labels = isMap(equal) ? Object.entries(equal).map(([key, value]) => `${key}=${String(value)}`) : [];
  const expressions = policy.list(...path, 'matchExpressions').map((_, index) => {
    const said = (field: string): string => policy.text(...path, 'matchExpressions', index, field) ?? '';
    const values = policy.list(...path, 'matchExpressions', index, 'values').map(String);
    return [said('key'), said('operator'), values.join('|')].filter((word) => word !== '').join(' ');
  });
  return [...labels, ...expressions];
}
