import type { Repo } from '../../model/repo.ts';
import type { Resource } from '../../model/resource.ts';
import { homeOf, isClusterWide, propagationPolicies } from '../fleet-policies.ts';
import { named, problemOf } from '../named.ts';
import type { Rule } from '../rule.ts';

const policy = 'podinfo/propagationpolicy-podinfo.yaml';

export const schedulerChanged: Rule = {
  id: 'fleet/scheduler-changed',
  severity: 'error',
  preset: 'recommended',
  since: '0.1.0',
  compares: true,
  summary: 'A policy that exists gets another scheduler.',
  why: `Which scheduler places what a policy takes is settled when the policy is created: Karmada's webhook refuses every
change of \`schedulerName\` (pkg/webhook/propagationpolicy/validating.go), and with it whatever else the commit changes in
the policy. For another scheduler the policy has to be deleted and created again, or one of another name takes its
place.`,
  examples: [
    {
      title: 'another scheduler',
      base: 'fleet',
      before: {},
      replace: [[policy, 'spec:\n', 'spec:\n  schedulerName: cost-scheduler\n']],
      finds: [
        'PropagationPolicy podinfo changes its schedulerName from default-scheduler to cost-scheduler; expected it to stay',
      ],
    },
    {
      title: 'the default, written down',
      base: 'fleet',
      before: {},
      replace: [[policy, 'spec:\n', 'spec:\n  schedulerName: default-scheduler\n']],
      finds: [],
    },
  ],
  *check({ repo, before }) {
    const now = propagationPolicies(repo);
    if (before === undefined || now.length === 0) return;
    const old = byIdentity(before);
    for (const resource of now) {
      const was = old.get(identityOf(resource));
      if (was === undefined || schedulerOf(was) === schedulerOf(resource)) continue;
      yield problemOf(resource, ['spec', 'schedulerName'], {
        message: `${named(resource)} changes its schedulerName from ${schedulerOf(was)} to ${schedulerOf(resource)}; expected it to stay`,
        help: 'keep the scheduler, or write a policy of another name and remove this one',
      });
    }
  },
};

function byIdentity(repo: Repo): Map<string, Resource> {
  return new Map(propagationPolicies(repo).map((each) => [identityOf(each), each]));
}

function identityOf(policy: Resource): string {
  return `${policy.kind}/${isClusterWide(policy) ? '' : homeOf(policy)}/${policy.name}`;
}

function schedulerOf(policy: Resource): string {
  const name = policy.text('spec', 'schedulerName') ?? '';
  return name === '' ? 'default-scheduler' : name;
}
