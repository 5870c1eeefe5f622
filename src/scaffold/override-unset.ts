import { KitError } from '../core/errors.ts';
import { didYouMean } from '../core/suggest.ts';
import { pointerKeys, pointerTo } from '../fleet/json-pointer.ts';
import type { Data, Path } from '../yaml/node.ts';
import { pathText } from '../yaml/path-text.ts';
import { isList, isMap } from '../yaml/render.ts';
import { isSameData } from '../yaml/same-data.ts';
import { change, type OwnOperation, operationsFor, removeOperation } from './override-draft.ts';
import { settingOperation, valueAt, type WrittenOperation } from './override-operation.ts';
import { after, type ClusterDraft, patched, stepsOf, type Writer, writerOf } from './override-values.ts';

/**
 * Takes a value back: what the rule wrote goes, and the cluster has the value again that it would have without it.
 * @returns whether the rule wrote anything there
 */
export function unsetOnCluster(of: ClusterDraft, path: Path): boolean {
  const { draft, cluster, target } = of;
  const whole = [...target.above, ...path];
  const operations = (): OwnOperation[] => operationsFor(draft, cluster, target);
  const inside = operations().filter(({ pointer }) => pointer.startsWith(`${pointerTo(whole)}/`));
  removeAll(of, inside);
  let isTaken = inside.length > 0;
  // Below what goes there may be an earlier operation that wrote the value, too.
  while (!draft.isEmpty) {
    const writer = writerOf(operations(), whole);
    const done = writer === undefined ? 'nothing' : takeBack(of, writer, path);
    isTaken ||= done !== 'nothing';
    if (done !== 'operation gone') break;
  }
  const around = draft.isEmpty ? undefined : removedAround(operations(), whole);
  if (isTaken && around !== undefined) throw wholeIsOverridden(of, path, around);
  return isTaken;
}

/** What around a path is taken out, and not brought back. */
function removedAround(own: readonly OwnOperation[], path: Path): Path | undefined {
  const around = own.findLast(({ pointer }) => pointerTo(path).startsWith(`${pointer}/`));
  return around?.operator === 'remove' ? path.slice(0, pointerKeys(around.pointer).length) : undefined;
}

/** From the last on: what stands behind an operation moves up when it goes. */
function removeAll({ draft }: ClusterDraft, operations: readonly OwnOperation[]): void {
  for (const each of operations.toReversed()) removeOperation(draft, each);
}

/** Takes a value out of the operation that wrote it. */
function takeBack(
  of: ClusterDraft,
  { operation, rest }: Writer,
  path: Path,
): 'nothing' | 'value changed' | 'operation gone' {
  const { draft, cluster, target, before } = of;
  const whole = [...target.above, ...path];
  const own = operationsFor(draft, cluster, target);
  const below = own.filter(({ pointer }) => pointer.startsWith(`${operation.pointer}/`));
  if (rest.length === 0) {
    removeAll(
      of,
      own.filter((each) => each.pointer === operation.pointer || below.includes(each)),
    );
    return 'operation gone';
  }
  const { value = null } = operation;
  const was = valueAt(before, whole);
  if (isSameData(valueAt(value, rest), was)) return 'nothing';
  if (!isMap(value) && !isList(value)) throw wholeIsOverridden(of, path, whole.slice(0, -rest.length));
  const around = valueAt(before, whole.slice(0, -rest.length));
  const restoring = was === undefined ? removing(rest) : settingOperation(value, rest, was);
  const restored = patched(value, restoring);
  const isIdle = isSameData(restored, around) || (isOnlyIn(value, rest) && !isMap(around ?? null));
  if (below.length === 0 && isIdle) {
    removeOperation(draft, operation);
    return 'operation gone';
  }
  if (restoring.value === undefined)
    change(draft, { kind: 'remove', path: [...operation.path, 'value', ...rest] });
  else {
    const at = [...operation.path, 'value', ...stepsOf(restoring.pointer, rest)];
    change(draft, { kind: 'set', path: at, value: restoring.value });
  }
  return 'value changed';
}

function removing(path: Path): WrittenOperation {
  return { pointer: pointerTo(path), operator: 'remove', value: undefined };
}

/** Why there was nothing to take back. */
export function notTaken(of: ClusterDraft, path: Path): KitError {
  const { draft, cluster, target, before, fleet } = of;
  const whole = [...target.above, ...path];
  const own = operationsFor(draft, cluster, target);
  if (own.some(({ pointer, operator }) => operator === 'remove' && isItem(pointer, whole)))
    return removedItem(of, path);
  const around = removedAround(own, whole);
  if (around !== undefined) return wholeIsOverridden(of, path, around);
  const common = valueAt(target.document(target.template.object()), whole);
  const { object } = fleet.deliver(target.template, cluster);
  const arriving = object === undefined ? before : target.document(object);
  if ([before, arriving].some((document) => !isSameData(valueAt(document, whole), common)))
    return overriddenElsewhere(of, path);
  const document = after(before, own);
  return valueAt(document, whole) === undefined ? noSuchValue(of, document, path) : notOverridden(of, path);
}

/** Whether a value holds nothing but what is at a path. */
function isOnlyIn(value: Data, path: Path): boolean {
  return path.every((_, index) => {
    const at = valueAt(value, path.slice(0, index)) ?? null;
    return isMap(at) && Object.keys(at).length === 1 && Object.hasOwn(at, String(path[index]));
  });
}

/** Whether a pointer leads to just that item of a list. */
function isItem(pointer: string, path: Path): boolean {
  return typeof path.at(-1) === 'number' && pointer === pointerTo(path);
}

/** Another rule brought the value: to take that one back is not to remove the value of all. */
function overriddenElsewhere({ fleet, target, cluster }: ClusterDraft, path: Path): KitError {
  const { template, field } = target;
  const pointer = pointerTo([...target.above, ...path]);
  const { writes } = fleet.deliver(template, cluster);
  const write = writes.findLast(({ pointer: at, inner = '' }) => {
    const written = field === undefined ? at : inner;
    return isAlong(written, pointer);
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

/** What the clusters have in common is taken from one of them by a value that says so. */
function notOverridden({ fleet, target, cluster }: ClusterDraft, path: Path): KitError {
  const written = pathText(path);
  const inline = pointerTo(['spec', 'values', ...path]);
  const isInline =
    target.via === 'configmap' &&
    fleet.deliver(target.release, cluster).writes.some(({ pointer }) => isAlong(pointer, inline));
  const help = isInline
    ? [`it is overridden inline: --unset ${written} --via spec-values`]
    : [
        `to let ${cluster} have no such value at all, not even the chart's: --set ${written}=null --via spec-values`,
      ];
  return new KitError('not-overridden', `nothing overrides ${written} on ${cluster}`, {
    help: [...help, 'nothing was written'],
  });
}

/** Whether one of two pointers leads to the other one's place, or into it. */
function isAlong(pointer: string, other: string): boolean {
  return `${pointer}/`.startsWith(`${other}/`) || other.startsWith(`${pointer}/`);
}

/** A value inside one that the rule took as a whole comes back with that alone. */
function wholeIsOverridden({ target, cluster }: ClusterDraft, path: Path, whole: Path): KitError {
  const around = pathText(whole.slice(target.above.length));
  return new KitError(
    'bad-path',
    `${pathText(path)} is not overridden alone on ${cluster}: ${around} is, as a whole`,
    {
      help: [`take that back: --unset ${around}`, 'nothing was written'],
    },
  );
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
