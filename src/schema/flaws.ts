import { nearest } from '../core/suggest.ts';
import { hasVariable } from '../model/substitution.ts';
import type { Data, Path } from '../yaml/node.ts';
import { isList, pathOf, typeOf, valueAt } from './data-path.ts';
import { type Elsewhere, rightName } from './field-names.ts';
import { type CelRule, fieldsOf, type SchemaPlace, schemaAt } from './json-schema.ts';
import type { KnownKind } from './known-kind.ts';
import { isOpen } from './open-values.ts';
import type { RawFault } from './validator.ts';

/** One thing that a schema refuses, before it has words. */
export type Flaw =
  | {
      readonly kind: 'unknown';
      readonly path: Path;
      readonly fields: readonly string[];
      readonly meant: { readonly name: string } | Elsewhere | undefined;
    }
  | {
      readonly kind: 'missing';
      readonly path: Path;
      readonly schema: SchemaPlace | undefined;
      /** Other fields that the same object lacks. */
      readonly also: readonly Path[];
    }
  | { readonly kind: 'type'; readonly path: Path; readonly value: Data; readonly expected: readonly string[] }
  | { readonly kind: 'value'; readonly path: Path; readonly value: Data; readonly fault: RawFault }
  | {
      readonly kind: 'alternatives';
      readonly path: Path;
      readonly fields: readonly string[];
      readonly present: readonly string[];
    }
  | { readonly kind: 'rule'; readonly path: Path; readonly rule: CelRule; readonly self: Data };

/** Several faults of one value are one flaw: the first of these says it. */
const rank = ['type', 'const', 'enum', 'pattern', 'format'];

/** What ajv says, condensed: one flaw for each cause, without what a variable or the API server puts right. */
export function flawsOf(raw: readonly RawFault[], data: Data, kind: KnownKind): Flaw[] {
  const flaws = new Map<string, Flaw>();
  const ordered = raw.toSorted((a, b) => rankOf(a) - rankOf(b));
  for (const fault of ordered) {
    const flaw = flawOf(fault, data, kind);
    if (flaw === undefined) continue;
    const place = JSON.stringify(flaw.path);
    if (!flaws.has(place)) flaws.set(place, flaw);
  }
  return [...flaws.values()];
}

function rankOf({ keyword }: RawFault): number {
  const found = rank.indexOf(keyword);
  return found === -1 ? rank.length : found;
}

function flawOf(fault: RawFault, data: Data, kind: KnownKind): Flaw | undefined {
  // What one of several alternatives refuses is said once, by the alternatives.
  if (/\/(?:oneOf|anyOf|allOf|not)\/.+/.test(fault.schemaPath)) return undefined;
  const path = pathOf(fault.instancePath, data);
  const value = valueAt(data, path);
  if (value === undefined || isOpen(value)) return undefined;
  switch (fault.keyword) {
    case 'additionalProperties':
      return unknown(path, String(fault.params['additionalProperty']), data, kind);
    case 'required':
      return missing([...path, String(fault.params['missingProperty'])], kind);
    case 'type':
      return wrongType(path, value, fault, { data, kind });
    case 'oneOf':
    case 'anyOf':
      return alternatives(path, value, kind);
    default:
      if (value === null || (value === '' && fault.keyword === 'enum' && kind.isBuiltIn)) return undefined;
      if (fault.keyword === 'enum' && isExtended(path, value, fault, kind)) return undefined;
      return { kind: 'value', path, value, fault };
  }
}

/**
 * Which kinds an Alert or a Receiver may name: the Flux Operator and others add theirs to the CRD, so only a slip of a
 * known one is a fault.
 */
function isExtended(path: Path, value: Data, { params }: RawFault, { group }: KnownKind): boolean {
  const list = path.at(-3);
  if (group !== 'notification.toolkit.fluxcd.io' || path.at(-1) !== 'kind') return false;
  if (list !== 'eventSources' && list !== 'resources') return false;
  const allowed = Array.isArray(params['allowedValues']) ? params['allowedValues'].map(String) : [];
  return nearest(String(value), allowed) === undefined;
}

