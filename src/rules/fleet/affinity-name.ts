import type { Problem } from '../../core/finding.ts';
import { isQualifiedName } from '../../model/object-names.ts';
import type { Resource } from '../../model/resource.ts';
import { hasVariable } from '../../model/substitution.ts';
import type { Path } from '../../yaml/node.ts';
import { mapsIn, propagationPolicies } from '../fleet-policies.ts';
import { named, problemOf } from '../named.ts';
import type { Rule } from '../rule.ts';

const policy = 'podinfo/propagationpolicy-podinfo.yaml';
const affinity = '    clusterAffinity:\n      clusterNames:\n        - member1\n        - member2\n';
const groups = (first: string, second: string): string =>
  `    clusterAffinities:\n      - affinityName: ${first}\n        clusterNames:\n          - member1\n      - affinityName: ${second}\n        clusterNames:\n          - member2\n`;

export const affinityName: Rule = {
  id: 'fleet/affinity-name',
  severity: 'error',
  preset: 'recommended',
  since: '0.1.0',
  summary: 'A group of clusters has a name that Karmada refuses, or that another group has.',
  why: `Karmada remembers by its name which of the \`clusterAffinities\` is in use. Its webhook asks for names that are
unique in a policy and have the form of a label's key (\`ValidateClusterAffinities\`); the groups under
\`overflowAffinities\` have names of their own, beside that of the group which they belong to.`,
  examples: [
    {
      title: 'a name twice',
      base: 'fleet',
      replace: [[policy, affinity, groups('near', 'near')]],
      finds: ['PropagationPolicy podinfo has two affinityName near; expected each name once'],
    },
    {
      title: 'a name with a space',
      base: 'fleet',
      replace: [[policy, affinity, groups('near', 'far away')]],
      finds: [
        'PropagationPolicy podinfo has affinityName far away; expected at most 63 letters, digits, ., _ and -',
      ],
    },
    { title: 'two names', base: 'fleet', replace: [[policy, affinity, groups('near', 'far')]], finds: [] },
  ],
  alone: true,
  *check({ repo }) {
    for (const resource of propagationPolicies(repo)) {
      const groups = mapsIn(resource, ['spec', 'placement', 'clusterAffinities']);
      yield* ofNames(resource, groups);
      for (const group of groups)
        yield* ofNames(resource, mapsIn(resource, [...group, 'overflowAffinities']), group);
    }
  },
};

/** @param owner the group whose name is taken before theirs */
function* ofNames(resource: Resource, groups: readonly Path[], owner?: Path): Iterable<Problem> {
  const seen = new Map<string, Path>();
  const taken = owner === undefined ? undefined : resource.text(...owner, 'affinityName');
  if (owner !== undefined && taken !== undefined) seen.set(taken, [...owner, 'affinityName']);
  for (const group of groups) {
    const path = [...group, 'affinityName'];
    const name = resource.text(...path);
    if (name === undefined || name === '' || hasVariable(name)) continue;
    const first = seen.get(name);
    if (first !== undefined) {
      yield problemOf(resource, path, {
        message: `${named(resource)} has two affinityName ${name}; expected each name once`,
        help: 'give each group a name of its own',
        related: [{ at: resource.at(...first), message: 'the first one stands here' }],
      });
    } else if (!isQualifiedName(name)) {
      yield problemOf(resource, path, {
        message: `${named(resource)} has affinityName ${name}; expected at most 63 letters, digits, ., _ and -`,
        help: 'write a name with a letter or digit at both ends',
      });
    }
    seen.set(name, path);
  }
}
