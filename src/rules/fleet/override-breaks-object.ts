import type { Operation } from '../../fleet/override-operations.ts';
import { offerFix } from '../fixes.ts';
import { declaredHere, named, problemOf } from '../named.ts';
import { replicasOverrider as field, onRelease, overrideFile as policy } from '../override-example.ts';
import { overrideFacts } from '../override-facts.ts';
import { clustersText, fleetIn } from '../placed.ts';
import type { Rule } from '../rule.ts';
import { writtenScalar } from '../written-scalar.ts';

const plaintext = (path: string, value: string): string =>
  `        plaintext:\n          - path: ${path}\n            operator: add\n            value: ${value}\n`;

export const overrideBreaksObject: Rule = {
  id: 'fleet/override-breaks-object',
  severity: 'error',
  preset: 'recommended',
  since: '0.1.0',
  summary: 'An object is refused by the clusters for which it is overridden.',
  why: `The control plane checks an object as it is written, and no policy's outcome. What an override makes of it goes
to the cluster as it is, where the API server refuses a number in a ConfigMap, a field that the API does not know, or
a value that it does not take: there the object stays as it was. The same schemas judge it here as it arrives.`,
  examples: [
    {
      title: 'a number in a ConfigMap',
      base: 'fleet',
      replace: [[policy, field, plaintext('/data/replicas', '2')]],
      finds: [
        'as OverridePolicy podinfo changes it for member1, ConfigMap podinfo-helm-chart-value-overrides has data.replicas 2, a whole number; expected a text',
      ],
    },
    {
      title: 'a version in a ConfigMap, which as a number is another',
      base: 'fleet',
      replace: [[policy, field, plaintext('/data/version', '1.20')]],
      finds: [
        'as OverridePolicy podinfo changes it for member1, ConfigMap podinfo-helm-chart-value-overrides has data.version 1.2, a number; expected a text; the policy says 1.20',
      ],
    },
    {
      title: 'a field that the API does not know',
      base: 'fleet',
      replace: [[policy, field, plaintext('/spec/timeuot', '10m')], onRelease],
      finds: [
        'as OverridePolicy podinfo changes it for member1, HelmRelease podinfo has unknown field spec.timeuot; did you mean timeout?',
      ],
    },
    {
      title: 'a field that it knows',
      base: 'fleet',
      replace: [[policy, field, plaintext('/spec/timeout', '10m')], onRelease],
      finds: [],
    },
  ],
  repair: {
    safe: 'The clusters take nothing but text there, and refuse the object as it is.',
  },
  *check(context) {
    const fleet = fleetIn(context);
    if (fleet === undefined) return;
    for (const { operation, fault, template, clusters } of overrideFacts(fleet, context.schemas).broken) {
      const { resource } = operation.policy;
      const isUnquoted = fault.kind === 'wrong-type' && wantsText(operation, template.kind);
      const written = isUnquoted ? writtenScalar(resource, [...operation.path, 'value']) : undefined;
      const isOther = written !== undefined && written !== String(operation.value);
      yield problemOf(resource, [...operation.path, 'value'], {
        message: `as ${named(resource)} changes it for ${clustersText([...clusters].sort())}, ${fault.message}${isOther ? `; the policy says ${written}` : ''}`,
        help: isUnquoted ? 'put it in quotes' : (fault.help ?? 'change what the operation writes'),
        related: [declaredHere(template.resource)],
        ...(written !== undefined
          ? offerFix(context.repo, resource, { title: 'put it in quotes', safety: 'safe' }, [
              { kind: 'set', path: [...operation.path, 'value'], value: written },
            ])
          : {}),
      });
    }
  },
};

/** Whether an operation writes a plain value where nothing but text can stand. */
function wantsText({ pointer, value }: Operation, kind: string): boolean {
  if (!['number', 'bigint', 'boolean'].includes(typeof value)) return false;
  if (/^\/metadata\/(?:labels|annotations)\/[^/]+$/.test(pointer)) return true;
  return kind === 'ConfigMap' && /^\/data\/[^/]+$/.test(pointer);
}
