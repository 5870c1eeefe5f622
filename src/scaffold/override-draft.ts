import { dataForm } from '../fleet/data-form.ts';
import { fieldOf, isList, isMap, listOf, textOf } from '../fleet/fields.ts';
import { applyPatch } from '../fleet/json-patch.ts';
import { pointerTo } from '../fleet/json-pointer.ts';
import type { DataEdit } from '../yaml/edit-checked.ts';
import type { Data, Path } from '../yaml/node.ts';
import { isSameData } from '../yaml/same-data.ts';
import { valueAt, type WrittenOperation } from './override-operation.ts';
import type { OverrideTarget } from './override-target.ts';

/** A policy while it is being changed: what it says by now, and the edits that made it so. */
export interface Draft {
  policy: Data;
  readonly edits: DataEdit[];
  /** Whether it overrides nothing any more. */
  isEmpty: boolean;
}

/** An operation of a policy on the values of a cluster. */
export interface OwnOperation {
  /** Where it stands in the policy. */
  readonly path: Path;
  readonly pointer: string;
  readonly operator: string;
  readonly value: Data | undefined;
}

const rules: Path = ['spec', 'overrideRules'];

/** The rule that speaks of exactly that cluster: of several the last, since it has the last word. */
export function ruleFor({ policy }: Pick<Draft, 'policy'>, cluster: string): number | undefined {
  const index = listOf(valueAt(policy, rules)).findLastIndex((rule) =>
    isSameData(fieldOf(rule, 'targetCluster'), { clusterNames: [cluster] }),
  );
  return index === -1 ? undefined : index;
}

/** The operations of a cluster's own rule on the document of a target, in the order in which they are applied. */
export function operationsFor(draft: Draft, cluster: string, target: OverrideTarget): OwnOperation[] {
  const rule = ruleFor(draft, cluster);
  if (rule === undefined) return [];
  const overriders = [...rules, rule, 'overriders'];
  const at = (list: Path, pointerField: string): OwnOperation[] =>
    listOf(valueAt(draft.policy, list)).map((item, index) => ({
      path: [...list, index],
      pointer: textOf(fieldOf(item, pointerField)),
      operator: textOf(fieldOf(item, 'operator')),
      value: fieldOf(item, 'value'),
    }));
  if (target.field === undefined) return at([...overriders, 'plaintext'], 'path');
  return fieldEntries(draft, overriders, target.field).flatMap((entry) => at([...entry, 'yaml'], 'subPath'));
}

/** The entries of a rule that take the text of a target apart. */
function fieldEntries({ policy }: Draft, overriders: Path, field: string): Path[] {
  const list = [...overriders, 'fieldOverrider'];
  return listOf(valueAt(policy, list)).flatMap((entry, index) =>
    textOf(fieldOf(entry, 'fieldPath')) === field && fieldOf(entry, 'json') === undefined
      ? [[...list, index]]
      : [],
  );
}

/** Puts an operation behind those of the cluster's own rule, which is begun where there is none. */
export function addOperation(
  draft: Draft,
  cluster: string,
  target: OverrideTarget,
  operation: WrittenOperation,
): void {
  const rule = ruleFor(draft, cluster);
  const { field } = target;
  const written = writtenAs(operation, field === undefined ? 'path' : 'subPath');
  const overriders =
    field === undefined
      ? { plaintext: [written] }
      : { fieldOverrider: [{ fieldPath: field, yaml: [written] }] };
  if (rule === undefined) {
    const value = { targetCluster: { clusterNames: [cluster] }, overriders };
    change(draft, { kind: 'append', path: rules, value });
    return;
  }
  const above = [...rules, rule, 'overriders'];
  if (!isMap(valueAt(draft.policy, above))) {
    change(draft, { kind: 'set', path: above, value: overriders });
    return;
  }
  const entry = field === undefined ? undefined : fieldEntries(draft, above, field).at(-1);
  if (field === undefined) change(draft, { kind: 'append', path: [...above, 'plaintext'], value: written });
  else if (entry !== undefined) change(draft, { kind: 'append', path: [...entry, 'yaml'], value: written });
  else
    change(draft, {
      kind: 'append',
      path: [...above, 'fieldOverrider'],
      value: { fieldPath: field, yaml: [written] },
    });
}

function writtenAs({ pointer, operator, value }: WrittenOperation, pointerField: string): Data {
  return { [pointerField]: pointer, operator, ...(value === undefined ? {} : { value }) };
}

/** Takes an operation out, with what is empty then. */
export function removeOperation(draft: Draft, { path }: OwnOperation): void {
  const [, , rule = 0, , field = '', entry] = path;
  const overriders = [...rules, rule, 'overriders'];
  const nested = path.length > 6 ? [path, [...overriders, field, entry ?? 0]] : [path];
  const alone = nested.find((each) => listOf(valueAt(draft.policy, each.slice(0, -1))).length > 1);
  const others = Object.keys(asMap(valueAt(draft.policy, overriders))).length;
  if (alone !== undefined) change(draft, { kind: 'remove', path: alone });
  else if (others > 1) change(draft, { kind: 'remove', path: [...overriders, field] });
  else if (listOf(valueAt(draft.policy, rules)).length > 1)
    change(draft, { kind: 'remove', path: [...rules, rule] });
  else draft.isEmpty = true;
}

function asMap(data: Data | undefined): Readonly<Record<string, Data>> {
  return isMap(data) ? data : {};
}

/** Makes an edit of the policy, and remembers it. */
export function change(draft: Draft, edit: Extract<DataEdit, { kind: 'set' | 'append' | 'remove' }>): void {
  draft.edits.push(edit);
  const isThere = valueAt(draft.policy, edit.path) !== undefined;
  const path = pointerTo(edit.path);
  const operation = (): { readonly op: string; readonly path: string; readonly value: Data } => {
    if (edit.kind === 'remove') return { op: 'remove', path, value: null };
    if (edit.kind === 'set') return { op: isThere ? 'replace' : 'add', path, value: edit.value };
    const isFilled = isList(valueAt(draft.policy, edit.path));
    return isFilled
      ? { op: 'add', path: `${path}/-`, value: edit.value }
      : { op: isThere ? 'replace' : 'add', path, value: [edit.value] };
  };
  const patched = applyPatch(draft.policy, [operation()], dataForm);
  if ('error' in patched) throw new Error(`an edit that does not fit the policy: ${patched.error}`);
  draft.policy = patched.document;
}
