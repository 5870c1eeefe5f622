import type { Data } from '../yaml/node.ts';
import { applyFieldOverrider } from './field-overrider.ts';
import { applyMetadataOverrider } from './metadata-overriders.ts';
import { fieldOf, mappingsOf, operationOf } from './operations.ts';
import type { Overridden, OverriderWrite } from './overriders.ts';
import { patchObject, type Step, type StepFailure } from './patch-object.ts';
import type { DataMap } from './policy.ts';
import { applyCommandOverrider, applyImageOverrider } from './workload-overriders.ts';

/**
 * What the overriders of one rule make of an object (rules 34 to 40): image, command, args, labels, annotations, fields
 * and plaintext, in that order, however they are written; the first error ends it. The object itself stays as it is.
 *
 * Fields of a wrong type count as absent, items of lists that are no mappings as not there: the API server refuses such
 * a policy whole, and the schema rules say so.
 */
export function applyOverriders(object: DataMap, overriders: DataMap): Overridden {
  const writes: OverriderWrite[] = [];
  let current = object;
  for (const { field, apply } of kinds) {
    for (const { index, item } of mappingsOf(fieldOf(overriders, field))) {
      const step = apply(current, item);
      if ('error' in step) return failed([field, index], step);
      current = step.object;
      for (const { path, pointer, inner, operation } of step.writes) {
        writes.push({ path: [field, index, ...path], pointer, inner, operation });
      }
    }
  }
  const last = applyPlaintext(current, fieldOf(overriders, 'plaintext'));
  if ('error' in last) return failed(['plaintext'], last);
  const lastWrites = last.writes.map(({ path, ...write }) => ({
    path: ['plaintext', ...path],
    inner: undefined,
    ...write,
  }));
  return { object: last.object, writes: [...writes, ...lastWrites] };
}

interface Kind {
  readonly field: string;
  apply(object: DataMap, overrider: DataMap): Step;
}

const kinds: readonly Kind[] = [
  { field: 'imageOverrider', apply: applyImageOverrider },
  { field: 'commandOverrider', apply: (object, item) => applyCommandOverrider(object, item, 'command') },
  { field: 'argsOverrider', apply: (object, item) => applyCommandOverrider(object, item, 'args') },
  { field: 'labelsOverrider', apply: (object, item) => applyMetadataOverrider(object, item, 'labels') },
  {
    field: 'annotationsOverrider',
    apply: (object, item) => applyMetadataOverrider(object, item, 'annotations'),
  },
  { field: 'fieldOverrider', apply: applyFieldOverrider },
];

/** All operations are one patch, which applies as a whole or not (rule 36). */
function applyPlaintext(object: DataMap, plaintext: Data | undefined): Step {
  const items = mappingsOf(plaintext);
  const operations = items.map(({ item }) => operationOf(item, 'path'));
  const result = patchObject(object, operations);
  if ('error' in result) {
    const [at, ...rest] = result.path;
    return { ...result, path: typeof at === 'number' ? [items[at]?.index ?? at, ...rest] : [] };
  }
  const writes = items.map(({ index }, at) => ({
    path: [index],
    pointer: operations[at]?.path ?? '',
    operation: operations[at]?.op ?? '',
  }));
  return { object: result.object, writes };
}

function failed(
  above: readonly (string | number)[],
  { error, path, pointer, nearest }: StepFailure,
): Overridden {
  return { error, path: [...above, ...path], pointer, nearest };
}
