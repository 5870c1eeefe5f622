import { nearest } from '../core/suggest.ts';
import type { Entry, MapNode, ScalarNode, YamlNode } from '../yaml/node.ts';
import { scalarValue } from '../yaml/scalar.ts';
import { behindAlias, defaultOf, type KnownValues } from './known-values.ts';
import { declaredKey, hasType } from './schema-keys.ts';

/** What a chart would make of a value that is not what it was meant to be. */
export type ValueFlaw =
  /** The chart does not know the key. */
  | {
      readonly kind: 'unknown';
      readonly path: readonly string[];
      readonly key: ScalarNode;
      readonly near: string | undefined;
    }
  /** The chart at which the values began knew the key. */
  | { readonly kind: 'removed'; readonly path: readonly string[]; readonly key: ScalarNode }
  /** The chart has something of another form there. */
  | {
      readonly kind: 'type';
      readonly path: readonly string[];
      readonly value: YamlNode;
      readonly expected: Form;
    };

export type Form = 'mapping' | 'list' | 'single value';

/** What values are judged by. */
export interface Judges {
  readonly now: KnownValues;
  /** The version that the values were made from, where it is another one. */
  readonly base: KnownValues | undefined;
  /** Whether other values, over which these go, set a key. */
  readonly isSet?: (path: readonly string[]) => boolean;
}

/**
 * What the chart makes of values, in the order of the text; of a key that is not known nothing below it is said.
 *
 * Templates may read what values.yaml does not name, and hand on whole mappings: a key counts as unknown where the
 * templates nowhere have its name and its mapping is handed on by none of them; else only where it is one slip away
 * from a key that is not set, in a mapping whose keys are the chart's and not the user's.
 */
export function valueFlaws(values: MapNode, judges: Judges): ValueFlaw[] {
  const { now, base, isSet = () => false } = judges;
  if (now.defaults === undefined) return [];
  const flaws: ValueFlaw[] = [];
  const walk = (map: MapNode, at: Place): void => {
    for (const entry of map.entries) {
      const key = entry.key.text;
      if (isLeftOut(key, at, now)) continue;
      const path = [...at.path, key];
      const value = behindAlias(entry.value);
      const known = defaultOf(at.defaults, key);
      const declared = declaredKey(now.schema, at.schema, key);
      if (known !== undefined) {
        const schema = declared.kind === 'declared' ? declared.schema : undefined;
        const expected =
          declared.kind === 'free' || hasType(now.schema, schema) ? undefined : expectedForm(known, value);
        if (expected !== undefined) flaws.push({ kind: 'type', path, value: entry.value, expected });
        // An empty mapping is for the user to fill.
        else if (known.kind === 'map' && known.entries.length > 0 && value?.kind === 'map')
          walk(value, { path, defaults: known, base: mapOf(defaultOf(at.base, key)), schema });
        continue;
      }
      // What a schema refuses, it says itself; what it declares is known.
      if (declared.kind !== 'open' || now.commented.has(key)) continue;
      const flaw = unknownKey(entry, map, at, { reads: now.reads, isSet });
      if (flaw !== undefined) flaws.push(flaw);
    }
  };
  walk(values, { path: [], defaults: now.defaults, base: base?.defaults, schema: now.schema });
  return flaws;
}

/** A mapping of the values, and what is known of it. */
interface Place {
  readonly path: readonly string[];
  readonly defaults: MapNode;
  readonly base: MapNode | undefined;
  readonly schema: unknown;
}

/** `global` and the values of charts inside the chart are not its own; neither is what a variable or a merge key brings. */
function isLeftOut(key: string, { path }: Place, { reads }: KnownValues): boolean {
  if (key === '<<' || key.includes('${')) return true;
  return path.length === 0 && (key === 'global' || reads?.charts.includes(key) === true);
}

function unknownKey(
  { key, value }: Entry,
  map: MapNode,
  at: Place,
  { reads, isSet }: Pick<KnownValues, 'reads'> & { readonly isSet: NonNullable<Judges['isSet']> },
): ValueFlaw | undefined {
  const path = [...at.path, key.text];
  if (reads?.whole.has(path.join('.')) === true || isAskedFor(path, reads)) return undefined;
  const isHandedOn =
    reads !== undefined && at.path.some((_, index) => reads.whole.has(at.path.slice(0, index + 1).join('.')));
  if (!isHandedOn && defaultOf(at.base, key.text) !== undefined) return { kind: 'removed', path, key };
  const own = new Set(map.entries.map((entry) => entry.key.text));
  const names = at.defaults.entries.map((entry) => entry.key.text);
  const isUnasked = reads !== undefined && !isHandedOn && !reads.whole.has('') && !reads.words.has(key.text);
  if (isUnasked)
    return {
      kind: 'unknown',
      path,
      key,
      near: nearest(
        key.text,
        names.filter((name) => !own.has(name)),
      ),
    };
  const near = nearest(key.text, names);
  if (near === undefined || own.has(near) || isSet([...at.path, near])) return undefined;
  if (isUsers(at, value, near, key.text)) return undefined;
  return { kind: 'unknown', path, key, near };
}

/** Whether templates ask for something below a value. */
function isAskedFor(path: readonly string[], reads: KnownValues['reads']): boolean {
  if (reads === undefined) return false;
  const start = `${path.join('.')}.`;
  for (const each of reads.whole) if (each.startsWith(start)) return true;
  return false;
}

/** Whether the keys of a mapping are for the user to choose, as the names of ports or of volumes: then near ones may be meant. */
function isUsers({ path, defaults }: Place, value: YamlNode, near: string, key: string): boolean {
  if (path.length === 0 || near.toLowerCase() === key.toLowerCase()) return false;
  const beside = defaultOf(defaults, near);
  return behindAlias(value)?.kind === 'map' || beside?.kind === 'map' || /^[A-Z0-9_]+$/.test(key);
}

function mapOf(node: YamlNode | undefined): MapNode | undefined {
  return node?.kind === 'map' ? node : undefined;
}

/** The form that the chart has, where the value has another: only where its default says what templates look for. */
function expectedForm(known: YamlNode, value: YamlNode | undefined): Form | undefined {
  if (value === undefined || value.kind === 'alias' || known.kind === 'alias') return undefined;
  if (value.kind === 'scalar' && (isEmpty(value) || isTemplate(value))) return undefined;
  switch (known.kind) {
    case 'map':
      return known.entries.length === 0 || value.kind === 'map' ? undefined : 'mapping';
    case 'list':
      // What is false is no entry: templates ask whether there are any.
      return value.kind === 'scalar' && !isFalse(value) ? 'list' : undefined;
    case 'scalar':
      return value.kind !== 'scalar' && isTelling(known) ? 'single value' : undefined;
  }
}

function isEmpty(node: ScalarNode): boolean {
  return scalarValue(node, 'kubectl') === null;
}

function isFalse(node: ScalarNode): boolean {
  const value = scalarValue(node, 'kubectl');
  return value === false || value === '' || value === 0;
}

/** A text that the chart may render first. */
function isTemplate({ text, style }: ScalarNode): boolean {
  return text.includes('{{') || text.includes('${') || style === 'literal' || style === 'folded';
}

/** A number or a text; what is empty or a switch may be anything where it is given. */
function isTelling(node: ScalarNode): boolean {
  const value = scalarValue(node, 'kubectl');
  return value !== null && typeof value !== 'boolean' && value !== '' && value !== 0 && !isTemplate(node);
}
