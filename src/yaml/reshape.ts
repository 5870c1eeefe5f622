import type { TextEdit } from '../core/text.ts';
import { toData } from './data.ts';
import { appendItem, follow, refused, removeAt, setValue } from './edit.ts';
import { embedEdits, joinEdits, renameEdits, type Spot, transferEdits, wrapEdits } from './edit-shape.ts';
import { entryOf } from './locate.ts';
import type { Data, MapNode, Path, YamlNode } from './node.ts';
import { flowText, isList } from './render.ts';

/** Renames a key where it stands. @throws KitError `edit-refused` when the new one is there already */
export function renameKey(text: string, root: YamlNode, path: Path, now: string): TextEdit[] {
  const edits = renameEdits(mapAt(text, root, path.slice(0, -1)), String(path.at(-1)), now);
  if (edits === undefined) throw refused(path, `there is no such key, or ${now} is there as well`);
  return edits;
}

/** Puts a value under a key of its own, with 0 into a list of its own, where it stands. */
export function wrapValue(text: string, root: YamlNode, path: Path, key: string | 0): TextEdit[] {
  return wrapEdits(spotAt(text, root, path), key);
}

/**
 * Makes a collection the text of itself, as it stands in the file: a literal block with its comments, or a quoted line of
 * what stands in brackets.
 */
export function embedValue(text: string, root: YamlNode, path: Path): TextEdit[] {
  const spot = spotAt(text, root, path);
  const { start, end } = spot.node;
  return embedEdits(spot) ?? setValue(text, root, path, text.slice(start, end).replaceAll('\r', ''));
}

/** Moves an entry behind the last one of another mapping, its comment with it where both are blocks. */
export function moveEntry(text: string, root: YamlNode, path: Path, to: Path): TextEdit[] {
  const entry = entryOf(mapAt(text, root, path.slice(0, -1)), String(path.at(-1)));
  if (entry === undefined) throw refused(path, 'there is no such key');
  const target = follow(text, root, to.slice(0, -1));
  const key = String(to.at(-1));
  if (target.missing.length === 0 && target.node.kind === 'map') {
    if (entryOf(target.node, key) !== undefined) throw refused(to, 'it is there already');
    const moved = transferEdits(text, entry, { map: target.node, key });
    if (moved !== undefined) return [...moved, ...removeAt(text, root, path)];
  }
  return [...setValue(text, root, to, toData(entry.value, 'kustomize')), ...removeAt(text, root, path)];
}

/** Moves the items of a list to the beginning or the end of another one, and removes the list. */
export function joinLists(
  text: string,
  root: YamlNode,
  path: Path,
  { to, position }: { readonly to: Path; readonly position: 'before' | 'after' },
): TextEdit[] {
  const from = spotAt(text, root, path);
  const into = spotAt(text, root, to);
  const gone = removeAt(text, root, path);
  const moved = joinEdits(from, into, position);
  if (moved !== undefined) return [...moved, ...gone];
  const data = toData(from.node, 'kustomize');
  if (!isList(data) || into.node.kind !== 'list') throw refused(path, 'one of the two is no list');
  return [...data.flatMap((item) => placed(text, root, into, { to, position, item })), ...gone];
}

/** One item at the beginning of a list in brackets, or at the end of any. */
function placed(
  text: string,
  root: YamlNode,
  { node }: Spot,
  { to, position, item }: { readonly to: Path; readonly position: 'before' | 'after'; readonly item: Data },
): TextEdit[] {
  if (position === 'after') return appendItem(text, root, to, item);
  const [first] = node.kind === 'list' ? node.items : [];
  if (node.kind !== 'list' || !node.flow || first === undefined)
    throw refused(to, 'its items would change their order');
  const at = first.start;
  return [{ range: { start: at, end: at }, text: `${flowText(item)}, ` }];
}

function mapAt(text: string, root: YamlNode, path: Path): MapNode {
  const { node, missing } = follow(text, root, path);
  if (missing.length > 0 || node.kind !== 'map') throw refused(path, 'there is no mapping');
  return node;
}

function spotAt(text: string, root: YamlNode, path: Path): Spot {
  const { node, holder, missing } = follow(text, root, path);
  if (missing.length > 0 || holder.kind === 'document') throw refused(path, 'there is no such value');
  return { text, node, holder };
}
