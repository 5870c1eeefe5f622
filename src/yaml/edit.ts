import { KitError } from '../core/errors.ts';
import type { TextEdit } from '../core/text.ts';
import { blockEdits } from './edit-block.ts';
import { columnAbove, insertEntry, insertItem, type Place, replaceValue } from './edit-place.ts';
import { removeEntry, removeItem } from './edit-remove.ts';
import { entryOf, nodeAt } from './locate.ts';
import type { Data, Path, YamlNode } from './node.ts';
import { pathText } from './path-text.ts';

/**
 * Sets the value at a path: a scalar in place (quotes and trailing comment kept), a missing key behind the last entry of
 * its mapping, missing parents with it. Everything else stays byte for byte.
 * @param root the document's root in `text`
 * @param below the entries that a new one goes below, where there are some; above all others where there is none
 * @throws KitError `edit-refused` where an alias or a scalar stands in the way
 */
export function setValue(
  text: string,
  root: YamlNode,
  path: Path,
  value: Data,
  below?: readonly string[],
): TextEdit[] {
  const place = follow(text, root, path);
  const [missing, ...rest] = place.missing;
  if (missing === undefined) {
    const { node } = place;
    const lines =
      node.kind === 'scalar' && typeof value === 'string'
        ? blockEdits(text, node, value, columnAbove(place))
        : undefined;
    return lines ?? replaceValue(place, value);
  }
  const wrapped = wrap(path, rest, value);
  const { node } = place;
  if (typeof missing === 'number' && node.kind === 'list') {
    if (missing === node.items.length) return insertItem(place, node, wrapped);
    throw refused(path, `the list has ${node.items.length} items`);
  }
  if (node.kind === 'map') return insertEntry(place, node, { key: String(missing), value: wrapped }, below);
  if (node.kind === 'list') throw refused(path, `a list has no key ${missing}`);
  return replaceValue(place, wrap(path, place.missing, value));
}

/**
 * Puts an item behind the last of a list, in the list's own form; a missing, null or empty list is begun.
 * @throws KitError `edit-refused` where there is something other than a list
 */
export function appendItem(text: string, root: YamlNode, path: Path, value: Data): TextEdit[] {
  const node = nodeAt(root, path);
  if (node === undefined) return setValue(text, root, path, [value]);
  const place = follow(text, root, path);
  if (node.kind === 'list') return insertItem(place, node, value);
  const isNull =
    node.kind === 'scalar' && node.style === 'plain' && /^(?:|~|null|Null|NULL)$/.test(node.text);
  if (isNull) return replaceValue(place, [value]);
  throw refused(path, 'there is no list');
}

/** Removes an entry or item with its trailing comment; a collection that becomes empty is written `{}` or `[]`. */
export function removeAt(text: string, root: YamlNode, path: Path): TextEdit[] {
  const step = path.at(-1);
  if (step === undefined) throw refused(path, 'a whole document is not removed');
  const place = follow(text, root, path.slice(0, -1));
  const { node } = place;
  if (place.missing.length > 0) throw refused(path, 'there is no such value');
  if (node.kind === 'map') {
    const entry = entryOf(node, String(step));
    if (entry === undefined) throw refused(path, 'there is no such key');
    return node.entries.length === 1 ? replaceValue(place, {}) : removeEntry(text, node, entry);
  }
  if (node.kind === 'list' && typeof step === 'number' && node.items[step] !== undefined) {
    return node.items.length === 1 ? replaceValue(place, []) : removeItem(text, node, step);
  }
  throw refused(path, 'there is no such value');
}

/** Goes down a path as far as it leads. @throws KitError `edit-refused` where an alias stands in the way */
export function follow(text: string, root: YamlNode, path: Path): Place & { readonly missing: Path } {
  let place: Place = { text, root, node: root, holder: { kind: 'document' } };
  for (const [index, step] of path.entries()) {
    const { node } = place;
    if (node.kind === 'alias') throw refused(path, `*${node.name} is an alias; its anchor's value is shared`);
    if (node.kind === 'map') {
      const entry = entryOf(node, String(step));
      if (entry === undefined) return { ...place, missing: path.slice(index) };
      place = { text, root, node: entry.value, holder: { kind: 'entry', map: node, key: entry.key } };
    } else if (node.kind === 'list') {
      const item = typeof step === 'number' ? node.items[step] : undefined;
      if (item === undefined) return { ...place, missing: path.slice(index) };
      place = { text, root, node: item, holder: { kind: 'item', list: node } };
    } else {
      return { ...place, missing: path.slice(index) };
    }
  }
  return { ...place, missing: [] };
}

/** The value inside the collections that its path asks for. */
function wrap(path: Path, steps: Path, value: Data): Data {
  return steps.toReversed().reduce<Data>((inner, step) => {
    if (typeof step === 'string') return { [step]: inner };
    if (step === 0) return [inner];
    throw refused(path, `a new list begins with item 0, not ${step}`);
  }, value);
}

/** What is thrown where an edit cannot be made. */
export function refused(path: Path, why: string): KitError {
  return new KitError('edit-refused', `cannot change ${pathText(path)}: ${why}`);
}
