import { lineEnd, lineStart, type Range } from '../core/text.ts';

/** A refusal in the words of somebody who knows what was meant. */
export interface Slip {
  readonly range: Range;
  readonly message: string;
  readonly help: string;
}

/** The marks that git leaves in a file of an unfinished merge (git-merge(1), "How conflicts are presented"). */
const conflict = /^(?:<{7} .*|={7}|>{7} .*)\r?$/m;

/** What of the slips that people make stands in a text that was refused; undefined when it is none of these. */
export function slipIn(
  text: string,
  refused: { readonly range: Range; readonly message: string },
): Slip | undefined {
  return unfinishedMerge(text) ?? colonSlip(text, refused) ?? secondColon(text, refused);
}

/** The marks of an unfinished merge, which make a text of any syntax unreadable. */
export function unfinishedMerge(text: string): Slip | undefined {
  const found = conflict.exec(text);
  if (found === null || !/^={7}\r?$/m.test(text)) return undefined;
  return {
    range: { start: found.index, end: lineEnd(text, found.index) },
    message: 'an unfinished merge: git left its conflict marks here',
    help: 'choose one side, or both, and remove the lines with <<<<<<<, ======= and >>>>>>>',
  };
}

/** A line that should be `key: value`, of which the reader says that a key must stand on one line. */
function colonSlip(text: string, { range, message }: { readonly range: Range; readonly message: string }) {
  if (!message.startsWith('implicit keys need to be on a single line')) return undefined;
  const end = Math.min(range.end, lineEnd(text, range.start));
  const line = text.slice(range.start, end);
  const here = { start: range.start, end };
  if (/^[^\s:"']+:\S/.test(line)) {
    return {
      range: here,
      message: 'no space behind the colon, so that this is no key',
      help: 'put a space behind the colon',
    };
  }
  if (line.includes(':') || line.startsWith('- ')) return undefined;
  return {
    range: here,
    message: 'a line without a colon among keys and values',
    help: 'a key ends with a colon and a space; a text of several lines is indented further than its key',
  };
}

/** `a: b: c`, which two readers take for a mapping within a line. */
function secondColon(text: string, { range, message }: { readonly range: Range; readonly message: string }) {
  if (!message.startsWith('nested mappings are not allowed in compact mappings')) return undefined;
  const line = text.slice(lineStart(text, range.start), lineEnd(text, range.start));
  if (!/:\s.*:\s/.test(line)) return undefined;
  return {
    range: { start: range.start, end: lineEnd(text, range.start) },
    message: 'a value with a colon and a space in it',
    help: 'put the value in quotes, or its keys on lines of their own',
  };
}
