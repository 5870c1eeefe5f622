import { named, problemOf } from '../named.ts';
import { overrideFacts } from '../override-facts.ts';
import { placeText } from '../override-words.ts';
import { clustersText, fleetIn } from '../placed.ts';
import type { Rule } from '../rule.ts';

const second = (value: number): string => `apiVersion: policy.karmada.io/v1alpha1
kind: OverridePolicy
metadata:
  name: podinfo-production
  namespace: podinfo
spec:
  resourceSelectors:
    - apiVersion: v1
      kind: ConfigMap
      name: podinfo-helm-chart-value-overrides
      namespace: podinfo
  overrideRules:
    - targetCluster:
        labelSelector:
          matchLabels:
            env: production
      overriders:
        fieldOverrider:
          - fieldPath: /data/values.yaml
            yaml:
              - subPath: ${value === 0 ? '/ui/message' : '/replicaCount'}
                operator: replace
                value: ${value === 0 ? 'production' : value}
`;
const file = 'podinfo/overridepolicy-podinfo-production.yaml';

export const overrideOverwritten: Rule = {
  id: 'fleet/override-overwritten',
  severity: 'warning',
  preset: 'recommended',
  since: '0.1.0',
  summary: 'What one override policy writes, another writes over.',
  why: `All override policies that match are applied, and the last one counts: cluster-scoped ones come before those of
the namespace, then less precise selectors before more precise ones, then names in alphabetical order. \`priority\` there
is none, so that a new name may turn two policies round. Give each value to one policy, whose rules are applied in the
order in which they stand.`,
  examples: [
    {
      title: 'two policies for one value',
      base: 'fleet',
      create: { [file]: second(5) },
      finds: [
        'OverridePolicy podinfo writes /replicaCount in /data/values.yaml of ConfigMap podinfo-helm-chart-value-overrides, and OverridePolicy podinfo-production writes over it for member1',
      ],
    },
    {
      title: 'a policy for all that is around the value',
      base: 'fleet',
      create: {
        [file]: second(5)
          .replace('subPath: /replicaCount', 'subPath: ""')
          .replace('value: 5', 'value: { replicaCount: 5 }'),
      },
      finds: [
        'OverridePolicy podinfo writes /replicaCount in /data/values.yaml of ConfigMap podinfo-helm-chart-value-overrides, and OverridePolicy podinfo-production writes over it for member1',
      ],
    },
    { title: 'two policies for two values', base: 'fleet', create: { [file]: second(0) }, finds: [] },
  ],
  *check(context) {
    const fleet = fleetIn(context);
    if (fleet === undefined) return;
    for (const { loser, winner, template, clusters } of overrideFacts(fleet, context.schemas).clashes) {
      const { resource } = loser.policy;
      yield problemOf(resource, loser.path, {
        message: `${named(resource)} writes ${placeText(loser)} of ${template.kind} ${template.name}, and ${named(winner.policy.resource)} writes over it for ${clustersText([...clusters].sort())}`,
        help: 'let one of the two say it, or leave these clusters out of one of them',
        related: [{ at: winner.policy.resource.at(...winner.path), message: 'it is written over here' }],
      });
    }
  },
};
