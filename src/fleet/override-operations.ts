import type { Data, Path } from '../yaml/node.ts';
import { fieldOf, isMap, listOf, textOf } from './fields.ts';
import { escapeKey, pointerKeys } from './json-pointer.ts';
import type { OverridePolicy, OverrideRule } from './policy.ts';

/** One operation of an override rule, whichever overrider it stands in. */
export interface Operation {
  readonly policy: OverridePolicy;
  readonly overrider: 'image' | 'command' | 'args' | 'labels' | 'annotations' | 'field' | 'plaintext';
  /** Where it stands in the policy; of labels and annotations, the value of one key. */
  readonly path: Path;
  readonly operator: string;
  /** JSON pointer in the object; empty where `image`, `command` and `args` find their places by themselves. */
  readonly pointer: string;
  /** Of a `fieldOverrider`: JSON pointer inside the text at `pointer`. */
  readonly inner: string | undefined;
  /** Null where there is none. */
  readonly value: Data;
}

const known = new WeakMap<OverrideRule, readonly Operation[]>();

/** The operations of one rule of a policy, in the order in which Karmada applies them (rule 34); read once. */
export function operationsOf(policy: OverridePolicy, index: number): readonly Operation[] {
  const rule = policy.rules()[index];
  if (rule === undefined) return [];
  const found = known.get(rule) ?? [
    ...ofWorkloads(policy, rule),
    ...ofMetadata(policy, rule),
    ...ofFields(policy, rule),
    ...ofPlaintext(policy, rule),
  ];
  known.set(rule, found);
  return found;
}

interface Entry {
  readonly path: Path;
  readonly data: Data;
}

function entriesOf({ overriders, path }: OverrideRule, name: string): Entry[] {
  return listOf(fieldOf(overriders, name)).map((data, at) => ({ path: [...path, name, at], data }));
}

function ofWorkloads(policy: OverridePolicy, rule: OverrideRule): Operation[] {
  return (['image', 'command', 'args'] as const).flatMap((overrider) =>
    entriesOf(rule, `${overrider}Overrider`).map(({ path, data }) => ({
      policy,
      overrider,
      path,
      operator: textOf(fieldOf(data, 'operator')),
      pointer: textOf(fieldOf(fieldOf(data, 'predicate'), 'path')),
      inner: undefined,
      value: fieldOf(data, 'value') ?? null,
    })),
  );
}

function ofMetadata(policy: OverridePolicy, rule: OverrideRule): Operation[] {
  return (['labels', 'annotations'] as const).flatMap((overrider) =>
    entriesOf(rule, `${overrider}Overrider`).flatMap(({ path, data }) => {
      const value = fieldOf(data, 'value');
      return Object.entries(isMap(value) ? value : {}).map(([key, text]) => ({
        policy,
        overrider,
        path: [...path, 'value', key],
        operator: textOf(fieldOf(data, 'operator')),
        pointer: `/metadata/${overrider}/${escapeKey(key)}`,
        inner: undefined,
        value: text,
      }));
    }),
  );
}

function ofFields(policy: OverridePolicy, rule: OverrideRule): Operation[] {
  return entriesOf(rule, 'fieldOverrider').flatMap(({ path, data }) => {
    const form = listOf(fieldOf(data, 'yaml')).length > 0 ? 'yaml' : 'json';
    return listOf(fieldOf(data, form)).map(
      (operation, at): Operation => ({
        policy,
        overrider: 'field',
        path: [...path, form, at],
        operator: textOf(fieldOf(operation, 'operator')),
        pointer: textOf(fieldOf(data, 'fieldPath')),
        inner: textOf(fieldOf(operation, 'subPath')),
        value: fieldOf(operation, 'value') ?? null,
      }),
    );
  });
}

function ofPlaintext(policy: OverridePolicy, rule: OverrideRule): Operation[] {
  return entriesOf(rule, 'plaintext').map(({ path, data }) => ({
    policy,
    overrider: 'plaintext',
    path,
    operator: textOf(fieldOf(data, 'operator')),
    pointer: textOf(fieldOf(data, 'path')),
    inner: undefined,
    value: fieldOf(data, 'value') ?? null,
  }));
}

/** Whether its pointers are pointers: of what `fleet/pointer-without-slash` and its kin speak, nothing else is to be said. */
export function hasPointers({ overrider, pointer, inner = '' }: Operation): boolean {
  if (overrider === 'image' || overrider === 'command' || overrider === 'args') return true;
  return /^(?:\/|$)/.test(pointer) && /^(?:\/|$)/.test(inner);
}

/** Whether its pointers are such as people write: what others would cost is not spent. */
export function isShort({ pointer, inner = '' }: Operation): boolean {
  return pointer.length + inner.length <= 1000 && pointer.split('/').length + inner.split('/').length <= 60;
}

/** Whether it adds an item to a list, rather than write over a value. */
export function isInserted({ operator, pointer, inner }: Operation): boolean {
  return operator === 'add' && /\/(?:-|[-+]?\d+)$/.test(inner ?? pointer);
}

/** Whether it finds its places by itself: those of containers. */
export function findsContainers({ overrider, pointer }: Operation): boolean {
  return pointer === '' && (overrider === 'image' || overrider === 'command' || overrider === 'args');
}

/** Whether it writes at a place of the object, above or below it. */
export function writesOn({ pointer }: Operation, path: Path): boolean {
  const steps = path.map(String);
  return pointerKeys(pointer).every((key, at) => at >= steps.length || steps[at] === key || key === '-');
}

/** Where an operation writes, as a text of its own, and all places above that. */
export function placeOf({ pointer, inner }: Operation): {
  readonly place: string;
  readonly above: readonly string[];
} {
  const place = inner === undefined ? pointer : `${pointer} ${inner}`;
  return { place, above: [...place.matchAll(/[/ ]/g)].map(({ index }) => place.slice(0, index)) };
}
