import type { Decision } from '../../fleet/fleet.ts';
import type { PropagationPolicy } from '../../fleet/policy.ts';
import { named, problemOf } from '../named.ts';
import { fleetIn } from '../placed.ts';
import type { Rule } from '../rule.ts';

const second = 'podinfo/propagationpolicy-podinfo-everywhere.yaml';

const copy = (selector: string): string => `apiVersion: policy.karmada.io/v1alpha1
kind: PropagationPolicy
metadata:
  name: podinfo-everywhere
  namespace: podinfo
spec:
  resourceSelectors:
${selector}  placement:
    clusterAffinity:
      clusterNames:
        - member1
        - member2
`;

export const contestedObject: Rule = {
  id: 'fleet/contested-object',
  severity: 'warning',
  preset: 'recommended',
  since: '0.1.0',
  summary: 'Several propagation policies select one object, and one of them alone counts.',
  why: `Exactly one policy takes an object, and placements are never merged: a PropagationPolicy before any
ClusterPropagationPolicy, then the higher \`priority\`, then a selector with a name before one with labels before one
without either, then the name of the policy. That holds where all of them are new. An object that was taken before
stays with the policy that has it, so that two control planes may send one repository to different clusters.`,
  examples: [
    {
      title: 'a second policy for the same ConfigMap',
      base: 'fleet',
      create: {
        [second]: copy(
          '    - apiVersion: v1\n      kind: ConfigMap\n      name: podinfo-helm-chart-value-overrides\n      namespace: podinfo\n',
        ),
      },
      finds: [
        'PropagationPolicy podinfo-everywhere selects ConfigMap podinfo-helm-chart-value-overrides, which PropagationPolicy podinfo takes',
      ],
    },
    {
      title: 'a policy for all that there is of a kind',
      base: 'fleet',
      create: { [second]: copy('    - apiVersion: v1\n      kind: ConfigMap\n      namespace: podinfo\n') },
      finds: [
        'PropagationPolicy podinfo-everywhere selects ConfigMap podinfo-helm-chart-value-overrides, which PropagationPolicy podinfo takes',
      ],
    },
    { title: 'one policy for each object', base: 'fleet', finds: [] },
  ],
  *check(context) {
    const fleet = fleetIn(context);
    if (fleet === undefined) return;
    const contests = new Map<string, Contest>();
    for (const template of fleet.templates) {
      const decision = fleet.decide(template);
      if (decision.policy === undefined) continue;
      for (const { policy, selector, verdict, why } of decision.matching()) {
        if (verdict !== 'loses' || selector === undefined) continue;
        const { kind, namespace, name } = decision.policy;
        const key = [policy.kind, policy.namespace, policy.name, kind, namespace, name].join('\n');
        const contest = contests.get(key);
        if (contest !== undefined) contest.others += 1;
        else contests.set(key, { loser: policy, path: selector.path, why, decision, others: 0 });
      }
    }
    for (const { loser, path, why, decision, others } of contests.values()) {
      const { template, policy: winner, selector } = decision;
      if (winner === undefined) continue;
      const more = others === 0 ? '' : `, and ${others} more that it takes`;
      yield problemOf(loser.resource, path, {
        message: `${named(loser.resource)} selects ${template.kind} ${template.name}, which ${named(winner.resource)} takes${more}`,
        help: `one policy alone counts (${why}): let one of the two select less`,
        related: [
          {
            at: winner.resource.at(...(selector?.path ?? ['metadata', 'name'])),
            message: `${named(winner.resource)} takes it here`,
          },
        ],
      });
    }
  },
};

/** Two policies that select the same objects: the first of these, and how many others there are. */
interface Contest {
  readonly loser: PropagationPolicy;
  readonly path: readonly (string | number)[];
  readonly why: string;
  readonly decision: Decision;
  others: number;
}
