import { KitError } from '../core/errors.ts';
import { dataForm } from '../fleet/data-form.ts';
import type { Fleet } from '../fleet/fleet.ts';
import { applyPatch } from '../fleet/json-patch.ts';
import { pointerKeys } from '../fleet/json-pointer.ts';
import type { Data, Path } from '../yaml/node.ts';
import { pathText } from '../yaml/path-text.ts';
import { isMap } from '../yaml/render.ts';
import { isSameData } from '../yaml/same-data.ts';
import { addOperation, change, type Draft, type OwnOperation, operationsFor } from './override-draft.ts';
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
        help: ['write it inline: --via spec-values', 'nothing was written'],
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

/** An operation that writes a path, or something around it. */
export interface Writer {
  readonly operation: OwnOperation;
  /** What of a path is inside its value. */
  readonly rest: Path;
}

/** The last operation that does so. */
export function writerOf(own: readonly OwnOperation[], path: Path): Writer | undefined {
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

/** The keys of a pointer, which leads along a path, as that path has them. */
export function stepsOf(pointer: string, path: Path): Path {
  return path.slice(0, pointerKeys(pointer).length);
}

/** The document after a rule's operations; one that fails is passed over, since the whole is tried at the end. */
export function after(document: Data, own: readonly OwnOperation[]): Data {
  return own.reduce((now, operation) => patched(now, operation), document);
}

/** The document after an operation, or as it was where that fails. */
export function patched(
  document: Data,
  { pointer, operator, value = null }: Pick<OwnOperation, 'pointer' | 'operator' | 'value'>,
): Data {
  const result = applyPatch(document, [{ op: operator, path: pointer, value }], dataForm);
  return 'document' in result ? result.document : document;
}
