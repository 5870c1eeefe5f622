import { type Anchor, copied } from './leaf.ts';
import type { AliasNode, Entry, ListNode, MapNode, YamlDocument, YamlNode } from './node.ts';
import { quickBlock } from './quick-block.ts';
import { quickFlow } from './quick-flow.ts';
import { isKey, keyAt, nextLine, quickScalar, scalar } from './quick-scalar.ts';
import type { Tree } from './tree.ts';
import { skipSpaces } from './trivia.ts';

/** Where the reading stands: at what a line says behind its indentation. */
interface Cursor {
  readonly text: string;
  at: number;
  /** The column of `at`; -1 at a line that ends the document, and at the end of the text. */
  indent: number;
  /** Collections that are open. */
  depth: number;
  /** The document's, so far. */
  readonly anchors: Map<string, Anchor>;
  /** Those of all documents. */
  aliases: number;
}

/** So deep that neither the parser's limit is met, nor that of brackets in there. */
const deepest = 90;

/**
 * The tree of a text in YAML's common subset, exactly as js-yaml's events describe it, in a fraction of the time: block
 * mappings and lists, scalars, blocks of text, brackets that close on their line, anchors and aliases, comments, `---`.
 * Undefined for whatever is out of the ordinary, sound or not: then the parser decides. So it may give up anywhere, but
 * never read on where the parser would see something else.
 */
export function quickTree(text: string): Tree | undefined {
  if (text.includes('\r')) return undefined;
  const documents: YamlDocument[] = [];
  const cursor: Cursor = { text, at: 0, indent: -1, depth: 0, anchors: new Map(), aliases: 0 };
  toLine(cursor, 0);
  while (cursor.at < text.length) {
    const start = documents.length === 0 ? 0 : cursor.at;
    if (cursor.indent === -1) {
      const next = text.startsWith('---', cursor.at) ? nextLine(text, cursor.at + 3) : undefined;
      if (next === undefined) return undefined;
      toLine(cursor, next);
    }
    const isEmpty = cursor.indent === -1;
    cursor.anchors.clear();
    const root = cursor.indent === 0 ? collection(cursor) : undefined;
    if ((root === undefined && !isEmpty) || cursor.indent !== -1) return undefined;
    documents.push({ root, range: { start, end: cursor.at } });
  }
  return { documents, problems: [], aliases: cursor.aliases };
}

/** Moves to the first line from here on that says something. */
function toLine(cursor: Cursor, from: number): void {
  const { text } = cursor;
  let line = from;
  while (line < text.length) {
    const start = skipSpaces(text, line);
    const code = text.charCodeAt(start);
    if (code === 0x23) {
      line = text.indexOf('\n', start) + 1;
      if (line === 0) break;
    } else if (code === 0x0a) {
      line = start + 1;
    } else if (start < text.length) {
      const isBorder = start === line && (text.startsWith('---', start) || text.startsWith('...', start));
      cursor.at = start;
      cursor.indent = isBorder ? -1 : start - line;
      return;
    } else break;
  }
  cursor.at = text.length;
  cursor.indent = -1;
}

/** A block collection. A line that is further right than its own, or between those around it, is no document's end. */
function collection(cursor: Cursor): YamlNode | undefined {
  if (cursor.depth === deepest) return undefined;
  cursor.depth += 1;
  const node = isDash(cursor.text, cursor.at) ? list(cursor) : map(cursor);
  cursor.depth -= 1;
  return node;
}

function isDash(text: string, at: number): boolean {
  if (text.charCodeAt(at) !== 0x2d) return false;
  const next = text.charCodeAt(at + 1);
  return next === 0x20 || next === 0x0a || at + 1 === text.length;
}

function list(cursor: Cursor): ListNode | undefined {
  const { text, at: start, indent } = cursor;
  const items: YamlNode[] = [];
  let end = start;
  while (cursor.indent === indent && isDash(text, cursor.at)) {
    const node = item(cursor);
    if (node === undefined) return undefined;
    items.push(node);
    end = node.end;
  }
  return { kind: 'list', flow: false, items: fitted(items), start, end };
}

/** What stands behind a dash: `- key: value` and `- - a` begin a collection on its line. */
function item(cursor: Cursor): YamlNode | undefined {
  const { text, at, indent } = cursor;
  const start = skipSpaces(text, at + 1);
  if (!beginsCollection(text, start)) return value(cursor, { from: at + 1, indent, owner: 'list' });
  cursor.at = start;
  cursor.indent += start - at;
  return collection(cursor);
}

