import type { Data } from '../yaml/node.ts';
import { entryLines, isFilled, isList, isMap, itemLines } from '../yaml/render.ts';
import { isSameData } from '../yaml/same-data.ts';
import { skipSpaces } from '../yaml/trivia.ts';
import { mergeTrivia } from './merge-trivia.ts';
import { interleaved, type NamedItems, namedLists } from './named-items.ts';
import { type Body, chunkOf, coreOf, isTrivia, outlineOf, type Part, withDash } from './outline.ts';
import type { Line, Side } from './read-side.ts';
import type { Comment } from './user-comments.ts';

/** Three sides of one place; base and one of the others may have nothing there. */
interface Sides<T> {
  readonly base: T;
  readonly ours: T;
  readonly theirs: T;
}

/** What the place means on each side, and what it shall mean. */
interface Meaning extends Sides<Data | undefined> {
  readonly merged: Data | undefined;
}

interface Writer {
  /** Whether a comment on a line of ours is the user's own. */
  readonly isOwn: (line: Line) => boolean;
  /** The comment on a line of ours. */
  readonly noteOn: (line: Line) => string | undefined;
  /** Whether comments below a value stand at its key's column. */
  readonly isFlat: boolean;
}

/** The lines of the merged text. `at` is a line's number in ours where it was taken from there, else -1. */
export function compose(
  sides: Sides<Side>,
  merged: Data,
  { own, isFlat }: { readonly own: ReadonlyMap<number, Comment>; readonly isFlat: boolean },
): Line[] {
  const writer: Writer = {
    isOwn: ({ at }) => own.has(at),
    noteOn: ({ at }) => own.get(at)?.text,
    isFlat,
  };
  const { base, ours, theirs } = sides;
  const bodies = { base: outlineOf(base), ours: outlineOf(ours), theirs: foreign(outlineOf(theirs)) };
  const meaning = { base: base.data, ours: ours.data, theirs: theirs.data, merged };
  return mapLines(writer, bodies, meaning, 0);
}

/** A body whose lines do not count as ours. */
function foreign(body: Body | undefined): Body | undefined {
  if (body === undefined) return undefined;
  const parts = body.parts.map((part) => ({
    ...part,
    lead: unnumbered(part.lead),
    head: unnumbered(part.head),
    body: foreign(part.body),
    trail: unnumbered(part.trail),
  }));
  return { ...body, intro: unnumbered(body.intro), parts };
}

function unnumbered(lines: readonly Line[]): Line[] {
  return lines.map(({ text }) => ({ text, at: -1 }));
}

/** A mapping's lines at a column. A side that does not have it as a block is written anew from its data. */
function mapLines(writer: Writer, bodies: Sides<Body | undefined>, meaning: Meaning, column: number): Line[] {
  const ours = bodies.ours ?? rendered(meaning.ours);
  const theirs = bodies.theirs ?? rendered(meaning.theirs);
  const partsOf = (body: Body | undefined) => new Map(body?.parts.map((part) => [part.name, part]));
  const [inBase, inOurs, inTheirs] = [partsOf(bodies.base), partsOf(ours), partsOf(theirs)];
  const merged = mapOf(meaning.merged);
  const isKept = (name: string): boolean => Object.hasOwn(merged, name) || name === '<<';
  const names = interleaved([...inTheirs.keys()].filter(isKept), [...inOurs.keys()].filter(isKept));
  const intro = trivia(writer, { base: bodies.base, ours, theirs }, (body) => body?.intro ?? [], column);
  const lines = names.map((name) => {
    const parts = { base: inBase.get(name), ours: inOurs.get(name), theirs: inTheirs.get(name) };
    return partLines(writer, parts, entryMeaning(meaning, name), column);
  });
  return [intro, ...lines].flat();
}

/** A list's lines at a column, item by item; undefined unless both sides have it as a block of items with names. */
function listLines(
  writer: Writer,
  bodies: Sides<Body | undefined>,
  meaning: Meaning,
  column: number,
): Line[] | undefined {
  const { base, ours, theirs, merged } = meaning;
  if (ours === undefined || theirs === undefined || !isList(ours) || !isList(theirs)) return undefined;
  if (merged === undefined || !isList(merged)) return undefined;
  const lists = namedLists(base, ours, theirs);
  if (lists === undefined || bodies.ours === undefined || bodies.theirs === undefined) return undefined;
  const partsOf = (body: Body | undefined, items: NamedItems) =>
    new Map([...items.keys()].map((name, index) => [name, body?.parts[index]]));
  const [inBase, inOurs, inTheirs] = [
    partsOf(bodies.base, lists.base),
    partsOf(bodies.ours, lists.ours),
    partsOf(bodies.theirs, lists.theirs),
  ];
  const lines = merged.map((item) => {
    const name = String(isMap(item) ? item[lists.identity] : undefined);
    const parts = { base: inBase.get(name), ours: inOurs.get(name), theirs: inTheirs.get(name) };
    const [its, ourItem, theirItem] = [lists.base.get(name), lists.ours.get(name), lists.theirs.get(name)];
    return partLines(writer, parts, { base: its, ours: ourItem, theirs: theirItem, merged: item }, column);
  });
  return [trivia(writer, bodies, (body) => body?.intro ?? [], column), ...lines].flat();
}

