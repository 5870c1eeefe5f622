import type { Data } from '../yaml/node.ts';
import { flowText, isFilled, isList, isMap } from '../yaml/render.ts';
import { isSameData } from '../yaml/same-data.ts';
import {
  type Both,
  clearOf,
  homelessLines,
  type Sides,
  trailLines,
  triviaLines,
  type Writer,
  withNote,
  withOwnTrivia,
} from './kept-comments.ts';
import { itemsByName, itemsByValue } from './matched-items.ts';
import { interleaved } from './named-items.ts';
import { type Body, chunkOf, coreOf, outlineOf, type Part, withDash } from './outline.ts';
import type { Line, Side } from './read-side.ts';
import { areSame, shifted, unnumbered } from './shift-lines.ts';
import type { Comment } from './user-comments.ts';
import { writtenBody, writtenPart } from './written-parts.ts';

/** A line of brackets that would be longer becomes a block. */
const width = 110;

/** What the place means on each side, and what it shall mean. */
interface Meaning extends Sides<Data | undefined> {
  readonly merged: Data | undefined;
}

/** The lines of the merged text. `at` is a line's number in ours where it was taken from there, else -1. */
export function compose(
  sides: Sides<Side>,
  merged: Data,
  { own, isFlat }: { readonly own: ReadonlyMap<number, Comment>; readonly isFlat: boolean },
): Line[] {
  const writer: Writer = {
    isOwn: ({ at }) => own.has(at),
    isComment: ({ at }) => sides.ours.comments.has(at),
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

/** A mapping's lines at a column. A side that does not have it as a block is written anew from its data. */
function mapLines(writer: Writer, bodies: Sides<Body | undefined>, meaning: Meaning, column: number): Line[] {
  const ours = bodies.ours ?? writtenBody(meaning.ours);
  const theirs = bodies.theirs ?? writtenBody(meaning.theirs);
  const partsOf = (body: Body | undefined) => new Map(body?.parts.map((part) => [part.name, part]));
  const [inBase, inOurs, inTheirs] = [partsOf(bodies.base), partsOf(ours), partsOf(theirs)];
  const merged = mapOf(meaning.merged);
  const isKept = (name: string): boolean => Object.hasOwn(merged, name) || name === '<<';
  const names = interleaved([...inTheirs.keys()].filter(isKept), [...inOurs.keys()].filter(isKept));
  const intro = triviaLines(writer, { base: bodies.base, ours, theirs }, (body) => body?.intro ?? [], column);
  const lines = names.map((name) => {
    const parts = { base: inBase.get(name), ours: inOurs.get(name), theirs: inTheirs.get(name) };
    return partLines(writer, parts, entryMeaning(meaning, name), column);
  });
  return [intro, ...lines].flat();
}

/** A list's lines at a column, item by item; undefined unless both sides have it as a block of items that can be told apart. */
function listLines(
  writer: Writer,
  bodies: Sides<Body | undefined>,
  meaning: Meaning,
  column: number,
): Line[] | undefined {
  const { ours, theirs } = bodies;
  const { merged } = meaning;
  if (ours === undefined || theirs === undefined || merged === undefined || !isList(merged)) return undefined;
  const items = itemsByName(meaning, merged) ?? itemsByValue(meaning, merged);
  if (items === undefined) return undefined;
  const lists = { base: listOf(meaning.base), ours: listOf(meaning.ours), theirs: listOf(meaning.theirs) };
  const lines = items.map((at, index) => {
    const parts = {
      base: bodies.base?.parts[at.base ?? -1],
      ours: ours.parts[at.ours ?? -1],
      theirs: theirs.parts[at.theirs ?? -1],
    };
    const its = {
      base: lists.base[at.base ?? -1],
      ours: lists.ours[at.ours ?? -1],
      theirs: lists.theirs[at.theirs ?? -1],
      merged: merged[index],
    };
    return partLines(writer, parts, its, column);
  });
  return [triviaLines(writer, bodies, (body) => body?.intro ?? [], column), ...lines].flat();
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
  const lead = triviaLines(writer, parts, (part) => part?.lead ?? [], column);
  const trail = trailLines(writer, { base, ours, theirs }, taken, column);
  const isBelowText = writer.isFlat && holdsLines(meaning.merged);
  return [...lead, ...core, ...(isBelowText ? clearOf(trail, column) : trail)];
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
  const lines = isTheirs
    ? withNote(writer, parts, theirsCore)
    : (splicedLine(writer, parts, column, isOurs ? undefined : merged) ?? (isOurs ? oursCore : undefined));
  const written = lines ?? writtenPart(theirs.name, merged, { column, kind: theirs.kind });
  return [...homelessLines(writer, ours, written, column), ...written];
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

/** Theirs' line with another value, that of ours if no other; undefined unless both have theirs on one line. */
function splicedLine(writer: Writer, parts: Both, column: number, other?: Data): Line[] | undefined {
  const { ours, theirs } = parts;
  const [from] = ours.head;
  const [line] = theirs.head;
  if (ours.inline === undefined || theirs.inline === undefined || from === undefined || line === undefined)
    return undefined;
  const value = other === undefined ? from.text.slice(ours.inline.start, ours.inline.end) : flowText(other);
  const before = line.text.slice(0, theirs.inline.start);
  const after = line.text.slice(theirs.inline.end);
  const gap = /[:-]$/.test(before) ? ' ' : '';
  const head = value === '' ? before.trimEnd() : before + gap + value;
  if (other !== undefined && head.length > width) return undefined;
  return withNote(writer, parts, shifted([{ text: head + after, at: -1 }], column - theirs.column));
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

/** Whether a text of several lines is in a value: it may stand as a block. */
function holdsLines(data: Data | undefined): boolean {
  if (typeof data === 'string') return data.includes('\n');
  if (data === undefined || !isFilled(data)) return false;
  return (isList(data) ? data : Object.values(data)).some(holdsLines);
}

function listOf(data: Data | undefined): readonly Data[] {
  return data !== undefined && isList(data) ? data : [];
}

function mapOf(data: Data | undefined): Readonly<Record<string, Data>> {
  return data !== undefined && isMap(data) ? data : {};
}
