import type { DataEdit } from '../../yaml/edit-checked.ts';
import type { Data } from '../../yaml/node.ts';
import { offerFix } from '../fixes.ts';
import { overridePolicies } from '../fleet-policies.ts';
import { named, problemOf } from '../named.ts';
import type { Rule } from '../rule.ts';

const override = 'podinfo/overridepolicy-podinfo.yaml';
const rules = `  overrideRules:
    - targetCluster:
        clusterNames:
          - member1
      overriders:
        fieldOverrider:
          - fieldPath: /data/values.yaml
            yaml:
              - subPath: /replicaCount
                operator: replace
                value: 3
`;
const old = `  targetCluster:
    clusterNames:
      - member1
  overriders:
    fieldOverrider:
      - fieldPath: /data/values.yaml
        yaml:
          - subPath: /replicaCount
            operator: replace
            value: 3
`;

export const deprecatedTarget: Rule = {
  id: 'fleet/deprecated-target',
  severity: 'warning',
  preset: 'recommended',
  since: '0.1.0',
  summary: 'An override policy has its target and overriders in the old form.',
  why: `\`spec.targetCluster\` and \`spec.overriders\` are deprecated since Karmada 1.0 (pkg/apis/policy/v1alpha1/override_types.go):
a list of \`overrideRules\` says the same, for several targets in one policy, and the two do not go together.`,
  repair: { safe: 'One rule with this target and these overriders means the same.' },
  examples: [
    {
      title: 'one target',
      base: 'fleet',
      replace: [[override, rules, old]],
      finds: [
        'OverridePolicy podinfo has spec.targetCluster and spec.overriders; expected a rule of overrideRules',
      ],
    },
    {
      title: 'all clusters',
      base: 'fleet',
      replace: [[override, rules, old.replace(/ {2}targetCluster:\n(?: {4,}.*\n)+/, '')]],
      finds: ['OverridePolicy podinfo has spec.overriders; expected a rule of overrideRules'],
    },
    { title: 'a rule', base: 'fleet', finds: [] },
  ],
  alone: true,
  *check({ repo }) {
    for (const resource of overridePolicies(repo)) {
      // Beside rules they are another flaw, of which fleet/rules-and-overriders speaks.
      if (resource.list('spec', 'overrideRules').length > 0) continue;
      const fields = ['targetCluster', 'overriders'].filter((field) =>
        hasContent(resource.get('spec', field)),
      );
      const [first] = fields;
      if (first === undefined) continue;
      const target = resource.get('spec', 'targetCluster') ?? null;
      const rule: Data = {
        ...(target === null ? {} : { targetCluster: target }),
        overriders: resource.get('spec', 'overriders') ?? {},
      };
      const edits: DataEdit[] = [
        ...(['targetCluster', 'overriders'] as const)
          .filter((field) => resource.has('spec', field))
          .map((field) => ({ kind: 'remove', path: ['spec', field] }) as const),
        { kind: 'set', path: ['spec', 'overrideRules'], value: [rule], below: ['resourceSelectors'] },
      ];
      const title = 'write them as overrideRules';
      yield {
        ...problemOf(resource, ['spec', first], {
          message: `${named(resource)} has ${fields.map((field) => `spec.${field}`).join(' and ')}; expected a rule of overrideRules`,
          help: `${title}: one item with targetCluster and overriders`,
          ...offerFix(repo, resource, { title, safety: 'safe' }, edits),
        }),
        at: resource.keyAt('spec', first),
      };
    }
  },
};

function hasContent(value: Data | undefined): boolean {
  return typeof value === 'object' && value !== null && Object.keys(value).length > 0;
}
