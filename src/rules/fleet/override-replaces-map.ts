import { isMap } from '../../fleet/fields.ts';
import { escapeKey } from '../../fleet/json-pointer.ts';
import type { Operation } from '../../fleet/override-operations.ts';
import type { DataEdit } from '../../yaml/edit-checked.ts';
import { offerFix } from '../fixes.ts';
import { declaredHere, named, problemOf } from '../named.ts';
import { overrideFacts } from '../override-facts.ts';
import { deedText } from '../override-words.ts';
import { clustersText, fleetIn } from '../placed.ts';
import type { Rule } from '../rule.ts';

const policy = 'podinfo/overridepolicy-podinfo.yaml';
const replicas = `              - subPath: /replicaCount
                operator: replace
                value: 3
`;
const operation = (value: string): string =>
  `              - subPath: /ui\n                operator: add\n                value:\n${value}`;

export const overrideReplacesMap: Rule = {
  id: 'fleet/override-replaces-map',
  severity: 'warning',
  preset: 'recommended',
  since: '0.1.0',
  summary: 'An override adds a mapping where there is one, and takes its other entries away.',
  why: `\`add\` does not merge: what is at the path goes, with everything that the new value does not say itself. The
values that the chart gets back are its defaults. One operation for each key leaves the others alone; where the whole
is meant to be replaced, \`replace\` says so.`,
  examples: [
    {
      title: 'one of two settings',
      base: 'fleet',
      replace: [[policy, replicas, operation('                  message: hello\n')]],
      finds: [
        'OverridePolicy podinfo adds /ui in /data/values.yaml of ConfigMap podinfo-helm-chart-value-overrides for member1, and takes color away',
      ],
    },
    {
      title: 'all of them',
      base: 'fleet',
      replace: [
        [
          policy,
          replicas,
          operation('                  message: hello\n                  color: "#000000"\n'),
        ],
      ],
      finds: [],
    },
  ],
  repair: {
    unsafe: 'The entries that the operation took away are there again: look whether that was meant.',
  },
  *check(context) {
    const fleet = fleetIn(context);
    if (fleet === undefined) return;
    for (const { operation: own, lost, clusters } of overrideFacts(fleet, context.schemas).uses.values()) {
      if (lost === undefined) continue;
      const { resource } = own.policy;
      const { template, was } = lost;
      yield problemOf(resource, [...own.path, 'value'], {
        message: `${named(resource)} ${deedText(own)} of ${template.kind} ${template.name} for ${clustersText([...clusters].sort())}, and takes ${clustersText(was)} away`,
        help: 'write one operation for each key, or operator: replace where the whole is meant',
        related: [declaredHere(template.resource)],
        ...offerFix(
          context.repo,
          resource,
          { title: 'write one operation for each key', safety: 'unsafe' },
          editsFor(own),
        ),
      });
    }
  },
};

/** One operation for each entry: the first in place, the others at the end of the list. */
function editsFor({ path, inner, pointer, value }: Operation): DataEdit[] {
  const field = inner === undefined ? 'path' : 'subPath';
  const [first, ...others] = Object.entries(isMap(value) ? value : {});
  if (first === undefined) return [{ kind: 'remove', path }];
  const placeOf = (key: string): string => `${inner ?? pointer}/${escapeKey(key)}`;
  return [
    { kind: 'set', path: [...path, field], value: placeOf(first[0]) },
    { kind: 'set', path: [...path, 'value'], value: first[1] },
    ...others.map(
      ([key, each]): DataEdit => ({
        kind: 'append',
        path: path.slice(0, -1),
        value: { [field]: placeOf(key), operator: 'add', value: each },
      }),
    ),
  ];
}
