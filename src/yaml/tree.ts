import { COLLECTION_STYLE, EVENT_ID, type Event } from 'js-yaml';
import { keyNodeProblem } from './key-checks.ts';
import { type Anchor, aliasNode, scalarNode } from './leaf.ts';
import type { Entry, ListNode, MapNode, YamlDocument, YamlNode, YamlProblem } from './node.ts';
import { type Named, properties, propertyProblems } from './properties.ts';
import { skipTrivia } from './trivia.ts';

/** The documents that js-yaml's events describe, and what is wrong with their aliases and keys. */
export interface Tree {
  readonly documents: readonly YamlDocument[];
  readonly problems: readonly YamlProblem[];
  readonly aliases: number;
}

/** A collection that is being built; `key` is the key whose value comes next. */
interface Frame {
  readonly kind: 'map' | 'list';
  readonly start: number;
  readonly flow: boolean;
  /** `a: b` inside `[ ]`: it has no bracket of its own. */
  pair: boolean;
  readonly named: Named;
  readonly entries: Entry[];
  readonly items: YamlNode[];
  key: YamlNode | undefined;
}

/** Builds the tree of one text; js-yaml's events give the offsets of what has text, the rest is found between them. */
export function buildTree(text: string, events: readonly Event[]): Tree {
  const documents: YamlDocument[] = [];
  const problems: YamlProblem[] = [];
  const frames: Frame[] = [];
  let anchors = new Map<string, Anchor>();
  let frame: Frame | undefined;
  let root: YamlNode | undefined;
  let documentStart = 0;
  let inDocument = false;
  /** Behind the last thing that was read. */
  let cursor = 0;
  let aliases = 0;

  const add = (node: YamlNode): void => {
    cursor = Math.max(cursor, node.end);
    if (frame === undefined) {
      root = node;
    } else if (frame.kind === 'list') {
      frame.items.push(node);
    } else if (frame.key === undefined) {
      if (frame.flow && node.start === frame.start) frame.pair = true;
      frame.key = node;
    } else {
      if (frame.key.kind === 'scalar') frame.entries.push({ key: frame.key, value: node });
      else problems.push(keyNodeProblem(text, frame.key));
      frame.key = undefined;
    }
  };

  for (const event of events) {
    switch (event.type) {
      case EVENT_ID.DOCUMENT: {
        const start = contentStart(text, cursor);
        if (documents.length > 0) documentStart = start;
        cursor = event.explicitStart ? start + 3 : start;
        anchors = new Map();
        root = undefined;
        inDocument = true;
        break;
      }
      case EVENT_ID.SEQUENCE:
      case EVENT_ID.MAPPING: {
        const kind = event.type === EVENT_ID.MAPPING ? 'map' : 'list';
        const flow = event.style === COLLECTION_STYLE.FLOW;
        const named = properties(text, event);
        propertyProblems(text, event, frame?.flow === true, problems);
        if (named.anchor !== undefined) anchors.set(named.anchor, 'open');
        if (frame !== undefined) frames.push(frame);
        frame = {
          kind,
          start: event.start,
          flow,
          pair: false,
          named,
          entries: [],
          items: [],
          key: undefined,
        };
        cursor = flow && (kind === 'list' || text[event.start] === '{') ? event.start + 1 : event.start;
        break;
      }
      case EVENT_ID.SCALAR: {
        const node = scalarNode(text, event, () => expectedAt(text, frame, cursor));
        propertyProblems(text, event, frame?.flow === true, problems);
        if (node.anchor !== undefined) anchors.set(node.anchor, node);
        if (event.valueStart === -1) cursor = Math.max(cursor, node.end);
        add(node);
        break;
      }
      case EVENT_ID.ALIAS: {
        aliases += 1;
        const node = aliasNode(text, event.anchorStart, event.anchorEnd, anchors, problems);
        add(node);
        break;
      }
      case EVENT_ID.POP: {
        if (frame === undefined) {
          if (!inDocument) break;
          const isEmpty = root?.kind === 'scalar' && root.end === root.start && isBare(root);
          documents.push({
            root: isEmpty ? undefined : root,
            range: { start: documentStart, end: text.length },
          });
          inDocument = false;
          break;
        }
        const closed = frame;
        const node = close(text, closed, cursor);
        frame = frames.pop();
        if (closed.named.anchor !== undefined && anchors.get(closed.named.anchor) === 'open') {
          anchors.set(closed.named.anchor, node);
        }
        add(node);
        break;
      }
    }
  }
  return { documents: withEnds(documents), problems, aliases };
}

/** Where a document begins: behind `...`, comments and directives. */
function contentStart(text: string, cursor: number): number {
  let at = skipTrivia(text, cursor);
  while (text.startsWith('...', at) || text[at] === '%') {
    const newline = text.indexOf('\n', at);
    if (newline === -1) return text.length;
    at = skipTrivia(text, newline + 1);
  }
  return at;
}

/** Each document ends where the next begins. */
function withEnds(documents: readonly YamlDocument[]): YamlDocument[] {
  return documents.map(({ root, range }, index) => {
    const next = documents[index + 1];
    return { root, range: next === undefined ? range : { start: range.start, end: next.range.start } };
  });
}

function isBare({ anchor, tag }: Named): boolean {
  return anchor === undefined && tag === undefined;
}

/** Where a value without text stands: behind the `:`, `-` or `?` that announces it. */
function expectedAt(text: string, frame: Frame | undefined, cursor: number): number {
  const next = skipTrivia(text, cursor);
  if (frame === undefined) return cursor;
  if (frame.kind === 'list') return text[next] === '-' ? next + 1 : cursor;
  const mark = frame.key === undefined ? '?' : ':';
  return text[next] === mark ? next + 1 : cursor;
}

function close(text: string, frame: Frame, cursor: number): MapNode | ListNode {
  const { kind, start, flow, pair, entries, items, named } = frame;
  const end = flow && !pair ? bracketEnd(text, cursor) : cursor;
  const node: MapNode | ListNode =
    kind === 'map' ? { kind, flow, entries, start, end } : { kind, flow, items, start, end };
  return isBare(named) ? node : { ...node, ...named };
}

/** Behind the closing bracket of a flow collection; a comma may stand before it. */
function bracketEnd(text: string, cursor: number): number {
  const next = skipTrivia(text, cursor);
  return (text[next] === ',' ? skipTrivia(text, next + 1) : next) + 1;
}
