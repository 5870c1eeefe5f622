import type { Problem } from '../../core/finding.ts';
import type { Operation } from '../../fleet/override-operations.ts';
import type { DataEdit } from '../../yaml/edit-checked.ts';
import { offerFix } from '../fixes.ts';
import { declaredHere, named, problemOf } from '../named.ts';
import { overrideFacts } from '../override-facts.ts';
import type { OperationUse } from '../override-uses.ts';
import { deedText, placeText } from '../override-words.ts';
import { fleetIn } from '../placed.ts';
import { withoutOperation } from '../removal.ts';
import type { Rule } from '../rule.ts';

const policy = 'podinfo/overridepolicy-podinfo.yaml';
const value = '                value: 3\n';
const entries = `          - fieldPath: /data/values.yaml
            yaml:
              - subPath: /replicaCount
                operator: replace
                value: 3
`;

export const overrideWithoutEffect: Rule = {
  id: 'fleet/override-without-effect',
  severity: 'warning',
  preset: 'recommended',
  since: '0.1.0',
  summary: 'An override changes nothing of any object on any cluster.',
  why: `Some overriders do nothing and say nothing: \`imageOverrider\`, \`commandOverrider\` and \`argsOverrider\` look for the
containers of Pods and workloads, and a HelmRelease has none (its images stand in its values); labels and annotations
are replaced or removed only where they exist. What is written over with the very same value is as good as not
written, and is forgotten when the value changes for all clusters.`,
  examples: [
    {
      title: 'an image of a ConfigMap',
      base: 'fleet',
      replace: [
        [
          policy,
          `        fieldOverrider:\n${entries}`,
          `        imageOverrider:\n          - component: Tag\n            operator: replace\n            value: 6.14.2\n        fieldOverrider:\n${entries}`,
        ],
      ],
      finds: [
        'OverridePolicy podinfo has an imageOverrider that changes nothing: ConfigMap podinfo-helm-chart-value-overrides has no containers',
      ],
    },
    {
      title: 'the value that all clusters have',
      base: 'fleet',
      replace: [
        [
          policy,
          value,
          `${value}              - subPath: /ui/message\n                operator: add\n                value: ""\n`,
        ],
      ],
      finds: [
        'OverridePolicy podinfo adds /ui/message in /data/values.yaml of ConfigMap podinfo-helm-chart-value-overrides, which has that very value',
      ],
    },
    {
      title: 'a label that is not there',
      base: 'fleet',
      replace: [
        [
          policy,
          `        fieldOverrider:\n`,
          `        labelsOverrider:\n          - operator: replace\n            value:\n              tier: gold\n        fieldOverrider:\n`,
        ],
      ],
      finds: [
        'OverridePolicy podinfo replaces /metadata/labels/tier of ConfigMap podinfo-helm-chart-value-overrides, which has no such value',
      ],
    },
    { title: 'another value', base: 'fleet', finds: [] },
  ],
  repair: {
    safe: 'Nothing is changed today, on any cluster.',
    unsafe:
      'The clusters get a label or annotation that they do not have today, as the policy seems to mean.',
  },
  *check(context) {
    const fleet = fleetIn(context);
    if (fleet === undefined) return;
    const seen = new Set<string>();
    for (const use of overrideFacts(fleet, context.schemas).uses.values()) {
      if (use.idle === undefined) continue;
      const { operation, template } = use;
      const { resource } = operation.policy;
      const place = `${resource.file} ${resource.at(...operation.path).range.start}`;
      if (seen.has(place)) continue;
      seen.add(place);
      yield problemOf(resource, operation.path, {
        ...wordsFor(use),
        related: [declaredHere(template.resource)],
        ...fixFor(use.idle, operation, (said, edits) => offerFix(context.repo, resource, said, edits)),
      });
    }
  },
};

function wordsFor({ idle, operation, template }: OperationUse): {
  readonly message: string;
  readonly help: string;
} {
  const subject = named(operation.policy.resource);
  const object = `${template.kind} ${template.name}`;
  if (idle === 'no-containers')
    return {
      message: `${subject} has ${operation.overrider === 'command' ? 'a' : 'an'} ${operation.overrider}Overrider that changes nothing: ${object} has no containers`,
      help: 'change the value that the chart reads, by a fieldOverrider on the values',
    };
  const deed = `${subject} ${deedText(operation)} of ${object}`;
  if (idle === 'absent')
    return {
      message: `${deed}, which has no such value`,
      help: operation.operator === 'remove' ? 'do without it' : 'write operator: add',
    };
  return {
    message: `${deed}, which has that very value`,
    help: `do without it: ${placeText(operation)} is the same on all clusters`,
  };
}

type Offer = (
  said: { readonly title: string; readonly safety: 'safe' | 'unsafe' },
  edits: readonly DataEdit[],
) => Pick<Problem, 'fix'>;

function fixFor(idle: OperationUse['idle'], operation: Operation, offer: Offer): Pick<Problem, 'fix'> {
  const { path, operator, policy } = operation;
  if (idle === 'absent' && operator === 'replace') {
    const entry = path.slice(0, -2);
    const isAlone = Object.keys(policy.resource.get(...path.slice(0, -1)) ?? {}).length === 1;
    return isAlone
      ? offer({ title: 'write operator: add', safety: 'unsafe' }, [
          { kind: 'set', path: [...entry, 'operator'], value: 'add' },
        ])
      : {};
  }
  const edits = withoutOperation(operation, policy.resource);
  return edits.length === 0 ? {} : offer({ title: 'remove the operation', safety: 'safe' }, edits);
}
