import type { Resource } from '../model/resource.ts';
import { nodeAt } from '../yaml/locate.ts';
import type { Path } from '../yaml/node.ts';
import { fieldName } from './data-path.ts';
import type { Flaw } from './flaws.ts';
import { hintOf } from './hints.ts';
import type { JsonSchema } from './json-schema.ts';
import type { KnownKind } from './known-kind.ts';
import { patternWords } from './patterns.ts';
import { either, named, scalarWords, types } from './phrases.ts';
import { alternatives, brokenRule } from './rule-faults.ts';
import type { ObjectFault } from './schemas.ts';
import { invalidValue, wrongType } from './value-faults.ts';

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
    case 'rule':
      return brokenRule(flaw, resource);
  }
}

function unknownField({ path, fields, meant }: Flaw & { kind: 'unknown' }, resource: Resource): ObjectFault {
  const parent = path.slice(0, -1);
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
    help: (tail === '' ? hintOf(resource, path) : undefined) ?? help,
  };
}

function missingField(
  { path, schema, also }: Flaw & { kind: 'missing' },
  resource: Resource,
  kind: KnownKind,
): ObjectFault {
  const fields = [path, ...also].map(fieldName);
  const wanted = schema === undefined || also.length > 0 ? undefined : valueWords(schema.schema);
  return {
    kind: 'missing-field',
    path,
    at: isEmptyMember(resource, path) ? resource.keyAt(...path) : resource.keyAt(...path.slice(0, -1)),
    object: resource.object,
    message: `${named(resource)} has no ${either(fields)}, which ${kind.isBuiltIn ? 'Kubernetes' : 'its API'} requires`,
    help: wanted === undefined ? `add ${listed(fields)}` : `add ${fieldName(path)}: ${wanted}`,
  };
}

/** A key without value is a better place than its parent. */
function isEmptyMember(resource: Resource, path: Path): boolean {
  return nodeAt(resource.node, path) !== undefined;
}

/** What may stand in a field, for the help of a missing one. */
function valueWords(schema: JsonSchema): string | undefined {
  if (schema.enum !== undefined && schema.enum.length <= 6) return either(schema.enum.map(scalarWords));
  if (schema.pattern !== undefined) return patternWords(schema.pattern);
  const names = typeof schema.type === 'string' ? [schema.type] : (schema.type ?? []);
  return names.length === 0 ? undefined : types(names);
}

/** The first words of a long list are enough to recognise the place. */
function listed(words: readonly string[]): string {
  const most = 12;
  return words.length <= most
    ? words.join(', ')
    : `${words.slice(0, most).join(', ')} and ${words.length - most} more`;
}
