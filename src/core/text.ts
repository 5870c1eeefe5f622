/** A stretch of a text: UTF-16 offsets, `end` exclusive. */
export interface Range {
  readonly start: number;
  readonly end: number;
}

/** The range alone of what stands at one. */
export function rangeOf({ start, end }: Range): Range {
  return { start, end };
}

/** Replaces `range` by `text`; an empty range inserts, an empty text removes. */
export interface TextEdit {
  readonly range: Range;
  readonly text: string;
}

/** Where a reader's cursor stands: line and column count from 1, columns in UTF-16 units. */
export interface Position {
  readonly line: number;
  readonly column: number;
}

/** The text without so many of a character at its end; `/x+$/` would look at each run of them again and again. */
export function withoutTrailing(text: string, character: string): string {
  let end = text.length;
  while (end > 0 && text.charAt(end - 1) === character) end -= 1;
  return text.slice(0, end);
}

/** The text after all edits. Edits may come in any order; two that overlap are a bug of the caller. */
export function applyEdits(text: string, edits: readonly TextEdit[]): string {
  const ordered = edits
    .map((edit, order) => ({ edit, order }))
    .sort((a, b) => a.edit.range.start - b.edit.range.start || a.order - b.order);
  let result = '';
  let from = 0;
  for (const { edit } of ordered) {
    const { start, end } = edit.range;
    if (start < from || end < start || end > text.length)
      throw new RangeError(`edit ${start}-${end} overlaps or leaves the text`);
    result += text.slice(from, start) + edit.text;
    from = end;
  }
  return result + text.slice(from);
}

/** Finds line and column of offsets in one text; build it once per text, and only for texts with findings. */
export function positions(text: string): (offset: number) => Position {
  const starts = [0];
  for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) starts.push(at + 1);
  return (offset) => {
    let low = 0;
    let high = starts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((starts[middle] ?? 0) <= offset) low = middle;
      else high = middle - 1;
    }
    return { line: low + 1, column: offset - (starts[low] ?? 0) + 1 };
  };
}

/** The newline that a text uses: CRLF when its first line ends so, else LF. */
export function newlineOf(text: string): '\n' | '\r\n' {
  const first = text.indexOf('\n');
  return first > 0 && text[first - 1] === '\r' ? '\r\n' : '\n';
}

/** The offset at which the line that holds `offset` begins. */
export function lineStart(text: string, offset: number): number {
  return text.lastIndexOf('\n', offset - 1) + 1;
}

/** The offset behind the line's last character, before its newline (and before the CR of a CRLF). */
export function lineEnd(text: string, offset: number): number {
  const newline = text.indexOf('\n', offset);
  if (newline === -1) return text.length;
  return newline > offset && text[newline - 1] === '\r' ? newline - 1 : newline;
}
