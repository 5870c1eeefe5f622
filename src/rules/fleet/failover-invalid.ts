import type { Problem } from '../../core/finding.ts';
import { isQualifiedName } from '../../model/object-names.ts';
import type { Resource } from '../../model/resource.ts';
import type { Path } from '../../yaml/node.ts';
import { mapsIn, propagationPolicies, selectorsIn } from '../fleet-policies.ts';
import { named, problemOf } from '../named.ts';
import type { Rule } from '../rule.ts';

const policy = 'podinfo/propagationpolicy-podinfo.yaml';
const failover = (fields: string, rest = '  propagateDeps: true\n'): readonly [string, string, string] => [
  policy,
  'spec:\n',
  `spec:\n${rest}  failover:\n    application:\n      decisionConditions:\n        tolerationSeconds: 60\n${fields}`,
];

export const failoverInvalid: Rule = {
  id: 'fleet/failover-invalid',
  severity: 'error',
  preset: 'recommended',
  since: '0.1.0',
  summary: 'What is said of failover does not go together.',
  why: `Karmada's webhook refuses such a policy (\`ValidateFailover\`): an application that moves takes along what it needs, so
\`propagateDeps\` must be true; a grace period is for \`purgeMode: Gracefully\` only, and longer than nothing; seconds to
wait are not negative; a preserved state is kept in a label, whose key must be one.`,
  examples: [
    {
      title: 'without its dependencies',
      base: 'fleet',
      replace: [failover('      purgeMode: Never\n', '')],
      finds: [
        'PropagationPolicy podinfo has failover.application without propagateDeps; expected propagateDeps: true',
      ],
    },
    {
      title: 'a grace period that nothing waits for',
      base: 'fleet',
      replace: [failover('      purgeMode: Directly\n      gracePeriodSeconds: 60\n')],
      finds: [
        'PropagationPolicy podinfo has gracePeriodSeconds 60 with purgeMode Directly; expected it with Gracefully only',
      ],
    },
    {
      title: 'a grace period of nothing',
      base: 'fleet',
      replace: [failover('      purgeMode: Gracefully\n      gracePeriodSeconds: 0\n')],
      finds: ['PropagationPolicy podinfo has gracePeriodSeconds 0; expected more than 0'],
    },
    {
      title: 'a state in no label',
      base: 'fleet',
      replace: [
        failover(
          "      statePreservation:\n        rules:\n          - aliasLabelName: the state\n            jsonPath: '{ .replicas }'\n",
        ),
      ],
      finds: [
        'PropagationPolicy podinfo has aliasLabelName the state; expected the key of a label, such as example.com/replicas',
      ],
    },
    {
      title: 'a grace period',
      base: 'fleet',
      replace: [failover('      purgeMode: Gracefully\n      gracePeriodSeconds: 60\n')],
      finds: [],
    },
  ],
  alone: true,
  *check({ repo }) {
    for (const resource of propagationPolicies(repo)) {
      const path = ['spec', 'failover', 'application'];
      if (resource.has(...path)) yield* ofApplication(resource, path);
      for (const part of ['application', 'cluster'])
        for (const rule of mapsIn(resource, ['spec', 'failover', part, 'statePreservation', 'rules'])) {
          const key = resource.text(...rule, 'aliasLabelName');
          if (key === undefined || isQualifiedName(key)) continue;
          yield problemOf(resource, [...rule, 'aliasLabelName'], {
            message: `${named(resource)} has aliasLabelName ${key === '' ? '""' : key}; expected the key of a label, such as example.com/replicas`,
            help: 'write a key with a letter or digit at both ends',
          });
        }
    }
  },
};

function* ofApplication(resource: Resource, path: Path): Iterable<Problem> {
  const number = (...field: readonly string[]): number | undefined => {
    const value = resource.get(...path, ...field);
    return typeof value === 'number' ? value : undefined;
  };
  if (resource.get('spec', 'propagateDeps') !== true && !takesServiceImports(resource))
    yield problemOf(resource, resource.has('spec', 'propagateDeps') ? ['spec', 'propagateDeps'] : path, {
      message: `${named(resource)} has failover.application without propagateDeps; expected propagateDeps: true`,
      help: 'write propagateDeps: true below spec:',
    });
  const wait = number('decisionConditions', 'tolerationSeconds');
  if (wait !== undefined && wait < 0)
    yield problemOf(resource, [...path, 'decisionConditions', 'tolerationSeconds'], {
      message: `${named(resource)} has tolerationSeconds ${wait}; expected 0 or more`,
      help: 'write how many seconds an application may be unhealthy before it moves',
    });
  const grace = number('gracePeriodSeconds');
  if (grace === undefined) return;
  const mode = resource.text(...path, 'purgeMode') ?? 'Gracefully';
  if (mode !== 'Gracefully' && mode !== 'Graciously')
    yield problemOf(resource, [...path, 'gracePeriodSeconds'], {
      message: `${named(resource)} has gracePeriodSeconds ${grace} with purgeMode ${mode}; expected it with Gracefully only`,
      help: 'remove gracePeriodSeconds, or write purgeMode: Gracefully',
    });
  if (grace <= 0)
    yield problemOf(resource, [...path, 'gracePeriodSeconds'], {
      message: `${named(resource)} has gracePeriodSeconds ${grace}; expected more than 0`,
      help: 'write how many seconds the old copy stays while the new one becomes healthy; without the field it is 600',
    });
}

/** The webhook that fills in defaults sets propagateDeps for these. */
function takesServiceImports(resource: Resource): boolean {
  return selectorsIn(resource).some(
    ({ kind, apiVersion }) => kind === 'ServiceImport' && apiVersion === 'multicluster.x-k8s.io/v1alpha1',
  );
}
