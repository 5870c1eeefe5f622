import type { Data } from '../yaml/node.ts';
import { isList, isMap } from '../yaml/render.ts';
import { dataForm, withEntry } from './data-form.ts';
import { applyPatch, type Operation } from './json-patch.ts';
import { getPointer, goIndex, nearestPointer, pointerKeys } from './json-pointer.ts';
import { jsonOf } from './json-text.ts';
import { fieldOf, mappingsOf, operationOf, textOf } from './operations.ts';
import { patchJsonText } from './patch-json-text.ts';
import { failureIn, type Step, type StepFailure } from './patch-object.ts';
import type { DataMap } from './policy.ts';
import { readSigsYaml, writeSigsYaml } from './sigs-yaml.ts';

/**
 * Patches a text inside an object (rule 38): it is read, patched and written anew. `yaml` counts where both lists are
 * there; with neither the text becomes empty.
 */
export function applyFieldOverrider(object: DataMap, overrider: DataMap): Step {
  const pointer = textOf(overrider, 'fieldPath');
  const found = getPointer(object, pointer);
  if ('error' in found)
    return { error: found.error, path: ['fieldPath'], pointer, nearest: nearestPointer(object, pointer) };
  if (typeof found.value !== 'string') {
    const error = `Get object's value by overrider's path(${pointer}) is not string`;
    return { error, path: ['fieldPath'], pointer, nearest: nearestPointer(object, pointer) };
  }
  const format = mappingsOf(fieldOf(overrider, 'yaml')).length > 0 ? 'yaml' : 'json';
  const items = mappingsOf(fieldOf(overrider, format));
  const operations = items.map(({ item }) => operationOf(item, 'subPath'));
  const text = items.length === 0 ? '' : patchText[format](found.value, operations);
  if (typeof text !== 'string') {
    const [at, ...rest] = text.path;
    const index = typeof at === 'number' ? (items[at]?.index ?? at) : undefined;
    return { ...text, path: index === undefined ? [format] : [format, index, ...rest] };
  }
  const writes = items.map(({ index }, at) => ({
    path: [format, index],
    pointer,
    inner: operations[at]?.path ?? '',
    operation: operations[at]?.op ?? '',
  }));
  const emptied = { path: [], pointer, operation: 'replace' };
  return {
    object: withValue(object, pointerKeys(pointer), text),
    writes: items.length === 0 ? [emptied] : writes,
  };
}

const patchText = { yaml: patchYaml, json: patchJson } as const;

function patchYaml(text: string, operations: readonly Operation<Data>[]): string | StepFailure {
  const read = readSigsYaml(text);
  if ('error' in read) return { error: read.error, path: [] };
  const patched = applyPatch(read.data, operations, dataForm);
  if ('error' in patched) return failureIn(read.data, operations, patched);
  const written = writeSigsYaml(patched.document);
  return 'error' in written ? { error: written.error, path: [] } : written.text;
}

function patchJson(text: string, operations: readonly Operation<Data>[]): string | StepFailure {
  const own = operations.map((operation) => ({ ...operation, value: jsonOf(operation.value) }));
  const patched = patchJsonText(text, own);
  if ('text' in patched) return patched.text;
  const { error, index } = patched;
  const failed = index === undefined ? undefined : operations[index];
  return { error, path: index === undefined ? [] : [index], pointer: failed?.path };
}

/** The object with a text in the place of another one, which is there. */
function withValue(object: DataMap, keys: readonly string[], text: string): DataMap {
  const [key = '', ...rest] = keys;
  return withEntry(object, key, valueBelow(fieldOf(object, key) ?? null, rest, text));
}

function valueBelow(data: Data, keys: readonly string[], text: string): Data {
  const [key, ...rest] = keys;
  if (key === undefined) return text;
  if (isMap(data)) return withValue(data, keys, text);
  if (!isList(data)) return data;
  const index = goIndex(key);
  return data.map((item, at) => (at === index ? valueBelow(item, rest, text) : item));
}
