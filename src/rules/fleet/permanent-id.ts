import { offerFix } from '../fixes.ts';
import { propagationPolicies } from '../fleet-policies.ts';
import { named, problemOf } from '../named.ts';
import type { Rule } from '../rule.ts';

const policy = 'podinfo/propagationpolicy-podinfo.yaml';
const meta = '  name: podinfo\n  namespace: podinfo\nspec:';
const withLabels = (labels: string): readonly [string, string, string] => [
  policy,
  meta,
  `  name: podinfo\n  namespace: podinfo\n  labels:\n${labels}spec:`,
];

export const permanentId: Rule = {
  id: 'fleet/permanent-id',
  severity: 'error',
  preset: 'recommended',
  since: '0.1.0',
  summary: 'A policy in git has the id that only the control plane gives.',
  why: `Karmada marks each propagation policy with an id when it is created, and marks with the same id what the policy
takes. A policy that was copied from \`kubectl get -o yaml\` has one already: where the policy is new it is replaced,
and from then on every change from git is refused, because the label must not change.`,
  repair: {
    safe: 'The control plane gives the policy an id of its own, whatever the file says.',
  },
  examples: [
    {
      title: 'an exported policy',
      base: 'fleet',
      replace: [
        withLabels(
          '    team: web\n    propagationpolicy.karmada.io/permanent-id: 1b7a2f0e-6a3b-4a0d-9a7e-0d9a4c3b2f11\n',
        ),
      ],
      finds: [
        'PropagationPolicy podinfo has label propagationpolicy.karmada.io/permanent-id; expected none, since the control plane sets it',
      ],
    },
    { title: 'labels of its own', base: 'fleet', replace: [withLabels('    team: web\n')], finds: [] },
  ],
  alone: true,
  *check({ repo }) {
    for (const resource of propagationPolicies(repo)) {
      const label = `${resource.kind.toLowerCase()}.karmada.io/permanent-id`;
      const path = ['metadata', 'labels', label];
      if (!resource.has(...path)) continue;
      const title = `remove label ${label}`;
      yield {
        ...problemOf(resource, path, {
          message: `${named(resource)} has label ${label}; expected none, since the control plane sets it`,
          help: title,
          ...offerFix(repo, resource, { title, safety: 'safe' }, [{ kind: 'remove', path }]),
        }),
        at: resource.keyAt(...path),
      };
    }
  },
};
