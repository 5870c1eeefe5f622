import type { Resource } from '../../model/resource.ts';
import type { Path } from '../../yaml/node.ts';
import { mapsIn, propagationPolicies } from '../fleet-policies.ts';
import { named, problemOf } from '../named.ts';
import type { Rule } from '../rule.ts';

const policy = 'podinfo/propagationpolicy-podinfo.yaml';
const spread = (constraints: string): readonly [string, string, string] => [
  policy,
  '  placement:\n',
  `  placement:\n    spreadConstraints:\n${constraints}`,
];

export const spreadInvalid: Rule = {
  id: 'fleet/spread-invalid',
  severity: 'error',
  preset: 'recommended',
  since: '0.1.0',
  summary: 'Spread constraints contradict each other, or themselves.',
  why: `Karmada's webhook refuses a policy with them (\`ValidateSpreadConstraint\`): a constraint counts groups by a field or
by a label, not by both; it wants no fewer than 0 groups and at most no fewer than at least; each field has one
constraint; and whoever counts regions, zones or providers says as well how many clusters there shall be.`,
  examples: [
    {
      title: 'regions, and no number of clusters',
      base: 'fleet',
      replace: [spread('      - spreadByField: region\n        maxGroups: 2\n')],
      finds: [
        'PropagationPolicy podinfo spreads by region and says nothing of clusters; expected a constraint with spreadByField: cluster as well',
      ],
    },
    {
      title: 'at most one, and at least two',
      base: 'fleet',
      replace: [spread('      - spreadByField: cluster\n        minGroups: 2\n        maxGroups: 1\n')],
      finds: ['PropagationPolicy podinfo has maxGroups 1 below minGroups 2; expected at least as many'],
    },
    {
      title: 'one field twice',
      base: 'fleet',
      replace: [
        spread(
          '      - spreadByField: cluster\n        maxGroups: 1\n      - spreadByField: cluster\n        maxGroups: 2\n',
        ),
      ],
      finds: ['PropagationPolicy podinfo has two constraints that spread by cluster; expected one'],
    },
    {
      title: 'a field and a label',
      base: 'fleet',
      replace: [spread('      - spreadByField: cluster\n        spreadByLabel: env\n        maxGroups: 2\n')],
      finds: [
        'PropagationPolicy podinfo has spreadByField cluster and spreadByLabel env in one constraint; expected one of them',
      ],
    },
    {
      title: 'fewer than none',
      base: 'fleet',
      replace: [spread('      - spreadByField: cluster\n        minGroups: -1\n        maxGroups: 2\n')],
      finds: ['PropagationPolicy podinfo has minGroups -1; expected 0 or more'],
    },
    {
      title: 'regions and clusters',
      base: 'fleet',
      replace: [
        spread(
          '      - spreadByField: region\n        maxGroups: 2\n      - spreadByField: cluster\n        maxGroups: 2\n',
        ),
      ],
      finds: [],
    },
  ],
  alone: true,
  *check({ repo }) {
    for (const resource of propagationPolicies(repo)) {
      const list = ['spec', 'placement', 'spreadConstraints'];
      const seen = new Set<string>();
      for (const path of mapsIn(resource, list)) {
        const constraint = constraintAt(resource, path);
        for (const { field, wrong } of flawsOf(constraint, seen))
          yield problemOf(resource, [...path, field], {
            message: `${named(resource)} has ${wrong}`,
            help: 'write one constraint for each field, with the least and the most of its groups',
          });
        if (constraint.by !== '') seen.add(constraint.by);
      }
      const [first] = seen;
      if (first === undefined || seen.has('cluster')) continue;
      yield {
        ...problemOf(resource, list, {
          message: `${named(resource)} spreads by ${first} and says nothing of clusters; expected a constraint with spreadByField: cluster as well`,
          help: 'add a constraint with spreadByField: cluster and the most clusters that shall be chosen as its maxGroups',
        }),
        at: resource.keyAt(...list),
      };
    }
  },
};

interface Constraint {
  readonly by: string;
  readonly label: string;
  readonly least: number;
  readonly most: number;
}

/** One constraint after defaults (pkg/util/helper/policy.go, SetDefaultSpreadConstraints). */
function constraintAt(resource: Resource, path: Path): Constraint {
  const number = (field: string): number => {
    const value = resource.get(...path, field);
    return typeof value === 'number' ? value : 0;
  };
  const label = resource.text(...path, 'spreadByLabel') ?? '';
  const by = resource.text(...path, 'spreadByField') ?? '';
  return {
    by: by === '' && label === '' ? 'cluster' : by,
    label,
    least: number('minGroups') === 0 ? 1 : number('minGroups'),
    most: number('maxGroups'),
  };
}

function* flawsOf(
  { by, label, least, most }: Constraint,
  seen: ReadonlySet<string>,
): Iterable<{ readonly field: string; readonly wrong: string }> {
  if (by !== '' && label !== '')
    yield {
      field: 'spreadByLabel',
      wrong: `spreadByField ${by} and spreadByLabel ${label} in one constraint; expected one of them`,
    };
  if (least < 0) yield { field: 'minGroups', wrong: `minGroups ${least}; expected 0 or more` };
  if (most < 0) yield { field: 'maxGroups', wrong: `maxGroups ${most}; expected 0 or more` };
  if (most > 0 && most < least)
    yield {
      field: 'maxGroups',
      wrong: `maxGroups ${most} below minGroups ${least}; expected at least as many`,
    };
  if (seen.has(by))
    yield { field: 'spreadByField', wrong: `two constraints that spread by ${by}; expected one` };
}
