import type { Data } from '../yaml/node.ts';
import { applyFieldOverrider } from './field-overrider.ts';
import { applyMetadataOverriders } from './metadata-overriders.ts';
import { fieldOf, type ListItem, mappingsOf, operationOf } from './operations.ts';
import type { Overridden, OverriderWrite } from './overriders.ts';
import { patchObject, type Step, type StepFailure, type StepWrite } from './patch-object.ts';
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
    const step = apply(current, mappingsOf(fieldOf(overriders, field)));
    if ('error' in step) return failed([field], step);
    current = step.object;
    for (const { path, pointer, inner, operation } of step.writes) {
      writes.push({ path: [field, ...path], pointer, inner, operation });
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
  apply(object: DataMap, overriders: readonly ListItem[]): Step;
}

const kinds: readonly Kind[] = [
  { field: 'imageOverrider', apply: oneByOne(applyImageOverrider) },
  {
    field: 'commandOverrider',
    apply: oneByOne((object, item) => applyCommandOverrider(object, item, 'command')),
  },
  { field: 'argsOverrider', apply: oneByOne((object, item) => applyCommandOverrider(object, item, 'args')) },
  { field: 'labelsOverrider', apply: (object, items) => applyMetadataOverriders(object, items, 'labels') },
  {
    field: 'annotationsOverrider',
    apply: (object, items) => applyMetadataOverriders(object, items, 'annotations'),
  },
  { field: 'fieldOverrider', apply: oneByOne(applyFieldOverrider) },
];

/** Each overrider sees what the one before it made. */
function oneByOne(apply: (object: DataMap, overrider: DataMap) => Step): Kind['apply'] {
  return (object, overriders) => {
    const writes: StepWrite[] = [];
    let current = object;
    for (const { index, item } of overriders) {
      const step = apply(current, item);
      if ('error' in step) return { ...step, path: [index, ...step.path] };
      current = step.object;
      for (const write of step.writes) writes.push({ ...write, path: [index, ...write.path] });
    }
    return { object: current, writes };
  };
}

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
