import {
  CHOMPING_MODE,
  COLLECTION_STYLE,
  EVENT_ID,
  type Event,
  getScalarValue,
  SCALAR_STYLE,
  type ScalarEvent,
} from 'js-yaml';
import type {
  AliasNode,
  Entry,
  ListNode,
  MapNode,
  ScalarNode,
  ScalarStyle,
  YamlDocument,
  YamlNode,
  YamlProblem,
} from './node.ts';
import { skipTrivia } from './trivia.ts';

/** The documents that js-yaml's events describe, and what is wrong with their aliases and keys. */
export interface Tree {
  readonly documents: readonly YamlDocument[];
  readonly problems: readonly YamlProblem[];
  readonly aliases: number;
}

type Properties = Pick<ScalarEvent, 'anchorStart' | 'anchorEnd' | 'tagStart' | 'tagEnd'>;

/** A collection that is being built; `key` is the key whose value comes next. */
interface Frame {
  readonly kind: 'map' | 'list';
  readonly start: number;
  readonly flow: boolean;
  /** `a: b` inside `[ ]`: it has no bracket of its own. */
  pair: boolean;
  readonly named: { readonly anchor?: string; readonly tag?: string };
  readonly entries: Entry[];
  readonly items: YamlNode[];
  key: YamlNode | undefined;
}

/** `'open'` while the anchor's own collection is being read. */
type Anchor = YamlNode | 'open';

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
    cursor = Math.max(cursor, node.range.end);
    if (frame === undefined) {
      root = node;
    } else if (frame.kind === 'list') {
      frame.items.push(node);
    } else if (frame.key === undefined) {
      if (frame.flow && node.range.start === frame.start) frame.pair = true;
      frame.key = node;
    } else {
      if (frame.key.kind === 'scalar') frame.entries.push({ key: frame.key, value: node });
      else problems.push(keyProblem(text, frame.key));
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
        if (named !== none) propertyProblems(text, event, frame?.flow === true, problems);
        if (named.anchor !== undefined) {
          anchors.set(named.anchor, 'open');
          nameProblem(named.anchor, event.anchorStart, problems);
        }
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
        if (!isBare(node)) propertyProblems(text, event, frame?.flow === true, problems);
        if (node.anchor !== undefined) {
          anchors.set(node.anchor, node);
          nameProblem(node.anchor, event.anchorStart, problems);
        }
        if (event.valueStart === -1) cursor = Math.max(cursor, node.range.end);
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
          const isEmpty = root?.kind === 'scalar' && root.range.end === root.range.start && isBare(root);
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

function isBare(node: YamlNode): boolean {
  return node.anchor === undefined && node.tag === undefined;
}

/** Where a value without text stands: behind the `:`, `-` or `?` that announces it. */
function expectedAt(text: string, frame: Frame | undefined, cursor: number): number {
  const next = skipTrivia(text, cursor);
  if (frame === undefined) return cursor;
  if (frame.kind === 'list') return text[next] === '-' ? next + 1 : cursor;
  const mark = frame.key === undefined ? '?' : ':';
  return text[next] === mark ? next + 1 : cursor;
}

/** Kubernetes' readers want a blank behind an anchor or tag, and know no `!<…>`. */
function propertyProblems(text: string, event: Properties, inFlow: boolean, problems: YamlProblem[]): void {
  for (const [start, end] of [
    [event.anchorStart, event.anchorEnd],
    [event.tagStart, event.tagEnd],
  ] as const) {
    if (start === -1) continue;
    const next = text[end] ?? ' ';
    const isVerbatim = start === event.tagStart && text[start + 1] === '<';
    const isClean = !isVerbatim && !text.slice(start, end).includes('#');
    if (isClean && (/\s/.test(next) || (inFlow && /[,\]}]/.test(next)))) continue;
    problems.push({
      kind: 'syntax',
      range: { start, end },
      message: `${text.slice(start, end)} is refused by Kubernetes' readers`,
      help: isVerbatim ? 'write the tag in its short form, or remove it' : 'put a blank behind it',
      fatal: false,
    });
  }
}

function properties(text: string, event: Properties): { readonly anchor?: string; readonly tag?: string } {
  if (event.anchorStart === -1 && event.tagStart === -1) return none;
  return {
    ...(event.anchorStart === -1 ? {} : { anchor: text.slice(event.anchorStart, event.anchorEnd) }),
    ...(event.tagStart === -1 ? {} : { tag: text.slice(event.tagStart, event.tagEnd) }),
  };
}

const none = {};

