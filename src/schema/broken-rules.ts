import type { Data, Path } from '../yaml/node.ts';
import type { CelRules } from './cel.ts';
import { isList } from './data-path.ts';
import type { Flaw } from './flaws.ts';
import { type CelRule, type DocumentOf, type JsonSchema, resolved, type SchemaPlace } from './json-schema.ts';
import { isOpen } from './open-values.ts';
import { byPresence } from './presence.ts';

/** What is needed to evaluate the rules of a schema. */
export interface RuleSet {
  readonly documentOf: DocumentOf;
  readonly cel: CelRules;
}

/** The rules of a schema (x-kubernetes-validations) that an object breaks; it must be prepared. */
export function brokenRules(data: Data, place: SchemaPlace, set: RuleSet): Flaw[] {
  return hasRules(place, set, new Set()) ? rulesIn(data, place, { path: [], set }) : [];
}

function rulesIn(data: Data, at: SchemaPlace, where: { readonly path: Path; readonly set: RuleSet }): Flaw[] {
  const { path, set } = where;
  const { schema, document } = resolved(at, set.documentOf);
  const inner = (value: Data, child: JsonSchema | boolean | undefined, step: string | number): Flaw[] =>
    typeof child === 'object' && hasRules({ schema: child, document }, set, new Set())
      ? rulesIn(value, { schema: child, document }, { path: [...path, step], set })
      : [];
  const own = (schema['x-kubernetes-validations'] ?? [])
    .filter((rule) => isBroken(rule, data, set))
    .map((rule): Flaw => ({ kind: 'rule', path, rule, self: data }));
  if (isList(data)) return [...own, ...data.flatMap((item, index) => inner(item, schema.items, index))];
  if (typeof data !== 'object' || data === null) return own;
  const { properties = {}, additionalProperties } = schema;
  const below = Object.entries(data).flatMap(([key, value]: [string, Data]) =>
    inner(value, Object.hasOwn(properties, key) ? properties[key] : additionalProperties, key),
  );
  return [...own, ...below];
}

/** A rule about a change says nothing of one state, and one that hangs on a variable nothing here. */
function isBroken({ rule }: CelRule, self: Data, { cel }: RuleSet): boolean {
  if (/\boldSelf\b/.test(rule)) return false;
  const decided = byPresence(rule, self);
  if (decided !== undefined) return !decided;
  return !mentions(rule, self).some(holdsOpen) && cel.isBroken(rule, self);
}

/** The values that a rule looks at; all, where it takes `self` as a whole. */
function mentions(rule: string, self: Data): Data[] {
  if (typeof self !== 'object' || self === null || isList(self) || /\bself\b(?!\.\w)/.test(rule))
    return [self];
  const names = new Set([...rule.matchAll(/\bself\.(\w+)/g)].map(([, name = '']) => name));
  const fields: readonly [string, Data][] = Object.entries(self);
  return fields.filter(([name]) => names.has(name)).map(([, value]) => value);
}

function holdsOpen(value: Data): boolean {
  if (isList(value)) return value.some(holdsOpen);
  if (typeof value === 'object' && value !== null) return Object.values(value).some(holdsOpen);
  return isOpen(value);
}

const known = new WeakMap<JsonSchema, boolean>();

/** Whether rules stand in a schema or below it. A schema that holds itself has none of its own in the second round. */
function hasRules(place: SchemaPlace, set: RuleSet, seen: Set<JsonSchema>): boolean {
  const { schema, document } = resolved(place, set.documentOf);
  const before = known.get(schema);
  if (before !== undefined) return before;
  if (seen.has(schema)) return false;
  seen.add(schema);
  const children = [
    ...Object.values(schema.properties ?? {}),
    ...(typeof schema.additionalProperties === 'object' ? [schema.additionalProperties] : []),
    ...(schema.items === undefined ? [] : [schema.items]),
  ];
  const found =
    schema['x-kubernetes-validations'] !== undefined ||
    children.some((child) => hasRules({ schema: child, document }, set, seen));
  known.set(schema, found);
  return found;
}
