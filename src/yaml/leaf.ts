import { CHOMPING_MODE, getScalarValue, SCALAR_STYLE, type ScalarEvent } from 'js-yaml';
import type { AliasNode, ScalarNode, ScalarStyle, YamlNode, YamlProblem } from './node.ts';
import { properties } from './properties.ts';
import { skipTrivia } from './trivia.ts';

/** `'open'` while the anchor's own collection is being read. */
export type Anchor = YamlNode | 'open';

/** A scalar of the tree. @param expected where it stands when it has no text of its own to say so */
export function scalarNode(text: string, event: ScalarEvent, expected: () => number): ScalarNode {
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
  const node: ScalarNode = {
    kind: 'scalar',
    style: styles[style],
    text: copied(value),
    start,
    end,
  };
  return event.anchorStart === -1 && event.tagStart === -1 ? node : { ...node, ...properties(text, event) };
}

/** Short texts as they were first met: a repository says the same keys, kinds and names again and again. */
const met = new Map<string, string>();
const longestMet = 64;
const mostMet = 10_000;

/** The text, holding on to nothing of the file's; of a short one always the same copy. */
export function copied(text: string): string {
  if (text.length > longestMet) return copy(text);
  const known = met.get(text);
  if (known !== undefined) return known;
  const own = copy(text);
  if (met.size === mostMet) met.clear();
  met.set(own, own);
  return own;
}

/** A slice of 13 characters or more would keep the whole file's text in memory. */
function copy(text: string): string {
  if (text.length < 13) return text;
  // through UTF-8, since V8 then stores ASCII in one byte a character; lone surrogates survive only UTF-16
  return text.isWellFormed()
    ? Buffer.from(text).toString()
    : Buffer.from(text, 'utf16le').toString('utf16le');
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

/** An alias of the tree, and what is wrong with it. */
export function aliasNode(
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
    return { kind: 'alias', name, target: undefined, ...range };
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
  return { kind: 'alias', name, target, ...range };
}
