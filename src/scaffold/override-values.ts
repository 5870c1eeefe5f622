import { KitError } from '../core/errors.ts';
import { didYouMean } from '../core/suggest.ts';
import { dataForm } from '../fleet/data-form.ts';
import type { Fleet } from '../fleet/fleet.ts';
import { applyPatch } from '../fleet/json-patch.ts';
import { pointerKeys, pointerTo } from '../fleet/json-pointer.ts';
import type { Data, Path } from '../yaml/node.ts';
import { pathText } from '../yaml/path-text.ts';
import { isMap } from '../yaml/render.ts';
import { isSameData } from '../yaml/same-data.ts';
import {
  addOperation,
  change,
  type Draft,
  type OwnOperation,
  operationsFor,
  removeOperation,
} from './override-draft.ts';
import { settingOperation, valueAt } from './override-operation.ts';
import type { OverrideTarget } from './override-target.ts';

/** A cluster's rule in a policy that is being changed. */
export interface ClusterDraft {
  readonly draft: Draft;
  readonly cluster: string;
  readonly target: OverrideTarget;
  /** Before anything is changed. */
  readonly fleet: Fleet;
  /** The document of the target before the rule sees it. */
  readonly before: Data;
}

/** Lets a value be so on a cluster: by the operation that writes it already, else by a new one. */
export function setOnCluster(of: ClusterDraft, path: Path, value: Data): void {
  const { draft, cluster, target } = of;
  if (value === null && target.field !== undefined)
    throw new KitError(
      'bad-path',
      `${pathText(path)}=null cannot be written: Karmada takes null for no value`,
      {
        help: [
          `remove it from the values: --unset ${pathText(path)}`,
          'or write it inline: --via spec-values',
        ],
      },
    );
  const whole = [...target.above, ...path];
  const own = operationsFor(draft, cluster, target);
  const writer = writerOf(own, whole);
  if (writer === undefined || (writer.rest.length > 0 && !isMap(writer.operation.value ?? null))) {
    addOperation(draft, cluster, target, settingOperation(after(of.before, own), whole, value));
    return;
  }
  const { operation, rest } = writer;
  if (operation.operator === 'remove') {
    change(draft, { kind: 'set', path: [...operation.path, 'operator'], value: 'replace' });
    change(draft, { kind: 'set', path: [...operation.path, 'value'], value });
    return;
  }
  const { value: written = null } = operation;
  if (isSameData(valueAt(written, rest), value)) return;
  const inner = settingOperation(written, rest, value);
  const at = [...operation.path, 'value', ...stepsOf(inner.pointer, rest)];
  change(draft, { kind: 'set', path: at, value: inner.value ?? null });
}

/** What is to become of a value: what an override wrote is gone, or the value itself is. */
export type Unset = 'taken back' | 'removed' | 'removed before';

/** Takes a value back: what the rule wrote goes; else what the cluster would have. */
export function unsetOnCluster(of: ClusterDraft, path: Path): Unset {
  const { draft, cluster, target, before } = of;
  const whole = [...target.above, ...path];
  const own = operationsFor(draft, cluster, target);
  const writer = writerOf(own, whole);
  if (writer !== undefined) {
    const { operation, rest } = writer;
    if (operation.operator === 'remove') return 'removed before';
    const { value = null } = operation;
    const below = own.filter(({ pointer }) => pointer.startsWith(`${operation.pointer}/`));
    if (rest.length === 0 || (below.length === 0 && isOnlyIn(value, rest))) {
      // From the last on: what stands behind an operation moves up when it goes.
      const gone =
        rest.length === 0
          ? own.filter((each) => each.pointer === operation.pointer || below.includes(each))
          : [operation];
      for (const each of gone.toReversed()) removeOperation(draft, each);
      return 'taken back';
    }
    if (valueAt(value, rest) !== undefined) {
      change(draft, { kind: 'remove', path: [...operation.path, 'value', ...rest] });
      return 'taken back';
    }
  }
  if (own.some(({ pointer, operator }) => operator === 'remove' && isItem(pointer, whole)))
    throw removedItem(of, path);
  const document = after(before, own);
  if (valueAt(document, whole) === undefined) throw noSuchValue(of, document, path);
  const plain = target.document(target.template.object());
  if (!isSameData(valueAt(before, whole), valueAt(plain, whole))) throw overriddenElsewhere(of, path);
  addOperation(draft, cluster, target, { pointer: pointerTo(whole), operator: 'remove', value: undefined });
  return 'removed';
}

