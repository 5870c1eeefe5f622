import { nearest } from '../core/suggest.ts';
import type { Resource } from '../model/resource.ts';
import { nodeAt } from '../yaml/locate.ts';
import type { Data, Path } from '../yaml/node.ts';
import { fieldName, typeOf } from './data-path.ts';
import type { Flaw } from './flaws.ts';
import { patternWords } from './patterns.ts';
import { either, named, scalarWords, shownValue, types } from './phrases.ts';
import type { ObjectFault } from './schemas.ts';

/** A value of another type than the field takes. */
export function wrongType(
  { path, value, expected }: Flaw & { kind: 'type' },
  resource: Resource,
): ObjectFault {
  const wanted = types(expected);
  const type = typeOf(value);
  const is = type === 'boolean' ? 'a boolean' : types([type]);
  const shown = shownValue(value, resource, path);
  return {
    kind: 'wrong-type',
    path,
    at: resource.at(...path),
    object: resource.object,
    message:
      shown === undefined
        ? `${named(resource)} has ${is} in ${fieldName(path)}; expected ${wanted}`
        : `${named(resource)} has ${fieldName(path)} ${shown}, ${is}; expected ${wanted}`,
    help: typeHelp(value, expected, resource, path),
  };
}

function typeHelp(value: Data, expected: readonly string[], resource: Resource, path: Path): string {
  const type = typeOf(value);
  const node = nodeAt(resource.node, path);
  // fluxcd/pkg ssa, SetOwnerLabels: labels that are not all texts read as none, and are replaced.
  if (path.length === 3 && path[0] === 'metadata' && path[1] === 'labels')
    return 'put the value in quotes: Flux drops all labels of an object when one of them is no text';
  const isQuoted = node?.kind === 'scalar' && node.style !== 'plain';
  if (expected.includes('string') && type !== 'array' && type !== 'object' && type !== 'null')
    return 'put the value in quotes';
  if (typeof value === 'string' && isQuoted && isPlainly(value, expected))
    return `write ${value} without quotes`;
  if (expected.includes('boolean') && typeof value === 'string') return 'write true or false, without quotes';
  if (expected.includes('array'))
    return type === 'null' ? 'remove the empty field' : 'write a list: a dash before each entry';
  if (expected.includes('object')) return 'write fields below it, each as key: value';
  if (type === 'null') return 'give it a value, or remove it';
  return `write ${types(expected)}`;
}

/** Whether the text would be of the type without its quotes. */
function isPlainly(text: string, expected: readonly string[]): boolean {
  if (expected.includes('boolean')) return text === 'true' || text === 'false';
  return /^-?(?:0|[1-9][0-9]*)$/.test(text) && (expected.includes('integer') || expected.includes('number'));
}

/** A value that is none of the field's, though of its type. */
export function invalidValue(
  { path, value, fault }: Flaw & { kind: 'value' },
  resource: Resource,
): ObjectFault {
  const { wanted, help } = wantedBy(fault.keyword, fault.params, value);
  const shown = shownValue(value, resource, path);
  return {
    kind: 'invalid-value',
    path,
    at: resource.at(...path),
    object: resource.object,
    message:
      shown === undefined
        ? `${named(resource)} has a value in ${fieldName(path)} that cannot stand there; expected ${wanted}`
        : `${named(resource)} has ${fieldName(path)} ${shown}; expected ${wanted}`,
    help: help ?? `write ${wanted}`,
  };
}

/** What a schema wants of a value, in words. */
export function wantedBy(
  keyword: string,
  params: Readonly<Record<string, unknown>>,
  value: Data,
): { readonly wanted: string; readonly help?: string } {
  const limit = String(params['limit']);
  switch (keyword) {
    case 'enum': {
      const allowed = Array.isArray(params['allowedValues']) ? params['allowedValues'].map(scalarWords) : [];
      const near = typeof value === 'string' ? nearest(value, allowed) : undefined;
      return near === undefined
        ? { wanted: either(allowed) }
        : { wanted: `${either(allowed)}; did you mean ${near}?`, help: `write ${near}` };
    }
    case 'const':
      return { wanted: scalarWords(params['allowedValue']) };
    case 'pattern':
      return { wanted: patternWords(String(params['pattern'])) };
    case 'format':
      return { wanted: formatWords[String(params['format'])] ?? String(params['format']) };
    case 'minimum':
    case 'exclusiveMinimum':
      return { wanted: `${keyword === 'minimum' ? 'at least' : 'more than'} ${limit}` };
    case 'maximum':
    case 'exclusiveMaximum':
      return { wanted: `${keyword === 'maximum' ? 'at most' : 'less than'} ${limit}` };
    case 'minLength':
      return { wanted: limit === '1' ? 'a text that is not empty' : `at least ${limit} characters` };
    case 'maxLength':
      return { wanted: `at most ${limit} characters` };
    case 'minItems':
      return { wanted: limit === '1' ? 'at least one entry' : `at least ${limit} entries` };
    case 'maxItems':
      return { wanted: limit === '1' ? 'at most one entry' : `at most ${limit} entries` };
    case 'minProperties':
      return { wanted: limit === '1' ? 'at least one field' : `at least ${limit} fields` };
    case 'maxProperties':
      return { wanted: limit === '1' ? 'at most one field' : `at most ${limit} fields` };
    case 'uniqueItems':
      return { wanted: 'entries that differ' };
    case 'multipleOf':
      return { wanted: `a multiple of ${String(params['multipleOf'])}` };
    default:
      return { wanted: 'what its schema allows' };
  }
}

const formatWords: Readonly<Record<string, string>> = {
  'date-time': 'a time such as 2026-01-31T12:00:00Z',
  byte: 'base64',
  int32: 'a whole number of 32 bits',
  int64: 'a whole number of 64 bits',
};
