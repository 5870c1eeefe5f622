import { clustersOf } from '../../fleet/affinity.ts';
import { whereFrom } from '../../fleet/clusters.ts';
import { fieldOf, isMap, listOf } from '../../fleet/fields.ts';
import { isBroken, requirementOf } from '../../fleet/label-selector.ts';
import type { DataMap } from '../../fleet/policy.ts';
import type { Cluster } from '../../model/cluster.ts';
import type { Resource } from '../../model/resource.ts';
import { hasVariable } from '../../model/substitution.ts';
import type { Data, Path } from '../../yaml/node.ts';
import { affinitiesIn, fieldKeys, fieldOperators, policiesIn } from '../fleet-policies.ts';
import { named, problemOf } from '../named.ts';
import { clustersText } from '../placed.ts';
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
nowhere, and a rule with such a target is never applied. Names, labels and fields must all agree, and \`exclude\` goes
before them. The clusters are those of \`fleet/clusters.jsonc\`, or of the Cluster objects in the repository; labels that
were given to a cluster since are missing there, until \`gitops-kit import-clusters\` has read them.`,
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
      title: 'clusters that are all excluded',
      base: 'fleet',
      replace: [
        [
          override,
          names,
          '        exclude:\n          - member1\n          - member2\n        labelSelector:\n          matchLabels:\n            env: production\n',
        ],
      ],
      finds: [
        'OverridePolicy podinfo selects clusters with env=production, and excludes member1 and member2, which are like that',
      ],
    },
    {
      title: 'a name and a label of different clusters',
      base: 'fleet',
      replace: [
        [
          override,
          names,
          `${names}        labelSelector:\n          matchLabels:\n            env: staging\n`,
        ],
      ],
      finds: [
        'OverridePolicy podinfo selects clusters with env=staging, and names none of member3, which is like that',
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
            message: `${named(policy)} selects clusters with ${asked.words}, and ${asked.lack ?? `none of the ${clusters.size} in ${whereFrom(known)} is like that`}`,
            help:
              asked.lack === undefined
                ? 'select clusters as they are, or bring the inventory up to date with gitops-kit import-clusters'
                : `change ${asked.field}, or what the clusters are selected by`,
          }),
          at: policy.keyAt(...path, asked.field),
        };
      }
  },
};

interface Asked {
  readonly field: string;
  readonly words: string;
  /** Why none is taken, where some are like that. */
  readonly lack?: string;
}

/** What an affinity asks of clusters where none is like that; of names alone fleet/unknown-cluster speaks. */
function askedOf(policy: Resource, path: Path, clusters: ReadonlyMap<string, Cluster>): Asked | undefined {
  const affinity = policy.get(...path);
  if (!isMap(affinity) || clustersOf(affinity, clusters).length > 0) return undefined;
  const labels = wordsOf(policy, [...path, 'labelSelector']);
  const fields = wordsOf(policy, [...path, 'fieldSelector']);
  const all = [...labels, ...fields];
  const words = all.length > 3 ? `${all.slice(0, 2).join(', ')} and ${all.length - 2} more` : all.join(', ');
  if (words === '' || hasVariable(words) || isUnreadable(affinity)) return undefined;
  const like = clustersOf(restOf(affinity, ['exclude', 'clusterNames']), clusters);
  if (like.length === 0) return { field: labels.length > 0 ? 'labelSelector' : 'fieldSelector', words };
  const those = clustersText(like.map(({ name }) => name));
  const isExcluded = clustersOf(restOf(affinity, ['exclude']), clusters).length > 0;
  return isExcluded
    ? {
        field: 'exclude',
        words,
        lack: `excludes ${those}, which ${like.length < 2 ? 'is' : 'are'} like that`,
      }
    : {
        field: 'clusterNames',
        words,
        lack: `names none of ${those}, which ${like.length < 2 ? 'is' : 'are'} like that`,
      };
}

/** An affinity without some of its fields. */
function restOf(affinity: DataMap, fields: readonly string[]): DataMap {
  const rest: Record<string, Data> = Object.create(null);
  for (const [key, value] of Object.entries(affinity)) if (!fields.includes(key)) rest[key] = value;
  return rest;
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