function beginsCollection(text: string, at: number): boolean {
  return isDash(text, at) || isKey(text, at);
}

function map(cursor: Cursor): MapNode | undefined {
  const { text, at: start, indent } = cursor;
  const entries: Entry[] = [];
  let end = start;
  while (cursor.indent === indent) {
    const key = keyAt(text, cursor.at);
    if (key === undefined) return undefined;
    const node = value(cursor, { from: key.end + 1, indent, owner: 'map' });
    if (node === undefined) return undefined;
    entries.push({ key, value: node });
    end = node.end;
  }
  return { kind: 'map', flow: false, entries: fitted(entries), start, end };
}

/** A list that was pushed to has room for more, which most never need: trees live long. */
function fitted<T>(items: readonly T[]): readonly T[] {
  return items.slice();
}

/** A place for a value: behind the colon or dash that stands at a column. */
interface Place {
  readonly from: number;
  readonly indent: number;
  readonly owner: 'map' | 'list';
}

/** A value on the line of its key or dash, or below it; then the cursor stands at the line behind it. */
function value(cursor: Cursor, { from, indent, owner }: Place): YamlNode | undefined {
  const { text } = cursor;
  const below = nextLine(text, from);
  if (below === undefined) {
    const start = skipSpaces(text, from);
    return text.charCodeAt(start) === ampersand
      ? anchored(cursor, start, indent)
      : leaf(cursor, start, indent);
  }
  toLine(cursor, below);
  if (cursor.indent > indent)
    return beginsCollection(text, cursor.at) ? collection(cursor) : leaf(cursor, cursor.at, indent);
  if (owner === 'map' && cursor.indent === indent && isDash(text, cursor.at)) return collection(cursor);
  return scalar('plain', '', { start: from, end: from });
}

const ampersand = 0x26;
const asterisk = 0x2a;

/** Kubernetes' readers take such names, with a blank behind them. */
const anchorName = /&([\w-]{1,100})(?=[ \n])/y;
const aliasName = /\*([\w-]{1,100})/y;

/** A value with an anchor before it, on its line, or the collection below it. */
function anchored(cursor: Cursor, start: number, parent: number): YamlNode | undefined {
  const { text, anchors } = cursor;
  anchorName.lastIndex = start;
  const name = anchorName.exec(text)?.[1];
  if (name === undefined) return undefined;
  anchors.set(name, 'open');
  const node = behindAnchor(cursor, anchorName.lastIndex, parent);
  if (node === undefined) return undefined;
  const named: YamlNode = { ...node, anchor: copied(name) };
  if (anchors.get(name) === 'open') anchors.set(name, named);
  return named;
}

function behindAnchor(cursor: Cursor, from: number, parent: number): YamlNode | undefined {
  const { text } = cursor;
  const below = nextLine(text, from);
  if (below === undefined) {
    const start = skipSpaces(text, from);
    return text.charCodeAt(start) === asterisk ? undefined : leaf(cursor, start, parent);
  }
  toLine(cursor, below);
  return cursor.indent > parent ? collection(cursor) : undefined;
}

function alias(cursor: Cursor, start: number): AliasNode | undefined {
  aliasName.lastIndex = start;
  const name = aliasName.exec(cursor.text)?.[1];
  const target = name === undefined ? undefined : cursor.anchors.get(name);
  if (name === undefined || target === undefined || target === 'open') return undefined;
  cursor.aliases += 1;
  return { kind: 'alias', name: copied(name), target, start, end: aliasName.lastIndex };
}

/** A value that is no block collection, further right than `parent` wherever it goes on. */
function leaf(cursor: Cursor, start: number, parent: number): YamlNode | undefined {
  const { text } = cursor;
  const node = leafAt(cursor, start, parent);
  const next = node === undefined ? undefined : nextLine(text, node.end);
  if (next === undefined) return undefined;
  toLine(cursor, next);
  return node;
}

function leafAt(cursor: Cursor, start: number, parent: number): YamlNode | undefined {
  const { text } = cursor;
  switch (text.charCodeAt(start)) {
    case 0x7c:
    case 0x3e:
      return quickBlock(text, start, parent);
    case 0x5b:
    case 0x7b:
      return quickFlow(text, start);
    case asterisk:
      return alias(cursor, start);
    default:
      return quickScalar(text, start, parent);
  }
}
