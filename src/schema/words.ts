import { nearest } from '../core/suggest.ts';
import type { Resource } from '../model/resource.ts';
import { nodeAt } from '../yaml/locate.ts';
import type { Data, Path } from '../yaml/node.ts';
import { fieldName, typeOf } from './data-path.ts';
import type { Flaw } from './flaws.ts';
import { hintOf } from './hints.ts';
import type { JsonSchema } from './json-schema.ts';
import type { KnownKind } from './known-kind.ts';
import { patternWords } from './patterns.ts';
import type { ObjectFault } from './schemas.ts';

/** A flaw as a person wants to hear it, at its place in the file. */
export function worded(flaw: Flaw, resource: Resource, kind: KnownKind): ObjectFault {
  switch (flaw.kind) {
    case 'unknown':
      return unknownField(flaw, resource);
    case 'missing':
      return missingField(flaw, resource, kind);
    case 'type':
      return wrongType(flaw, resource);
    case 'value':
      return invalidValue(flaw, resource);
    case 'alternatives':
      return alternatives(flaw, resource);
  }
}

function unknownField({ path, fields, meant }: Flaw & { kind: 'unknown' }, resource: Resource): ObjectFault {
  const [name, parent] = [String(path.at(-1)), path.slice(0, -1)];
  const where = parent.length === 0 ? '' : ` of ${fieldName(parent)}`;
  let tail = '';
  let help = fields.length === 0 ? 'remove it' : `the fields${where} are ${listed(fields)}`;
  if (meant !== undefined && 'name' in meant) {
    tail = `; did you mean ${meant.name}?`;
    help = `rename it to ${meant.name}`;
  } else if (meant !== undefined) {
    const above = meant.path.slice(0, -1);
    tail = above.length === 0 ? '; it belongs at the top' : `; it belongs under ${fieldName(above)}`;
    help = `write it as ${fieldName(meant.path)}`;
  }
  return {
    kind: 'unknown-field',
    path,
    at: resource.keyAt(...path),
    object: resource.object,
    message: `${named(resource)} has unknown field ${fieldName(path)}${tail}`,
    help:
      hintOf(resource, path) ?? (tail === '' && name !== '' ? `${help}; Flux would refuse the object` : help),
  };
}

function missingField(
  { path, schema }: Flaw & { kind: 'missing' },
  resource: Resource,
  kind: KnownKind,
): ObjectFault {
  const parent = path.slice(0, -1);
  const wanted = schema === undefined ? undefined : valueWords(schema.schema);
  return {
    kind: 'missing-field',
    path,
    at: isEmptyMember(resource, path) ? resource.keyAt(...path) : resource.keyAt(...parent),
    object: resource.object,
    message: `${named(resource)} has no ${fieldName(path)}, which ${kind.isBuiltIn ? 'Kubernetes' : 'its API'} requires`,
    help: wanted === undefined ? `add ${fieldName(path)}` : `add ${fieldName(path)}: ${wanted}`,
  };
}

/** A key without value is a better place than its parent. */
function isEmptyMember(resource: Resource, path: Path): boolean {
  return nodeAt(resource.node, path) !== undefined;
}

function wrongType({ path, value, expected }: Flaw & { kind: 'type' }, resource: Resource): ObjectFault {
  const wanted = either(expected.map((type) => typeWords[type] ?? type));
  const type = typeOf(value);
  const is = typeWords[type] ?? type;
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

const typeWords: Readonly<Record<string, string>> = {
  string: 'a text',
  integer: 'a whole number',
  number: 'a number',
  boolean: 'true or false',
  array: 'a list',
  object: 'an object',
  null: 'no value',
};

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
  return `write ${either(expected.map((each) => typeWords[each] ?? each))}`;
}

/** Whether the text would be of the type without its quotes. */
function isPlainly(text: string, expected: readonly string[]): boolean {
  if (expected.includes('boolean')) return text === 'true' || text === 'false';
  return /^-?(?:0|[1-9][0-9]*)$/.test(text) && (expected.includes('integer') || expected.includes('number'));
}

function invalidValue({ path, value, fault }: Flaw & { kind: 'value' }, resource: Resource): ObjectFault {
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

function wantedBy(
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

function alternatives(
  { path, fields, present }: Flaw & { kind: 'alternatives' },
  resource: Resource,
): ObjectFault {
  const where = fieldName(path);
  const one = either(fields);
  return {
    kind: 'rule-broken',
    path,
    at: present.length === 0 ? resource.keyAt(...path) : resource.keyAt(...path, present.at(-1) ?? ''),
    object: resource.object,
    message:
      present.length === 0
        ? `${named(resource)} has none of ${one} in ${where}; expected exactly one of them`
        : `${named(resource)} has ${present.join(' and ')} in ${where}; expected exactly one of them`,
    help: present.length === 0 ? `add ${one}` : `keep one of ${present.join(' and ')}`,
  };
}

/** What may stand in a field, for the help of a missing one. */
function valueWords(schema: JsonSchema): string | undefined {
  if (schema.enum !== undefined && schema.enum.length <= 6) return either(schema.enum.map(scalarWords));
  if (schema.pattern !== undefined) return patternWords(schema.pattern);
  const types = typeof schema.type === 'string' ? [schema.type] : (schema.type ?? []);
  return types.length === 0 ? undefined : either(types.map((type) => typeWords[type] ?? type));
}

/** The value as it stands in the file; undefined for collections, long texts, and what Secrets hold. */
function shownValue(value: Data, { kind, node }: Resource, path: Path): string | undefined {
  if (typeof value === 'object') return undefined;
  if (kind === 'Secret' && (path[0] === 'data' || path[0] === 'stringData')) return undefined;
  const found = nodeAt(node, path);
  const isQuoted = found?.kind === 'scalar' && found.style !== 'plain';
  const text = typeof value === 'string' && isQuoted ? JSON.stringify(value) : String(value);
  if (text.length > 80) return undefined;
  return text === '' ? '""' : text;
}

function scalarWords(value: unknown): string {
  return value === '' ? '""' : String(value);
}

function named({ kind, name }: Resource): string {
  return name === '' ? kind : `${kind} ${name}`;
}

/** The first words of a long list are enough to recognise the place. */
function listed(words: readonly string[]): string {
  const most = 12;
  return words.length <= most
    ? words.join(', ')
    : `${words.slice(0, most).join(', ')} and ${words.length - most} more`;
}

function either(words: readonly string[]): string {
  return words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} or ${words.at(-1)}`;
}