/** The last operation that writes a path, or something around it, and what of the path is inside its value. */
function writerOf(
  own: readonly OwnOperation[],
  path: Path,
): { readonly operation: OwnOperation; readonly rest: Path } | undefined {
  for (const operation of own.toReversed()) {
    const keys = pointerKeys(operation.pointer);
    if (operation.operator === 'remove' && movesItem(keys, path)) return undefined;
    if (keys.length > path.length || !keys.every((key, index) => key === String(path[index]))) continue;
    const rest = path.slice(keys.length);
    // What was taken out around the value does not write it.
    if (operation.operator === 'remove' && rest.length > 0) return undefined;
    return { operation, rest };
  }
  return undefined;
}

/** Whether a path has another item than before, once what the keys lead to is taken out of a list. */
function movesItem(keys: readonly string[], path: Path): boolean {
  const last = keys.length - 1;
  const index = path[last];
  return (
    typeof index === 'number' &&
    Number(keys[last]) <= index &&
    keys.slice(0, last).every((key, at) => key === String(path[at]))
  );
}

/** Whether a pointer leads to just that item of a list. */
function isItem(pointer: string, path: Path): boolean {
  return typeof path.at(-1) === 'number' && pointer === pointerTo(path);
}

/** The keys of a pointer, which leads along a path, as that path has them. */
function stepsOf(pointer: string, path: Path): Path {
  return path.slice(0, pointerKeys(pointer).length);
}

/** Whether a value holds nothing but what is at a path. */
function isOnlyIn(value: Data, path: Path): boolean {
  return path.every((_, index) => {
    const at = valueAt(value, path.slice(0, index)) ?? null;
    return isMap(at) && Object.keys(at).length === 1 && Object.hasOwn(at, String(path[index]));
  });
}

/** The document after a rule's operations; one that fails is passed over, since the whole is tried at the end. */
function after(document: Data, own: readonly OwnOperation[]): Data {
  return own.reduce((now, { pointer, operator, value = null }) => {
    const patched = applyPatch(now, [{ op: operator, path: pointer, value }], dataForm);
    return 'document' in patched ? patched.document : now;
  }, document);
}

/** Another rule brought the value: to take that one back is not to remove the value of all. */
function overriddenElsewhere({ fleet, target, cluster }: ClusterDraft, path: Path): KitError {
  const { template, field } = target;
  const pointer = pointerTo([...target.above, ...path]);
  const { writes } = fleet.deliver(template, cluster);
  const write = writes.findLast(({ pointer: at, inner = '' }) => {
    const written = field === undefined ? at : inner;
    return `${pointer}/`.startsWith(`${written}/`) || written.startsWith(`${pointer}/`);
  });
  const by =
    write === undefined
      ? 'another rule'
      : `another rule: ${write.policy.kind} ${write.policy.name} in ${write.policy.resource.file}`;
  return new KitError('overridden-elsewhere', `${pathText(path)} is overridden on ${cluster} by ${by}`, {
    help: [
      'change it there',
      `or give ${cluster} a value of its own: --set ${pathText(path)}=…`,
      'nothing was written',
    ],
  });
}

function removedItem({ cluster }: ClusterDraft, path: Path): KitError {
  return new KitError(
    'bad-path',
    `${pathText(path)} was removed on ${cluster} already; what is there now is another item`,
    { help: [`set the whole list: --set ${pathText(path.slice(0, -1))}={…}`, 'nothing was written'] },
  );
}

function noSuchValue({ target, cluster }: ClusterDraft, document: Data, path: Path): KitError {
  const above = valueAt(document, [...target.above, ...path.slice(0, -1)]) ?? null;
  const guess = isMap(above) ? didYouMean(String(path.at(-1)), Object.keys(above)) : '';
  const { kind, name } = target.template;
  const help =
    target.via === 'spec-values' ? ['of the values in its ConfigMap: leave out --via spec-values'] : [];
  return new KitError(
    'no-such-value',
    `${pathText(path)} is not among the values of ${kind} ${name} on ${cluster}${guess}`,
    {
      help: [...help, 'nothing was written'],
    },
  );
}
