import type { Problem } from '../../core/finding.ts';
import type { Resource } from '../../model/resource.ts';
import { hasVariable } from '../../model/substitution.ts';
import type { Path } from '../../yaml/node.ts';
import { mapsIn, overridePolicies, overridersIn } from '../fleet-policies.ts';
import { named, problemOf } from '../named.ts';
import type { Rule } from '../rule.ts';

const override = 'podinfo/overridepolicy-podinfo.yaml';
const operation =
  '            yaml:\n              - subPath: /replicaCount\n                operator: replace\n                value: 3\n';

export const fieldOverriderInvalid: Rule = {
  id: 'fleet/field-overrider-invalid',
  severity: 'error',
  preset: 'recommended',
  since: '0.1.0',
  summary: 'A fieldOverrider says too much, or too little.',
  why: `A fieldOverrider takes a text apart as YAML or as JSON, changes it, and puts it together again. Karmada's webhook
refuses one with both and one with neither (\`ValidateOverrideRules\`; before Karmada 1.18 the latter was taken, and
emptied the text), an \`add\` or \`replace\` without value, a \`remove\` with one, and a path that is no JSON pointer.`,
  examples: [
    {
      title: 'neither yaml nor json',
      base: 'fleet',
      replace: [[override, operation, '']],
      finds: [
        'OverridePolicy podinfo has a fieldOverrider without operations; expected a list under yaml or json',
      ],
    },
    {
      title: 'both',
      base: 'fleet',
      replace: [
        [
          override,
          operation,
          `${operation}            json:\n              - subPath: /replicaCount\n                operator: remove\n`,
        ],
      ],
      finds: ['OverridePolicy podinfo has a fieldOverrider with yaml and json; expected one of them'],
    },
    {
      title: 'nothing to write',
      base: 'fleet',
      replace: [[override, '                value: 3\n', '']],
      finds: ['OverridePolicy podinfo has replace /replicaCount without value; expected one'],
    },
    {
      title: 'a value to remove',
      base: 'fleet',
      replace: [[override, 'operator: replace', 'operator: remove']],
      finds: ['OverridePolicy podinfo has remove /replicaCount with a value; expected none'],
    },
    {
      title: 'a path with dots',
      base: 'fleet',
      replace: [[override, 'subPath: /replicaCount', 'subPath: replicaCount']],
      finds: [
        'OverridePolicy podinfo has subPath replicaCount; expected a JSON pointer, such as /replicaCount',
      ],
    },
    { title: 'one operation', base: 'fleet', finds: [] },
  ],
  alone: true,
  *check({ repo }) {
    for (const resource of overridePolicies(repo))
      for (const path of overridersIn(resource)) {
        for (const each of mapsIn(resource, [...path, 'fieldOverrider'])) yield* ofField(resource, each);
        for (const each of mapsIn(resource, [...path, 'imageOverrider']))
          yield* ofPointer(resource, [...each, 'predicate', 'path']);
      }
  },
};

function* ofField(resource: Resource, path: Path): Iterable<Problem> {
  const has = (form: string): boolean => resource.list(...path, form).length > 0;
  yield* ofPointer(resource, [...path, 'fieldPath']);
  if (has('yaml') && has('json'))
    yield problemOf(resource, [...path, 'json'], {
      message: `${named(resource)} has a fieldOverrider with yaml and json; expected one of them`,
      help: 'keep the one that the text is written in',
    });
  if (!has('yaml') && !has('json'))
    yield problemOf(resource, path, {
      message: `${named(resource)} has a fieldOverrider without operations; expected a list under yaml or json`,
      help: 'add what it shall change, or remove it: before Karmada 1.18 it empties the text',
    });
  for (const form of ['yaml', 'json'])
    for (const each of mapsIn(resource, [...path, form])) {
      yield* ofPointer(resource, [...each, 'subPath']);
      yield* ofValue(resource, each);
    }
}

/** A null is no value here: it does not survive on its way through the API server (apiextensions JSON). */
function* ofValue(resource: Resource, path: Path): Iterable<Problem> {
  const operator = resource.text(...path, 'operator') ?? '';
  const hasValue = (resource.get(...path, 'value') ?? null) !== null;
  const what = `${named(resource)} has ${operator} ${resource.text(...path, 'subPath') ?? ''}`;
  if (operator === 'remove' && hasValue)
    yield problemOf(resource, [...path, 'value'], {
      message: `${what} with a value; expected none`,
      help: 'remove the value, or write operator: replace',
    });
  if ((operator === 'add' || operator === 'replace') && !hasValue)
    yield problemOf(resource, [...path, 'operator'], {
      message: `${what} without value; expected one`,
      help: 'write the value; null is none, and to take an entry away there is operator: remove',
    });
}

function* ofPointer(resource: Resource, path: Path): Iterable<Problem> {
  const pointer = resource.text(...path);
  if (pointer === undefined || pointer === '' || pointer.startsWith('/') || hasVariable(pointer)) return;
  const meant = `/${pointer
    .replace(/^\$?\.(?=\w)/, '')
    .replaceAll('/', '~1')
    .replaceAll('.', '/')}`;
  yield problemOf(resource, path, {
    message: `${named(resource)} has ${path.at(-1)} ${pointer}; expected a JSON pointer, such as ${pointer.includes('/') ? `/${pointer}` : meant}`,
    help: 'begin with /, and write / between keys, ~1 for a / inside a key',
  });
}
