import { nearest as nearestWord } from '../../core/suggest.ts';
import { pointerKeys, pointerTo } from '../../fleet/json-pointer.ts';
import type { Operation } from '../../fleet/override-operations.ts';
import type { DataEdit } from '../../yaml/edit-checked.ts';
import { offerFix } from '../fixes.ts';
import { declaredHere, named } from '../named.ts';
import { overrideFacts } from '../override-facts.ts';
import type { Failure } from '../override-failures.ts';
import type { OperationUse } from '../override-uses.ts';
import { deedText, placeText } from '../override-words.ts';
import { clustersText, fleetIn } from '../placed.ts';
import type { Rule } from '../rule.ts';

const policy = 'podinfo/overridepolicy-podinfo.yaml';
const all = '    - targetCluster:\n        clusterNames:\n          - member1\n      overriders:';

export const overrideFails: Rule = {
  id: 'fleet/override-fails',
  severity: 'error',
  preset: 'recommended',
  since: '0.1.0',
  summary: 'An override fails, and the object does not reach the clusters that it is for.',
  why: `An operation that cannot be applied (a path that is not there, a text that is no YAML) stops the object for that
cluster: nothing of it is sent there, or what was sent last stays for ever. Other clusters go on, and the only sign is
an event on the control plane. \`replace\` and \`remove\` want a value that exists, \`add\` a parent that exists.`,
  examples: [
    {
      title: 'a slip in a path',
      base: 'fleet',
      replace: [[policy, 'subPath: /replicaCount', 'subPath: /replicaCout']],
      finds: [
        'OverridePolicy podinfo fails for member1: it replaces /replicaCout in /data/values.yaml of ConfigMap podinfo-helm-chart-value-overrides, where there is nothing; did you mean /replicaCount?',
      ],
    },
    {
      title: 'a value that is to be replaced, and is not there',
      base: 'fleet',
      replace: [
        [policy, 'value: 3', 'value: logo.svg'],
        [policy, 'subPath: /replicaCount', 'subPath: /ui/logo'],
      ],
      finds: [
        'OverridePolicy podinfo fails for member1: it replaces /ui/logo in /data/values.yaml of ConfigMap podinfo-helm-chart-value-overrides, where there is nothing; what exists ends at /ui',
      ],
    },
    {
      title: 'a value below parents that are not there, for all clusters',
      base: 'fleet',
      replace: [
        [policy, 'operator: replace', 'operator: add'],
        [policy, 'subPath: /replicaCount', 'subPath: /podDisruptionBudget/minAvailable'],
        [policy, all, '    - overriders:'],
      ],
      finds: [
        'OverridePolicy podinfo fails for member1 and member2: it adds /podDisruptionBudget/minAvailable in /data/values.yaml of ConfigMap podinfo-helm-chart-value-overrides, whose parent does not exist; what exists ends at the top',
      ],
    },
    {
      title: 'a field that is not there',
      base: 'fleet',
      replace: [[policy, 'fieldPath: /data/values.yaml', 'fieldPath: /data/value.yaml']],
      finds: [
        'OverridePolicy podinfo fails for member1: ConfigMap podinfo-helm-chart-value-overrides has no /data/value.yaml; did you mean /data/values.yaml?',
      ],
    },
    { title: 'a value that is there', base: 'fleet', finds: [] },
  ],
  repair: {
    safe: 'As it stands the object never arrives there; then it arrives with the value that the policy says.',
  },
  *check(context) {
    const fleet = fleetIn(context);
    if (fleet === undefined) return;
    const { failures, uses } = overrideFacts(fleet, context.schemas);
    for (const failure of failures) {
      const { error, operation, template, clusters } = failure;
      const use = operation === undefined ? undefined : uses.get(operation);
      const edits = use === undefined || operation === undefined ? [] : editsFor(failure, operation, use);
      const { resource } = error.policy;
      yield {
        at: error.at,
        object: resource.object,
        message: `${named(resource)} fails for ${clustersText([...clusters].sort())}: ${whatFails(failure)}`,
        help: `nothing of ${template.kind} ${template.name} reaches ${clusters.size === 1 ? 'that cluster' : 'these clusters'}: ${remedy(failure)}`,
        related: [declaredHere(template.resource)],
        ...(edits.length === 0
          ? {}
          : offerFix(
              context.repo,
              resource,
              { title: 'add the value, and what is above it', safety: 'safe' },
              edits,
            )),
      };
    }
  },
};