/** An entry's or item's lines at a column. */
function partLines(writer: Writer, parts: Sides<Part | undefined>, meaning: Meaning, column: number): Line[] {
  const { base, ours, theirs } = parts;
  if (ours === undefined) return theirs === undefined ? [] : shifted(chunkOf(theirs), column - theirs.column);
  if (theirs === undefined) {
    const part = base === undefined ? withOwnTrivia(writer, ours) : ours;
    return shifted(chunkOf(part), column - ours.column);
  }
  const oursChunk = shifted(chunkOf(ours), column - ours.column);
  const theirsChunk = shifted(chunkOf(theirs), column - theirs.column);
  const baseChunk = base === undefined ? undefined : shifted(chunkOf(base), column - base.column);
  const isOurs = isSameData(meaning.merged, meaning.ours);
  const isTheirs = isSameData(meaning.merged, meaning.theirs);
  if (isOurs && (areSame(theirsChunk, baseChunk) || areSame(theirsChunk, oursChunk))) return oursChunk;
  if (isTheirs && areSame(oursChunk, baseChunk)) return theirsChunk;
  const core = coreLines(writer, { base, ours, theirs }, meaning, column);
  const taken = new Set(core.map(({ at }) => at));
  const lead = trivia(writer, parts, (part) => part?.lead ?? [], column);
  const trail = trivia(writer, parts, (part) => part?.trail ?? [], column);
  const homeless = coreOf(ours).filter((line) => writer.isOwn(line) && !taken.has(line.at));
  const above = homeless.map((line) => ({
    text: ' '.repeat(column) + (writer.noteOn(line) ?? ''),
    at: line.at,
  }));
  return [...lead, ...above, ...core, ...clearOf(writer, trail, column)];
}

/** A part that the user added, without the comments of base around it: whether they still stand is upstream's business. */
function withOwnTrivia(writer: Writer, part: Part): Part {
  const clear = (lines: readonly Line[]): Line[] => {
    const kept = lines.filter((line) => line.text.trim() === '' || writer.isOwn(line));
    return kept.filter((line, index) => line.text.trim() !== '' || kept[index - 1]?.text.trim() !== '');
  };
  return { ...part, lead: clear(part.lead), trail: clear(part.trail) };
}

interface Both {
  readonly base: Part | undefined;
  readonly ours: Part;
  readonly theirs: Part;
}

/** Key and value at a column. */
function coreLines(writer: Writer, parts: Both, meaning: Meaning, column: number): Line[] {
  const { base, ours, theirs } = parts;
  const { merged } = meaning;
  const oursCore = shifted(coreOf(ours), column - ours.column);
  const theirsCore = shifted(coreOf(theirs), column - theirs.column);
  const baseCore = base === undefined ? undefined : shifted(coreOf(base), column - base.column);
  const isOurs = isSameData(merged, meaning.ours);
  const isTheirs = isSameData(merged, meaning.theirs);
  if (isTheirs && areSame(oursCore, baseCore)) return theirsCore;
  if (isOurs && areSame(theirsCore, baseCore)) return oursCore;
  const inner = innerLines(writer, parts, meaning, column);
  if (inner !== undefined) return inner;
  if (isTheirs) return withNote(writer, parts, theirsCore);
  if (isOurs) return splicedLine(writer, parts, column) ?? oursCore;
  return renderedPart(theirs.name, merged, { column, kind: theirs.kind });
}

/** The value as a block, merged part by part; undefined where it is none, or would be empty. */
function innerLines(writer: Writer, parts: Both, meaning: Meaning, column: number): Line[] | undefined {
  const { base, ours, theirs } = parts;
  const { merged } = meaning;
  if (merged === undefined || !isFilled(merged)) return undefined;
  const kind = isMap(merged) ? 'map' : 'list';
  const model = theirs.body?.kind === kind ? theirs : ours;
  const body = model.body;
  if (body?.kind !== kind) return undefined;
  const bodies = { base: sameKind(base, kind), ours: sameKind(ours, kind), theirs: sameKind(theirs, kind) };
  const inColumn = body.column - model.column + column;
  const isItem = model.kind === 'item';
  if (kind === 'map') {
    if (meaning.ours === undefined || meaning.theirs === undefined) return undefined;
    if (!isMap(meaning.ours) || !isMap(meaning.theirs)) return undefined;
    const lines = mapLines(writer, bodies, meaning, inColumn);
    return isItem ? withDash(lines, column) : [...headLines(writer, parts, model, column), ...lines];
  }
  const lines = listLines(writer, bodies, meaning, inColumn);
  return lines === undefined ? undefined : [...headLines(writer, parts, model, column), ...lines];
}

