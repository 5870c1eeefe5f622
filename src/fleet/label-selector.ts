import type { Data } from '../yaml/node.ts';
import { fieldOf, isMap, listOf, textOf, textsOf } from './fields.ts';
import type { DataMap } from './policy.ts';

/** A LabelSelector, read once for many objects. */
export interface LabelSelector {
  matches(labels: Readonly<Record<string, string>>): boolean;
  /**
   * Of each object that matches, at least one `key=value` or `key` of these is a label: where to look for it. Undefined:
   * nothing is known of such objects.
   */
  readonly marks: readonly string[] | undefined;
}

/** One requirement of a selector (k8s.io/apimachinery, pkg/labels/selector.go). */
export interface Requirement {
  readonly key: string;
  readonly operator: string;
  readonly values: readonly string[];
}

/** Reads a LabelSelector; a broken one matches nothing (rule 10), an empty one everything. */
export function labelSelector(data: DataMap): LabelSelector {
  const requirements = requirementsOf(data);
  if (requirements === undefined) return { matches: () => false, marks: [] };
  const tests = requirements.map(test);
  return {
    matches: (labels) => tests.every((holds) => holds(labels)),
    marks: requirements.map(marksOf).find((marks) => marks !== undefined),
  };
}

/** Whether a selector is one that the API server would refuse: it matches nothing. */
export function isBroken(data: DataMap): boolean {
  return requirementsOf(data) === undefined;
}

/** Whether a set of values meets a requirement; `NotIn` and `DoesNotExist` are met by what is not there. */
export function test({
  key,
  operator,
  values,
}: Requirement): (labels: Readonly<Record<string, string>>) => boolean {
  const wanted = new Set(values);
  const has = (labels: Readonly<Record<string, string>>): boolean => Object.hasOwn(labels, key);
  switch (operator) {
    case 'In':
      return (labels) => has(labels) && wanted.has(labels[key] ?? '');
    case 'NotIn':
      return (labels) => !has(labels) || !wanted.has(labels[key] ?? '');
    case 'Exists':
      return has;
    default:
      return (labels) => !has(labels);
  }
}

/** The requirements of a selector, `matchLabels` first; undefined where one is not valid. */
function requirementsOf(data: DataMap): Requirement[] | undefined {
  const equal = fieldOf(data, 'matchLabels');
  const requirements: Requirement[] = [];
  for (const [key, value] of Object.entries(isMap(equal) ? equal : {})) {
    if (typeof value !== 'string') return undefined;
    requirements.push({ key, operator: 'In', values: [value] });
  }
  for (const expression of listOf(fieldOf(data, 'matchExpressions')))
    requirements.push(requirementOf(expression));
  return requirements.every(isValid) ? requirements : undefined;
}

export function requirementOf(expression: Data): Requirement {
  return {
    key: textOf(fieldOf(expression, 'key')),
    operator: textOf(fieldOf(expression, 'operator')),
    values: textsOf(fieldOf(expression, 'values')),
  };
}

const label = /^(?:[A-Za-z0-9](?:[-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?)$/;

/** labels.NewRequirement: the key is a qualified name, the values are those of labels, and the operator wants as many. */
export function isValid({ key, operator, values }: Requirement): boolean {
  const slash = key.indexOf('/');
  if (slash === 0 || slash > 253 || !label.test(key.slice(slash + 1))) return false;
  if (!values.every((value) => value === '' || label.test(value))) return false;
  if (operator === 'In' || operator === 'NotIn') return values.length > 0;
  return (operator === 'Exists' || operator === 'DoesNotExist') && values.length === 0;
}

function marksOf({ key, operator, values }: Requirement): string[] | undefined {
  if (operator === 'In') return values.map((value) => `${key}=${value}`);
  return operator === 'Exists' ? [key] : undefined;
}
