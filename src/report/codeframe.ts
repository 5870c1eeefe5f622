import { escapeLine } from '../core/escape.ts';
import { lineEnd, lineStart, type Position, type Range } from '../core/text.ts';
import { paint, type Style } from './style.ts';

/** What a frame shows: a stretch of a text, and how the carets are coloured. */
export interface FrameRequest {
  readonly text: string;
  readonly range: Range;
  /** Of `range.start`. */
  readonly position: Position;
  /** Lines above and below: 0 for a finding, 1 for a related place. */
  readonly around: 0 | 1;
  readonly caretColor: 'red' | 'yellow' | 'blue' | 'cyan';
}

interface Cell {
  readonly shown: string;
  readonly width: number;
}

/** The line with carets under the range, its neighbours if asked for; wide lines are cut round the carets. No newline at the end. */
export function codeFrame(request: FrameRequest, style: Style): string {
  const { text, range, position, around } = request;
  const start = lineStart(text, range.start);
  const end = lineEnd(text, start);
  const gutter = String(position.line + around).length;
  const room = Math.max(20, style.width - gutter - 6);
  const shown = windowed(text.slice(start, end), { from: range.start - start, to: range.end - start }, room);
  const row = (number: string, content: string): string =>
    `${paint('dim', `  ${number.padStart(gutter)} |`, style)}${content === '' ? '' : ` ${content}`}`;
  const neighbour = (line: { number: number; text: string }): string =>
    row(String(line.number), beginning(line.text, room));
  return [
    ...[...above(text, start, position.line, around)].map(neighbour),
    row(String(position.line), shown.line),
    row('', `${' '.repeat(shown.indent)}${paint(request.caretColor, '^'.repeat(shown.carets), style)}`),
    ...[...below(text, end, position.line, around)].map(neighbour),
  ].join('\n');
}

/** The line before, when it is asked for and there is one. */
function* above(text: string, start: number, line: number, around: 0 | 1) {
  if (around === 0 || start === 0) return;
  yield {
    number: line - 1,
    text: text.slice(lineStart(text, start - 1), lineEnd(text, lineStart(text, start - 1))),
  };
}

/** The line after, when it is asked for and it is not empty. */
function* below(text: string, end: number, line: number, around: 0 | 1) {
  const next = text.indexOf('\n', end) + 1;
  if (around === 0 || next === 0 || next >= text.length) return;
  yield { number: line + 1, text: text.slice(next, lineEnd(text, next)) };
}

/** A line cut to `room` columns round the marked part, as it may be printed, and where the carets stand. */
function windowed(
  line: string,
  mark: { readonly from: number; readonly to: number },
  room: number,
): { readonly line: string; readonly indent: number; readonly carets: number } {
  const to = Math.max(mark.from, Math.min(mark.to, line.length));
  // Far more than the room holds is never looked at: a line may be a megabyte long.
  const near = Math.max(0, mark.from - room);
  const before = cells(line.slice(near, mark.from));
  const marked = cells(line.slice(mark.from, Math.min(to, mark.from + room)));
  const after = cells(line.slice(to, to + room));
  const width = widthOf(before) + widthOf(marked) + widthOf(after);
  const all = near === 0 && to + room >= line.length && width <= room;
  if (all) return assemble(before, marked, after, { cutLeft: false, cutRight: false });
  const kept = take(marked, room - 2);
  let left = room - 2 - widthOf(kept);
  const tail = take(after, Math.min(left, Math.floor(room / 3)));
  left -= widthOf(tail);
  const head = take([...before].reverse(), left).reverse();
  return assemble(head, kept, kept.length < marked.length ? [] : tail, {
    cutLeft: near > 0 || head.length < before.length,
    cutRight: kept.length < marked.length || tail.length < after.length || to + room < line.length,
  });
}

/** As much of a line as fits, from its first character. */
function beginning(line: string, room: number): string {
  const all = cells(line.slice(0, room + 1));
  if (line.length <= room && widthOf(all) <= room) return all.map(({ shown }) => shown).join('');
  return `${take(all, room - 1)
    .map(({ shown }) => shown)
    .join('')}…`;
}

function assemble(
  before: readonly Cell[],
  marked: readonly Cell[],
  after: readonly Cell[],
  cut: { readonly cutLeft: boolean; readonly cutRight: boolean },
) {
  const text = [...before, ...marked, ...after].map(({ shown }) => shown).join('');
  return {
    line: `${cut.cutLeft ? '…' : ''}${text}${cut.cutRight ? '…' : ''}`,
    indent: (cut.cutLeft ? 1 : 0) + widthOf(before),
    carets: Math.max(1, widthOf(marked)),
  };
}

/** As many cells from the front as fit into the room. */
function take(from: readonly Cell[], room: number): Cell[] {
  const taken: Cell[] = [];
  let left = room;
  for (const cell of from) {
    left -= cell.width;
    if (left < 0) break;
    taken.push(cell);
  }
  return taken;
}

function widthOf(row: readonly Cell[]): number {
  let width = 0;
  for (const cell of row) width += cell.width;
  return width;
}

/** What each character is printed as, and how many columns that takes; a tab is shown as one space. */
function cells(text: string): Cell[] {
  return Array.from(text, (character) => {
    if (character === '\t') return { shown: ' ', width: 1 };
    const shown = escapeLine(character);
    if (shown !== character) return { shown, width: shown.length };
    return { shown, width: columns(character) };
  });
}

/** Columns of one character: two for East Asian wide ones and pictographs, none for combining marks. */
function columns(character: string): number {
  if (character.charCodeAt(0) < 0x300) return 1;
  if (/^\p{M}$/u.test(character)) return 0;
  return /^[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6\u{1f300}-\u{1faff}]$/u.test(
    character,
  )
    ? 2
    : 1;
}