/** The line of a key whose value stands below it. */
function headLines(writer: Writer, { base, ours, theirs }: Both, model: Part, column: number): Line[] {
  const at = (part: Part): Line[] => shifted(part.head, column - part.column);
  if (model === ours) return at(ours);
  if (ours.body !== undefined && base?.body !== undefined && areSame(at(theirs), at(base))) return at(ours);
  return withNote(writer, { base, ours, theirs }, at(theirs));
}

/** Lines of theirs with the user's comment behind the value, where theirs has none or that of base. */
function withNote(writer: Writer, { base, ours, theirs }: Both, lines: Line[]): Line[] {
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

/** Theirs' line with ours' value, both being on one line. */
function splicedLine(writer: Writer, parts: Both, column: number): Line[] | undefined {
  const { ours, theirs } = parts;
  const [from] = ours.head;
  const [line] = theirs.head;
  if (ours.inline === undefined || theirs.inline === undefined || from === undefined || line === undefined)
    return undefined;
  const value = from.text.slice(ours.inline.start, ours.inline.end);
  const before = line.text.slice(0, theirs.inline.start);
  const after = line.text.slice(theirs.inline.end);
  const head = value === '' ? before.trimEnd() : `${/[:-]$/.test(before) ? `${before} ` : before}${value}`;
  return withNote(writer, parts, shifted([{ text: head + after, at: -1 }], column - theirs.column));
}

/** Comments below a block of text must not be deeper than its key: they would become part of it. */
function clearOf(writer: Writer, trail: readonly Line[], column: number): readonly Line[] {
  if (!writer.isFlat) return trail;
  return trail.map((line) => ({
    text: line.text.trim() === '' ? '' : ' '.repeat(column) + line.text.trim(),
    at: line.at,
  }));
}

function trivia<T extends { readonly column: number } | undefined>(
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

/** A mapping written anew, to stand in for one that is no block. */
function rendered(data: Data | undefined): Body | undefined {
  if (data === undefined || !isMap(data)) return undefined;
  const parts = Object.entries(data).map(([name, value]): Part => {
    const head = renderedPart(name, value, { column: 0, kind: 'entry' });
    const none = { body: undefined, note: head.length - 1, comment: undefined, inline: undefined };
    return { kind: 'entry', name, column: 0, lead: [], head, trail: [], ...none };
  });
  return { kind: 'map', column: 0, intro: [], parts };
}

function renderedPart(
  name: string,
  value: Data | undefined,
  { column, kind }: { readonly column: number; readonly kind: Part['kind'] },
): Line[] {
  if (value === undefined) return [];
  const layout = { step: 2, dash: 2, blocks: 'any' } as const;
  const lines = kind === 'item' ? itemLines(value, layout) : entryLines(name, value, layout);
  return lines.map((line) => ({ text: line === '' ? '' : ' '.repeat(column) + line, at: -1 }));
}

function sameKind(part: Part | undefined, kind: Body['kind']): Body | undefined {
  return part?.body?.kind === kind ? part.body : undefined;
}

function entryMeaning({ base, ours, theirs, merged }: Meaning, name: string): Meaning {
  const at = (data: Data | undefined): Data | undefined => {
    const map = mapOf(data);
    return Object.hasOwn(map, name) ? map[name] : undefined;
  };
  return { base: at(base), ours: at(ours), theirs: at(theirs), merged: at(merged) };
}

function mapOf(data: Data | undefined): Readonly<Record<string, Data>> {
  return data !== undefined && isMap(data) ? data : {};
}

/** Lines moved to the right, or to the left as far as they can be. */
function shifted(lines: readonly Line[], by: number): Line[] {
  if (by === 0) return [...lines];
  return lines.map(({ text, at }) => {
    if (text === '') return { text, at };
    return { text: by > 0 ? ' '.repeat(by) + text : text.slice(Math.min(-by, skipSpaces(text, 0))), at };
  });
}

function areSame(a: readonly Line[], b: readonly Line[] | undefined): boolean {
  return b !== undefined && a.length === b.length && a.every(({ text }, index) => text === b[index]?.text);
}
