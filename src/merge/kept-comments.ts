import { mergeTrivia } from './merge-trivia.ts';
import { coreOf, isTrivia, type Part } from './outline.ts';
import type { Line } from './read-side.ts';
import { shifted, unnumbered } from './shift-lines.ts';

/** Three sides of one place; base and one of the others may have nothing there. */
export interface Sides<T> {
  readonly base: T;
  readonly ours: T;
  readonly theirs: T;
}

/** A part that two sides have, and maybe base. */
export interface Both {
  readonly base: Part | undefined;
  readonly ours: Part;
  readonly theirs: Part;
}

/** What is known of the comments of ours. */
export interface Writer {
  /** Whether a comment on a line of ours is the user's own. */
  readonly isOwn: (line: Line) => boolean;
  /** Whether a line of ours has a comment. */
  readonly isComment: (line: Line) => boolean;
  /** The user's comment on a line of ours. */
  readonly noteOn: (line: Line) => string | undefined;
  /** Whether comments below a value stand at its key's column. */
  readonly isFlat: boolean;
}

/** Comments and empty lines of three sides at one place, merged, at a column. */
export function triviaLines<T extends { readonly column: number } | undefined>(
  writer: Writer,
  sides: Sides<T>,
  linesOf: (side: T) => readonly Line[],
  column: number,
): Line[] {
  const at = (side: T): Line[] => shifted(linesOf(side), column - (side?.column ?? column));
  return mergeTrivia(
    { base: unnumbered(at(sides.base)), ours: at(sides.ours), theirs: at(sides.theirs) },
    writer.isOwn,
  );
}

/**
 * The comments below a part. What base has below an empty value, and ours inside a filled one, is merged with those below
 * it, and is not written twice.
 */
export function trailLines(writer: Writer, parts: Both, taken: ReadonlySet<number>, column: number): Line[] {
  const { base, ours } = parts;
  const isFilledNow = base !== undefined && base.body === undefined && ours.body !== undefined;
  const inside = isFilledNow
    ? coreOf(ours).filter((line) => isTrivia(line.text) && writer.isComment(line) && taken.has(line.at))
    : [];
  const sides = { ...parts, ours: { ...ours, trail: [...inside, ...ours.trail] } };
  const left = inside.map(({ text }) => text.trim());
  return triviaLines(writer, sides, (part) => part?.trail ?? [], column).filter(({ text }) => {
    const at = left.indexOf(text.trim());
    if (at !== -1) left.splice(at, 1);
    return at === -1;
  });
}

/** A part that the user added, without the comments of base around it: whether they still stand is upstream's business. */
export function withOwnTrivia(writer: Writer, part: Part): Part {
  const clear = (lines: readonly Line[]): Line[] => {
    const kept = lines.filter((line) => line.text.trim() === '' || writer.isOwn(line));
    return kept.filter((line, index) => line.text.trim() !== '' || kept[index - 1]?.text.trim() !== '');
  };
  return { ...part, lead: clear(part.lead), trail: clear(part.trail) };
}

/** The user's comments inside a value of which other lines were taken: above its key. */
export function homelessLines(writer: Writer, ours: Part, written: readonly Line[], column: number): Line[] {
  const taken = new Set(written.map(({ at }) => at));
  const homeless = coreOf(ours).filter((line) => writer.isOwn(line) && !taken.has(line.at));
  return homeless.map((line) => ({ text: ' '.repeat(column) + (writer.noteOn(line) ?? ''), at: line.at }));
}

/** Lines of theirs with the user's comment behind the value, where theirs has none or that of base. */
export function withNote(writer: Writer, { base, ours, theirs }: Both, lines: Line[]): Line[] {
  const line = ours.head[ours.note];
  const note = line === undefined || isTrivia(line.text) ? undefined : writer.noteOn(line);
  const target = lines[theirs.note];
  if (line === undefined || note === undefined || target === undefined) return lines;
  const known = theirs.comment;
  if (known !== undefined && known !== base?.comment) return lines;
  const text = known === undefined ? target.text : target.text.slice(0, target.text.lastIndexOf(known));
  const noted = { text: `${text.trimEnd()} ${note}`, at: line.at };
  return lines.map((each) => (each === target ? noted : each));
}

/** Comments below a block of text must not be deeper than its key: they would become part of it. */
export function clearOf(trail: readonly Line[], column: number): Line[] {
  return trail.map(({ text, at }) => ({
    text: text.trim() === '' ? '' : ' '.repeat(column) + text.trim(),
    at,
  }));
}
