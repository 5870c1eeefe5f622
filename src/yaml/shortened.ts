import { type Event, SCALAR_STYLE } from 'js-yaml';
import { lineStart } from '../core/text.ts';

/** A text without the middles of its long literal blocks, and where they were. */
export interface Shortened {
  readonly text: string;
  readonly cuts: readonly Cut[];
}

/** Whole lines that were left out. */
interface Cut {
  /** Where they would stand in the shortened text. */
  readonly at: number;
  /** Characters that were left out here and before. */
  readonly total: number;
}

/** Shorter stretches are not worth a cut. */
const least = 512;

/** `key: |`, with nothing behind it: the indentation is that of the first line. */
const header = /: \|[-+]?\n/g;

/**
 * Leaves out what a parser need not walk through: of a literal block, the lines between its first and its last one, if
 * each is blank or as deep as the first. Whether these places really are literal blocks, the events must say
 * (`confirmed`): such lines change nothing then. Undefined when there is nothing to leave out.
 */
export function shortened(text: string): Shortened | undefined {
  if (text.length < least || text.includes('\r')) return undefined;
  const cuts: Cut[] = [];
  let result = '';
  let from = 0;
  header.lastIndex = 0;
  for (let found = header.exec(text); found !== null; found = header.exec(text)) {
    const body = found.index + found[0].length;
    const middle = isComment(text, found.index) ? undefined : middleOf(text, body);
    if (middle === undefined) continue;
    header.lastIndex = middle.end;
    if (middle.end - middle.start < least) continue;
    result += text.slice(from, middle.start);
    from = middle.end;
    cuts.push({ at: result.length, total: (cuts.at(-1)?.total ?? 0) + middle.end - middle.start });
  }
  return cuts.length === 0 ? undefined : { text: result + text.slice(from), cuts };
}

/** Whether the line that holds an offset is a comment. */
function isComment(text: string, offset: number): boolean {
  let at = lineStart(text, offset);
  while (text.charCodeAt(at) === space) at += 1;
  return text[at] === '#';
}

/** The lines between the first line of a block and its last one that is not blank. */
function middleOf(text: string, body: number): { readonly start: number; readonly end: number } | undefined {
  let indent = 0;
  while (text.charCodeAt(body + indent) === space) indent += 1;
  const first = text.charCodeAt(body + indent);
  if (indent === 0 || Number.isNaN(first) || first === newline || first === tab) return undefined;
  const start = text.indexOf('\n', body) + 1;
  if (start === 0) return undefined;
  let last = start;
  for (let at = start; at < text.length; ) {
    let column = 0;
    while (column < indent && text.charCodeAt(at + column) === space) column += 1;
    const isBlank = text.charCodeAt(at + column) === newline;
    if (column < indent && !isBlank) break;
    if (!isBlank) last = at;
    const end = text.indexOf('\n', at + column);
    if (end === -1) break;
    at = end + 1;
  }
  return { start, end: last };
}

const tab = 0x09;
const newline = 0x0a;
const space = 0x20;

/** Whether a parser saw a literal block around each cut. */
export function confirmed({ cuts }: Shortened, events: readonly Event[]): boolean {
  let open = 0;
  for (const event of events) {
    const cut = cuts[open];
    if (cut === undefined) return true;
    if (!('valueStart' in event) || event.valueEnd <= cut.at) continue;
    if (event.style !== SCALAR_STYLE.LITERAL_BLOCK || event.valueStart >= cut.at) return false;
    open += 1;
  }
  return open === cuts.length;
}

/** Where an offset of the shortened text lies in the whole one; the end of a stretch that a cut follows is its own. */
export function whole({ cuts }: Shortened): (offset: number) => number {
  return (offset) => {
    let low = 0;
    let high = cuts.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((cuts[middle]?.at ?? 0) <= offset) low = middle + 1;
      else high = middle;
    }
    return offset + (cuts[low - 1]?.total ?? 0);
  };
}
