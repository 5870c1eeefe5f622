import type { Problem } from '../../core/finding.ts';
import { didYouMean } from '../../core/suggest.ts';
import { isLabelValue, isQualifiedName } from '../../model/object-names.ts';
import type { Resource } from '../../model/resource.ts';
import { hasVariable } from '../../model/substitution.ts';
import type { Path } from '../../yaml/node.ts';
import { isMap } from '../../yaml/render.ts';
import {
  affinitiesIn,
  fieldKeys,
  fieldOperators,
  mapsIn,
  policiesIn,
  selectorsIn,
} from '../fleet-policies.ts';
import { either, named, problemOf } from '../named.ts';
import type { Rule } from '../rule.ts';

const redis = 'redis/propagationpolicy-redis.yaml';
const labels = '      labelSelector:\n        matchLabels:\n          env: production\n';
const fields = (key: string, operator: string): string =>
  `      fieldSelector:\n        matchExpressions:\n          - key: ${key}\n            operator: ${operator}\n            values:\n              - aws\n              - gcp\n`;
const expression = (operator: string, values = ''): string =>
  `      labelSelector:\n        matchExpressions:\n          - key: env\n            operator: ${operator}\n${values}`;

const labelOperators = [...fieldOperators, 'Exists', 'DoesNotExist'];

export const selectorBroken: Rule = {
  id: 'fleet/selector-broken',
  severity: 'error',
  preset: 'recommended',
  since: '0.1.0',
  summary: 'A selector of clusters or objects cannot be evaluated.',
  why: `A \`fieldSelector\` knows the keys \`provider\`, \`region\` and \`zone\` with \`In\` and \`NotIn\`; Karmada's webhook refuses
others (\`ValidatePolicyFieldSelector\`). Nobody looks at a \`labelSelector\`: one with an unknown operator, with \`In\` and no
values, or with a key that no label can have is stored, and selects nothing.`,
  examples: [
    {
      title: 'a field that clusters do not have',
      base: 'fleet',
      replace: [[redis, labels, `${labels}${fields('cloud', 'In')}`]],
      finds: ['PropagationPolicy redis selects by field cloud; expected provider, region or zone'],
    },
    {
      title: 'an operator for labels',
      base: 'fleet',
      replace: [[redis, labels, `${labels}${fields('provider', 'Exists')}`]],
      finds: ['PropagationPolicy redis selects with operator Exists; expected In or NotIn'],
    },
    {
      title: 'a slip in an operator',
      base: 'fleet',
      replace: [[redis, labels, expression('NotInn', '            values: [staging]\n')]],
      finds: [
        'PropagationPolicy redis selects with operator NotInn; expected In, NotIn, Exists or DoesNotExist; did you mean NotIn?',
      ],
    },
    {
      title: 'one of no values',
      base: 'fleet',
      replace: [[redis, labels, expression('In')]],
      finds: ['PropagationPolicy redis selects with operator In and no values; expected at least one'],
    },
    {
      title: 'clouds by name',
      base: 'fleet',
      replace: [[redis, labels, `${labels}${fields('provider', 'In')}`]],
      finds: [],
    },
  ],
  alone: true,
  *check({ repo }) {
    for (const resource of policiesIn(repo)) {
      for (const path of affinitiesIn(resource)) {
        yield* ofFields(resource, [...path, 'fieldSelector', 'matchExpressions']);
        yield* ofLabels(resource, [...path, 'labelSelector']);
      }
      for (const { path, name } of selectorsIn(resource))
        if (name === '') yield* ofLabels(resource, [...path, 'labelSelector']);
    }
  },
};

function* ofFields(resource: Resource, list: Path): Iterable<Problem> {
  for (const path of mapsIn(resource, list)) {
    const key = resource.text(...path, 'key');
    if (key !== undefined && !fieldKeys.includes(key) && !hasVariable(key))
      yield problemOf(resource, [...path, 'key'], {
        message: `${named(resource)} selects by field ${key}; expected ${either(fieldKeys)}${didYouMean(key, fieldKeys)}`,
        help: 'select clusters by their labels, or by one of these fields',
      });
    yield* ofOperator(resource, path, fieldOperators);
  }
}

function* ofLabels(resource: Resource, path: Path): Iterable<Problem> {
  const equal = resource.get(...path, 'matchLabels') ?? null;
  for (const [key, value] of isMap(equal) ? Object.entries(equal) : []) {
    if (typeof value !== 'string' || hasVariable(key) || hasVariable(value)) continue;
    if (isQualifiedName(key) && isLabelValue(value)) continue;
    yield impossible(resource, [...path, 'matchLabels', key], `${key}: ${value}`);
  }
  for (const each of mapsIn(resource, [...path, 'matchExpressions'])) {
    const key = resource.text(...each, 'key') ?? '';
    if (!hasVariable(key) && !isQualifiedName(key))
      yield impossible(resource, [...each, 'key'], key === '' ? '""' : key);
    yield* ofOperator(resource, each, labelOperators);
    yield* ofValues(resource, each);
  }
}

function* ofOperator(resource: Resource, path: Path, words: readonly string[]): Iterable<Problem> {
  const operator = resource.text(...path, 'operator');
  if (operator === undefined || words.includes(operator) || hasVariable(operator)) return;
  yield problemOf(resource, [...path, 'operator'], {
    message: `${named(resource)} selects with operator ${operator === '' ? '""' : operator}; expected ${either(words)}${didYouMean(operator, words)}`,
    help: `write one of ${words.join(', ')}`,
  });
}

function* ofValues(resource: Resource, path: Path): Iterable<Problem> {
  const operator = resource.text(...path, 'operator') ?? '';
  const values = resource.list(...path, 'values');
  const wants = fieldOperators.includes(operator);
  if (wants && values.length === 0)
    yield problemOf(resource, [...path, 'operator'], {
      message: `${named(resource)} selects with operator ${operator} and no values; expected at least one`,
      help: 'add the values that the label may have, or write Exists or DoesNotExist',
    });
  if (!wants && labelOperators.includes(operator) && values.length > 0)
    yield problemOf(resource, [...path, 'values'], {
      message: `${named(resource)} selects with operator ${operator} and values; expected none`,
      help: `remove the values, or write ${operator === 'Exists' ? 'In' : 'NotIn'}`,
    });
  for (const [index, value] of values.entries())
    if (typeof value === 'string' && !hasVariable(value) && !isLabelValue(value))
      yield impossible(resource, [...path, 'values', index], value);
}

function impossible(resource: Resource, path: Path, label: string): Problem {
  return problemOf(resource, path, {
    message: `${named(resource)} selects by label ${label}, which nothing can have; expected at most 63 letters, digits, ., _ and -`,
    help: 'write the label as the clusters or objects have it',
  });
}
