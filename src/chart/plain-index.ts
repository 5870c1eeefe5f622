import type { Range } from '../core/text.ts';

/** Where each chart's block stands in the text of an index: its `name:` line and everything that belongs to it. */
export type Blocks = ReadonlyMap<string, Range>;

const chartKey =
  /^ *(?:([A-Za-z0-9][A-Za-z0-9._-]*)|"([A-Za-z0-9._-]+)"|'([A-Za-z0-9._-]+)') *:(?: *(?:\[\]|null|~))?\s*$/;

/**
 * The charts of an index of the plain shape that Helm writes, found line by line: parsing 20 MB as YAML takes seconds
 * and hundreds of megabytes, the one block that is asked for takes neither.
 * @returns undefined when the text has any other shape: then only a parser can tell
 */
export function plainBlocks(text: string): Blocks | undefined {
  const entries = /^entries:[ \t]*(?:#.*)?\r?\n/m.exec(text);
  if (entries === null || hasSeveralDocuments(text)) return undefined;
  const from = entries.index + entries[0].length;
  const end = endOfBlock(text, from);
  if (end === undefined || /^(?:entries|"entries"|'entries')[ \t]*:/m.test(text.slice(end))) return undefined;
  return chartBlocks(text, { start: from, end });
}

function hasSeveralDocuments(text: string): boolean {
  const marker = /^(?:---|\.\.\.)/gm;
  const first = marker.exec(text);
  return first !== null && (first.index > 0 || marker.exec(text) !== null);
}

/** Where the next key at the left margin begins; undefined when the entries themselves stand there, as a list. */
function endOfBlock(text: string, from: number): number | undefined {
  const margin = /^[^\s#]/gm;
  margin.lastIndex = from;
  const match = margin.exec(text);
  if (match === null) return text.length;
  return match[0] === '-' ? undefined : match.index;
}

function chartBlocks(text: string, { start, end }: Range): Blocks | undefined {
  const blocks = new Map<string, Range>();
  let indent: number | undefined;
  let open: { readonly name: string; readonly start: number } | undefined;
  for (let at = start; at < end; ) {
    const newline = text.indexOf('\n', at);
    const next = newline === -1 || newline >= end ? end : newline + 1;
    const line = at;
    at = next;
    const depth = indentation(text, line);
    const first = text.charAt(line + depth);
    if (first === '' || first === '\n' || first === '\r' || first === '#') continue;
    if (first === '\t') return undefined;
    indent ??= depth;
    if (depth > indent || (depth === indent && open !== undefined && isItem(text, line + depth))) continue;
    const name = depth === indent ? keyOf(text.slice(line, next)) : undefined;
    if (name === undefined || blocks.has(name) || name === open?.name) return undefined;
    if (open !== undefined) blocks.set(open.name, { start: open.start, end: line });
    open = { name, start: line };
  }
  if (open !== undefined) blocks.set(open.name, { start: open.start, end });
  return blocks;
}

function indentation(text: string, from: number): number {
  let at = from;
  while (text.charCodeAt(at) === 0x20) at += 1;
  return at - from;
}

/** Helm's writer puts the dashes of a list below the first letter of its key. */
function isItem(text: string, at: number): boolean {
  return text.startsWith('- ', at) || text.startsWith('-\n', at);
}

function keyOf(line: string): string | undefined {
  const [, plain, double, single] = chartKey.exec(line) ?? [];
  return plain ?? double ?? single;
}