function unknown(parent: Path, key: string, data: Data, kind: KnownKind): Flaw | undefined {
  if (hasVariable(key) || (parent.length === 0 && key === 'sops')) return undefined;
  const place = schemaAt(kind.root(), parent, kind.documentOf);
  const fields = place === undefined ? [] : fieldsOf(place);
  if (kind.anyCase && fields.some((field) => field.toLowerCase() === key.toLowerCase())) return undefined;
  const path = [...parent, key];
  const type = typeOf(valueAt(data, path));
  return { kind: 'unknown', path, fields, meant: rightName({ parent, key, type }, kind) };
}

/** The API server fills in defaults before it validates; an object without metadata is kustomize's business. */
function missing(path: Path, kind: KnownKind): Flaw | undefined {
  const schema = schemaAt(kind.root(), path, kind.documentOf);
  if (schema?.schema.default !== undefined || (path.length === 1 && path[0] === 'metadata')) return undefined;
  return { kind: 'missing', path, schema, also: [] };
}

function wrongType(
  path: Path,
  value: Data,
  fault: RawFault,
  { data, kind }: { readonly data: Data; readonly kind: KnownKind },
): Flaw | undefined {
  const types = fault.params['type'];
  const expected = Array.isArray(types) ? types.map(String) : String(types).split(',');
  // kustomize writes every annotation as text (api/resource/resource.go, RemoveBuildAnnotations).
  if (path.length === 3 && path[0] === 'metadata' && path[1] === 'annotations' && typeof value !== 'object')
    return undefined;
  // JSON has one kind of number; only a double's limits make this one a bigint here.
  if (typeof value === 'bigint' && expected.some((type) => type === 'integer' || type === 'number'))
    return undefined;
  if (value !== null) return { kind: 'type', path, value, expected };
  // A member without value is no member, unless it must be there.
  const parent = path.slice(0, -1);
  const field = path.at(-1);
  if (isList(valueAt(data, parent)) || field === undefined) return { kind: 'type', path, value, expected };
  const required = schemaAt(kind.root(), parent, kind.documentOf)?.schema.required ?? [];
  return required.includes(String(field)) ? missing(path, kind) : undefined;
}

/** Alternatives that differ in the field that must be there. */
function alternatives(path: Path, value: Data, kind: KnownKind): Flaw | undefined {
  const { schema } = schemaAt(kind.root(), path, kind.documentOf) ?? {};
  const fields = (schema?.oneOf ?? schema?.anyOf ?? []).flatMap(({ required }) => required ?? []);
  if (fields.length === 0) return undefined;
  const present = fields.filter((field) => (valueAt(value, [field]) ?? null) !== null);
  return { kind: 'alternatives', path, fields, present };
}

/**
 * `nam` instead of `name` is one mistake: neither the missing field is said nor a rule that asks for it when the unknown
 * one was meant to be it.
 */
export function withoutTwins(flaws: readonly Flaw[]): Flaw[] {
  const meant = new Set(
    flaws.flatMap((flaw) => {
      if (flaw.kind !== 'unknown' || flaw.meant === undefined) return [];
      const path = 'name' in flaw.meant ? [...flaw.path.slice(0, -1), flaw.meant.name] : flaw.meant.path;
      return [JSON.stringify(path)];
    }),
  );
  return flaws.filter((flaw) => {
    if (flaw.kind === 'missing') return !meant.has(JSON.stringify(flaw.path));
    if (flaw.kind !== 'rule') return true;
    const names = [...flaw.rule.rule.matchAll(/\bself\.(\w+)/g)].map(([, name = '']) => name);
    return !names.some((name) => meant.has(JSON.stringify([...flaw.path, name])));
  });
}

/** What one object lacks is one flaw, at the first of the fields. */
export function together(flaws: readonly Flaw[]): Flaw[] {
  const lacking = new Map<string, Path[]>();
  for (const { kind, path } of flaws) {
    if (kind !== 'missing') continue;
    const parent = JSON.stringify(path.slice(0, -1));
    lacking.set(parent, [...(lacking.get(parent) ?? []), path]);
  }
  return flaws.flatMap((flaw): Flaw[] => {
    if (flaw.kind !== 'missing') return [flaw];
    const [first, ...also] = lacking.get(JSON.stringify(flaw.path.slice(0, -1))) ?? [];
    return first === flaw.path ? [{ ...flaw, also }] : [];
  });
}
