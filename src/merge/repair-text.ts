import { KitError } from '../core/errors.ts';
import { applyEdits, type TextEdit } from '../core/text.ts';
import { toData } from '../yaml/data.ts';
import { removeAt, setValue } from '../yaml/edit.ts';
import { isMergeKey } from '../yaml/key-checks.ts';
import { keyText } from '../yaml/key-text.ts';
import type { Data, MapNode, Path, YamlNode } from '../yaml/node.ts';
import { isFilled, isList, isMap } from '../yaml/render.ts';
import { isSameData } from '../yaml/same-data.ts';
import { readSide } from './read-side.ts';

/** Rounds of edits; each reads the whole text again. */
const rounds = 4;

/** A value that is not what it should be; undefined where there should be none. */
interface Fault {
  readonly path: Path;
  readonly wanted: Data | undefined;
}

/**
 * A text that means what is wanted, from one that nearly does: what an alias or the end of a block of text made of the
 * lines of three sides is written anew. Undefined where that does not help.
 */
export function repaired(text: string, wanted: Data): string | undefined {
  let current = text;
  for (let round = 0; round <= rounds; round += 1) {
    const side = readSide(current);
    if ('flaw' in side || (side.root === undefined && isFilled(wanted))) return undefined;
    if (isSameData(side.data, wanted)) return current;
    const { root } = side;
    if (root === undefined) return undefined;
    const edits = editsOf(side.text, root, faultsIn(root, wanted, []));
    if (edits === undefined) return undefined;
    current = applyEdits(side.text, edits);
  }
  return undefined;
}

function faultsIn(node: YamlNode, wanted: Data, path: Path): Fault[] {
  if (isSameData(toData(node, 'kubectl'), wanted)) return [];
  if (
    node.kind === 'map' &&
    isMap(wanted) &&
    isFilled(wanted) &&
    !node.entries.some(({ key }) => isMergeKey(key))
  ) {
    return entryFaults(node, wanted, path);
  }
  if (node.kind === 'list' && isList(wanted) && node.items.length === wanted.length) {
    return node.items.flatMap((item, index) => faultsIn(item, wanted[index] ?? null, [...path, index]));
  }
  return [{ path, wanted }];
}

function entryFaults(map: MapNode, wanted: Readonly<Record<string, Data>>, path: Path): Fault[] {
  const faults: Fault[] = [];
  const present = new Set<string>();
  for (const { key, value } of map.entries) {
    const name = keyText(key, 'kubectl');
    present.add(name);
    const its = Object.hasOwn(wanted, name) ? wanted[name] : undefined;
    if (its === undefined) faults.push({ path: [...path, key.text], wanted: undefined });
    else faults.push(...faultsIn(value, its, [...path, key.text]));
  }
  for (const [name, value] of Object.entries(wanted)) {
    if (!present.has(name)) faults.push({ path: [...path, name], wanted: value });
  }
  return faults;
}

/** All edits at once, else those of the first fault; undefined where not even these can be made. */
function editsOf(text: string, root: YamlNode, faults: readonly Fault[]): TextEdit[] | undefined {
  const edits: TextEdit[] = [];
  for (const { path, wanted } of faults) {
    try {
      const more = wanted === undefined ? removeAt(text, root, path) : setValue(text, root, path, wanted);
      if (more.some((edit) => edits.some((other) => overlap(edit, other)))) continue;
      edits.push(...more);
    } catch (error) {
      if (!(error instanceof KitError)) throw error;
      return undefined;
    }
  }
  return edits.length === 0 ? undefined : edits;
}

function overlap(a: TextEdit, b: TextEdit): boolean {
  return a.range.start <= b.range.end && b.range.start <= a.range.end;
}
