import { propagationPolicies } from '../fleet-policies.ts';
import { named, problemOf } from '../named.ts';
import type { Rule } from '../rule.ts';

const policy = 'podinfo/propagationpolicy-podinfo.yaml';
const some = '    dispatchingOnClusters:\n      clusterNames:\n        - member2\n';

export const suspensionClash: Rule = {
  id: 'fleet/suspension-clash',
  severity: 'error',
  preset: 'recommended',
  since: '0.1.0',
  summary: 'A policy is suspended everywhere, and on some clusters.',
  why: `\`suspension.dispatching: true\` holds back what the policy takes on all clusters, \`dispatchingOnClusters\` on those
that it names. Karmada's webhook refuses both together (\`validateSuspension\`): when the first were switched off again,
nobody could say what should become of the second.`,
  examples: [
    {
      title: 'both',
      base: 'fleet',
      replace: [[policy, 'spec:\n', `spec:\n  suspension:\n    dispatching: true\n${some}`]],
      finds: [
        'PropagationPolicy podinfo is suspended everywhere and on member2; expected dispatching or dispatchingOnClusters',
      ],
    },
    {
      title: 'one cluster',
      base: 'fleet',
      replace: [[policy, 'spec:\n', `spec:\n  suspension:\n${some}`]],
      finds: [],
    },
  ],
  alone: true,
  *check({ repo }) {
    for (const resource of propagationPolicies(repo)) {
      const names = resource.list('spec', 'suspension', 'dispatchingOnClusters', 'clusterNames');
      if (resource.get('spec', 'suspension', 'dispatching') !== true || names.length === 0) continue;
      yield problemOf(resource, ['spec', 'suspension', 'dispatching'], {
        message: `${named(resource)} is suspended everywhere and on ${someOf(names.map(String))}; expected dispatching or dispatchingOnClusters`,
        help: 'remove dispatching: true, or the list of clusters',
      });
    }
  },
};

function someOf(names: readonly string[]): string {
  return names.length > 3 ? `${names.slice(0, 2).join(', ')} and ${names.length - 2} more` : names.join(', ');
}