function scalarNode(text: string, event: ScalarEvent, expected: () => number): ScalarNode {
  const { valueStart, valueEnd, style } = event;
  const behindProperties = Math.max(event.anchorEnd, event.tagEnd);
  let start = valueStart;
  let end = valueEnd;
  let value: string;
  if (valueStart === -1) {
    start = behindProperties === -1 ? expected() : behindProperties;
    end = start;
    value = '';
  } else if (style === SCALAR_STYLE.LITERAL_BLOCK || style === SCALAR_STYLE.FOLDED_BLOCK) {
    start = skipTrivia(text, behindProperties === -1 ? expected() : behindProperties);
    end = blockEnd(text, start, event);
    value = getScalarValue(text, event);
    // Kubernetes' readers add no newline that is not there; js-yaml does.
    const isCut = event.valueEnd === text.length && end === text.length && !text.endsWith('\n');
    if (isCut && value.endsWith('\n')) value = value.slice(0, -1);
  } else {
    if (style !== SCALAR_STYLE.PLAIN) {
      start -= 1;
      end += 1;
    }
    value = getScalarValue(text, event);
  }
  const node: ScalarNode = { kind: 'scalar', style: styles[style], text: value, range: { start, end } };
  return event.anchorStart === -1 && event.tagStart === -1 ? node : { ...node, ...properties(text, event) };
}

const styles: Readonly<Record<ScalarEvent['style'], ScalarStyle>> = {
  1: 'plain',
  2: 'single',
  3: 'double',
  4: 'literal',
  5: 'folded',
};

/** The end of a block scalar's last line, its newline left out; empty lines at the end count only for `+`. */
function blockEnd(text: string, start: number, event: ScalarEvent): number {
  let end = Math.min(event.valueEnd, text.length);
  while (end > event.valueStart) {
    const newline = text[end - 1] === '\n' ? end - (text[end - 2] === '\r' ? 2 : 1) : end;
    if (event.chomping === CHOMPING_MODE.KEEP) return newline;
    const line = Math.max(text.lastIndexOf('\n', newline - 1) + 1, event.valueStart);
    if (newline - line > Math.max(event.indent, 0) || text.slice(line, newline).trim() !== '') return newline;
    end = line;
  }
  const header = text.indexOf('\n', start);
  if (header === -1) return text.length;
  return text[header - 1] === '\r' ? header - 1 : header;
}

/** Kubernetes' readers take letters, digits, `_` and `-` only. */
function nameProblem(name: string, start: number, problems: YamlProblem[]): void {
  if (/^[0-9A-Za-z_-]+$/.test(name)) return;
  problems.push({
    kind: 'alias',
    range: { start, end: start + name.length },
    message: `anchor name ${name} is refused by Kubernetes`,
    help: 'use letters, digits, _ and - only',
    fatal: false,
  });
}

function aliasNode(
  text: string,
  start: number,
  end: number,
  anchors: ReadonlyMap<string, Anchor>,
  problems: YamlProblem[],
): AliasNode {
  const name = text.slice(start, end);
  const range = { start: start - 1, end };
  const target = anchors.get(name);
  if (target === 'open') {
    problems.push({
      kind: 'alias',
      range,
      message: `alias *${name} stands inside its own anchor &${name}`,
      help: 'kustomize crashes on a value that contains itself; write the value out',
      fatal: true,
    });
    return { kind: 'alias', name, target: undefined, range };
  }
  if (target === undefined) {
    problems.push({
      kind: 'alias',
      range,
      message: `alias *${name} has no anchor &${name} before it`,
      help: `quote it if it is text: "*${name}"`,
      fatal: true,
    });
  }
  return { kind: 'alias', name, target, range };
}

function keyProblem(text: string, key: YamlNode): YamlProblem {
  const isTemplate =
    key.kind === 'map' && text.startsWith('{', key.range.start) && text[key.range.start - 1] === '{';
  const what = key.kind === 'alias' ? `alias *${key.name}` : `a ${key.kind === 'map' ? 'mapping' : 'list'}`;
  return {
    kind: 'unsafe-key',
    range: key.range,
    message: `${what} is used as a key; Kubernetes needs text`,
    ...(isTemplate ? { help: 'a template expression as a value must stand in quotes: "{{ … }}"' } : {}),
    fatal: false,
  };
}

function close(text: string, frame: Frame, cursor: number): MapNode | ListNode {
  const range = { start: frame.start, end: frame.flow && !frame.pair ? bracketEnd(text, cursor) : cursor };
  return frame.kind === 'map'
    ? { kind: 'map', flow: frame.flow, entries: frame.entries, range, ...frame.named }
    : { kind: 'list', flow: frame.flow, items: frame.items, range, ...frame.named };
}

/** Behind the closing bracket of a flow collection; a comma may stand before it. */
function bracketEnd(text: string, cursor: number): number {
  const next = skipTrivia(text, cursor);
  return (text[next] === ',' ? skipTrivia(text, next + 1) : next) + 1;
}