function whatFails(failure: Failure): string {
  const { error, nearest, operation, template, keys } = failure;
  const { message, pointer } = error;
  const object = `${template.kind} ${template.name}`;
  if (pointer === undefined) return `${oneLine(message)} (${object})`;
  const guess = pointer === '' ? undefined : guessed(pointer, nearest, keys);
  if (operation === undefined && nearest === pointer) return `${object} has no text at ${pointer}`;
  if (operation === undefined)
    return `${object} has no ${pointer}${guess === undefined ? '' : `; did you mean ${guess}?`}`;
  // What is there is not what is missing: then it is no image, or no text.
  if (nearest === pointer && operation.inner === undefined)
    return `${oneLine(message)} (${pointer} of ${object})`;
  if (nearest === undefined) return `${oneLine(message)} (${placeText(operation)} of ${object})`;
  const tail =
    guess === undefined
      ? `what exists ends at ${nearest === '' ? 'the top' : nearest}`
      : `did you mean ${guess}?`;
  return `it ${deedText(operation)} of ${object}, ${lackOf(failure, pointer)}; ${tail}`;
}

function lackOf({ operation, nearest = '', endsInScalar }: Failure, pointer: string): string {
  if (operation?.operator !== 'add') return 'where there is nothing';
  if (endsInScalar) return 'above which there is no mapping';
  return nearest === pointer.slice(0, pointer.lastIndexOf('/'))
    ? 'for which the list there has no place'
    : 'whose parent does not exist';
}

/** The key that is a slip away, where one is. */
function guessed(pointer: string, nearest = '', keys: readonly string[] = []): string | undefined {
  const there = pointerKeys(nearest);
  const steps = pointerKeys(pointer);
  const near = nearestWord(steps[there.length] ?? '', keys);
  return near === undefined ? undefined : pointerTo([...there, near, ...steps.slice(there.length + 1)]);
}

function remedy({ operation, error, nearest }: Failure): string {
  if (operation === undefined || error.pointer === undefined || error.pointer === nearest)
    return 'change the policy, or what it changes';
  if (operation.operator === 'remove') return 'name a value that exists, or do without the operation';
  return 'name a path that exists, or add what is missing with the parents that it lacks';
}

function oneLine(message: string): string {
  return message.replace(/\s*\n\s*/g, ': ');
}

/**
 * Adds what is missing below the last mapping that exists. Only where the operation is run for one object, and fails on
 * every cluster: elsewhere the parents may be there, and would be written over.
 */
function editsFor(failure: Failure, operation: Operation, use: OperationUse): DataEdit[] {
  const { error, nearest, keys, clusters } = failure;
  const { pointer } = error;
  const { operator, path, value } = operation;
  if (operator === 'remove' || pointer === undefined || nearest === undefined || keys === undefined)
    return [];
  if (use.templates.size !== 1 || use.clusters.size !== clusters.size) return [];
  if (guessed(pointer, nearest, keys) !== undefined) return [];
  const there = pointerKeys(nearest).length;
  const [first, ...below] = pointerKeys(pointer).slice(there);
  if (first === undefined || below.some((key) => /^(?:-|[-+]?\d+)$/.test(key))) return [];
  const field = operation.inner === undefined ? 'path' : 'subPath';
  const edits: DataEdit[] = [];
  if (operator !== 'add') edits.push({ kind: 'set', path: [...path, 'operator'], value: 'add' });
  if (below.length === 0) return edits;
  const wrapped = below.toReversed().reduce((inner, key) => ({ [key]: inner }), value);
  return [
    ...edits,
    { kind: 'set', path: [...path, field], value: `${nearest}${pointerTo([first])}` },
    { kind: 'set', path: [...path, 'value'], value: wrapped },
  ];
}
