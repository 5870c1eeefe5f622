import type { Operation } from '../../fleet/override-operations.ts';
import type { Data, Scalar } from '../../yaml/node.ts';
import { offerFix } from '../fixes.ts';
import { declaredHere, named, problemOf } from '../named.ts';
import { overrideFacts } from '../override-facts.ts';
import { scalarOf } from '../override-uses.ts';
import { placeText } from '../override-words.ts';
import { clustersText, fleetIn } from '../placed.ts';
import { refusedOnClusters } from '../refused-on-clusters.ts';
import type { Rule } from '../rule.ts';
import { writtenScalar } from '../written-scalar.ts';

const policy = 'podinfo/overridepolicy-podinfo.yaml';
const written =
  '              - subPath: /replicaCount\n                operator: replace\n                value: 3';

export const overrideChangesType: Rule = {
  id: 'fleet/override-changes-type',
  severity: 'warning',
  preset: 'recommended',
  since: '0.1.0',
  summary: 'An override makes text of a number or truth value, or the other way round.',
  why: `What an override writes keeps the type that it has in the policy. \`"3306"\` for a port leaves a text in the values,
which the API of the cluster refuses where the chart hands it on, and \`1.10\` for a tag is the number 1.1. The example
of Karmada's own documentation does that. Write it as the value is written that it replaces.`,
  examples: [
    {
      title: 'a number in quotes',
      base: 'fleet',
      replace: [[policy, 'value: 3', 'value: "3"']],
      finds: [
        'OverridePolicy podinfo writes the text "3" to /replicaCount in /data/values.yaml of ConfigMap podinfo-helm-chart-value-overrides for member1, where the number 2 was',
      ],
    },
    {
      title: 'a tag without quotes',
      base: 'fleet',
      replace: [
        [
          policy,
          written,
          '              - subPath: /image/tag\n                operator: replace\n                value: 6.15',
        ],
      ],
      finds: [
        'OverridePolicy podinfo writes the number 6.15 to /image/tag in /data/values.yaml of ConfigMap podinfo-helm-chart-value-overrides for member1, where the text "6.14.1" was',
      ],
    },
    {
      title: 'a tag without quotes, which as a number is another',
      base: 'fleet',
      replace: [
        [
          policy,
          written,
          '              - subPath: /image/tag\n                operator: replace\n                value: 6.20',
        ],
      ],
      finds: [
        'OverridePolicy podinfo writes the number 6.20 to /image/tag in /data/values.yaml of ConfigMap podinfo-helm-chart-value-overrides for member1, where the text "6.14.1" was',
      ],
    },
    {
      title: 'a tag in quotes',
      base: 'fleet',
      replace: [
        [
          policy,
          written,
          '              - subPath: /image/tag\n                operator: replace\n                value: "6.15"',
        ],
      ],
      finds: [],
    },
  ],
  repair: {
    unsafe: 'The cluster gets the value in the type that it had: look whether it was meant to have another.',
  },
  *check(context) {
    const fleet = fleetIn(context);
    if (fleet === undefined) return;
    const { uses, broken } = overrideFacts(fleet, context.schemas);
    const refused = new Set(
      [...broken, ...refusedOnClusters(fleet, context)].map(({ operation }) => operation),
    );
    for (const { operation, retyped, clusters } of uses.values()) {
      if (retyped === undefined || refused.has(operation) || !isFree(operation)) continue;
      const { resource } = operation.policy;
      const { template, was } = retyped;
      const written = writtenScalar(resource, [...operation.path, 'value']);
      const now = inType(operation, { was, written });
      yield problemOf(resource, [...operation.path, 'value'], {
        message: `${named(resource)} writes the ${typed(operation.value, written)} to ${placeText(operation)} of ${template.kind} ${template.name} for ${clustersText([...clusters].sort())}, where the ${typed(was)} was`,
        help: typeof was === 'string' ? 'put it in quotes' : 'write it without quotes',
        related: [declaredHere(template.resource)],
        ...(now === undefined
          ? {}
          : offerFix(
              context.repo,
              resource,
              {
                title: typeof was === 'string' ? 'put it in quotes' : 'write it without quotes',
                safety: 'unsafe',
              },
              [{ kind: 'set', path: [...operation.path, 'value'], value: now }],
            )),
      });
    }
  },
};

/** Whether no schema says which type stands there: in values, wherever they are. */
function isFree({ inner, pointer }: Operation): boolean {
  return inner !== undefined || pointer.startsWith('/spec/values/');
}

function typed(value: Data, written = String(value)): string {
  if (typeof value === 'string') return `text ${JSON.stringify(value)}`;
  return typeof value === 'boolean' ? `truth value ${written}` : `number ${written}`;
}

/** The value as it is written in the policy, in the type of another. */
function inType(
  { value }: Operation,
  { was, written }: { readonly was: Scalar; readonly written: string | undefined },
): Scalar | undefined {
  if (typeof value === 'string') return scalarOf(value, was);
  return typeof was === 'string' ? written : undefined;
}
