import type { Data } from '../yaml/node.ts';
import { isMap } from '../yaml/render.ts';
import { dataForm } from './data-form.ts';
import { applyPatch, type Operation } from './json-patch.ts';
import { nearestPointer } from './json-pointer.ts';
import { jsonOf, jsonText } from './json-text.ts';
import type { DataMap } from './policy.ts';

/** What one overrider made of an object. Paths of its operations begin below the overrider. */
export type Step = { readonly object: DataMap; readonly writes: readonly StepWrite[] } | StepFailure;

export interface StepWrite {
  readonly path: readonly (string | number)[];
  readonly pointer: string;
  readonly inner?: string;
  readonly operation: string;
}

export interface StepFailure {
  readonly error: string;
  readonly path: readonly (string | number)[];
  readonly pointer?: string | undefined;
  readonly nearest?: string | undefined;
}

/** Patches an object; it must still be one afterwards (rule 36). The failure's path is the operation's index. */
export function patchObject(
  object: DataMap,
  operations: readonly Operation<Data>[],
): { readonly object: DataMap } | StepFailure {
  const patched = applyPatch<Data>(object, operations, dataForm);
  if ('error' in patched) return failureIn(object, operations, patched);
  const { document } = patched;
  if (!isMap(document)) return { error: "Object 'Kind' is missing in a list", path: [] };
  const { kind } = document;
  if (typeof kind === 'string' && kind !== '') return { object: document };
  // Karmada prints what it was given; what a Secret holds is printed nowhere here.
  if (object['kind'] === 'Secret') return { error: "Object 'Kind' is missing in a Secret", path: [] };
  return { error: `Object 'Kind' is missing in '${shortened(jsonText(jsonOf(document)))}'`, path: [] };
}

/** Where in a document an operation failed: its path, and how much of it is there. */
export function failureIn(
  document: Data,
  operations: readonly Operation<Data>[],
  { error, index }: { readonly error: string; readonly index: number | undefined },
): StepFailure {
  const failed = index === undefined ? undefined : operations[index];
  if (index === undefined || failed === undefined) return { error, path: [] };
  const before = applyPatch(document, operations.slice(0, index), dataForm);
  const nearest = 'document' in before ? nearestPointer(before.document, failed.path) : undefined;
  return { error, path: [index], pointer: failed.path, nearest };
}

function shortened(text: string): string {
  return text.length <= 200 ? text : `${text.slice(0, 199)}…`;
}
