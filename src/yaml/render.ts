import type { Data, YamlNode } from './node.ts';
import { plainText } from './plain-text.ts';
import { canBeBlock, quoted, scalarText, textValue } from './write.ts';

/** How a file writes its collections. */
export interface Layout {
  /** Spaces before the entries of a mapping inside a mapping. */
  readonly step: number;
  /** Spaces before the dashes of a list inside a mapping. */
  readonly dash: number;
  /** Which blocks of text may be written: what follows must not change their end. */
  readonly blocks: Blocks;
}

/** `any`; `clipped`: none that keeps empty lines at its end; `stripped`: only one without newline at its end. */
export type Blocks = 'any' | 'clipped' | 'stripped';

/** The layout that most of a document has: its first nested mapping and its first list decide. */
export function layoutOf(root: YamlNode, column: (node: YamlNode) => number): Omit<Layout, 'blocks'> {
  let step: number | undefined;
  let dash: number | undefined;
  const look = (node: YamlNode): void => {
    if (step !== undefined && dash !== undefined) return;
    if (node.kind === 'list' && !node.flow) node.items.forEach(look);
    if (node.kind !== 'map' || node.flow) return;
    for (const { value } of node.entries) {
      if (value.kind === 'map' && !value.flow) step ??= column(value) - column(node);
      if (value.kind === 'list' && !value.flow) dash ??= column(value) - column(node);
      look(value);
    }
  };
  look(root);
  return { step: Math.max(1, step ?? 2), dash: Math.max(0, dash ?? step ?? 2) };
}

/** The lines of a collection, the first at column 0. The collection must not be empty. */
export function blockLines(
  value: readonly Data[] | Readonly<Record<string, Data>>,
  layout: Layout,
): string[] {
  const sink: Sink = { lines: [], layout };
  writeBlock(sink, value, flush);
  return sink.lines;
}

/** The lines of `key: value`, the key at column 0. */
export function entryLines(key: string, value: Data, layout: Layout): string[] {
  const sink: Sink = { lines: [], layout };
  writeEntry(sink, key, value, flush);
  return sink.lines;
}

/** The lines of `- value`, the dash at column 0. @param gap spaces behind the dash */
export function itemLines(value: Data, layout: Layout, gap = 1): string[] {
  const sink: Sink = { lines: [], layout };
  writeItem(sink, value, { ...flush, gap });
  return sink.lines;
}

/** What stands behind `key:`, and the lines below it, indented from the key's column. */
export function valueLines(
  value: Data,
  layout: Layout,
): { readonly head: string; readonly tail: readonly string[] } {
  if (!isFilled(value)) return leafLines(value, layout.step, layout.blocks);
  const sink: Sink = { lines: [], layout };
  writeBlock(sink, value, below(value, layout, ''));
  return { head: '', tail: sink.lines };
}

/** Lines are written where they belong at once: none is moved again by what stands around it. */
interface Sink {
  readonly lines: string[];
  readonly layout: Layout;
}

/** What stands before the first line of something, and before its others. */
interface Margins {
  readonly first: string;
  readonly others: string;
}

const flush: Margins = { first: '', others: '' };

/** The margins of a collection below its key. */
function below(value: Data, { step, dash }: Layout, margin: string): Margins {
  const inner = margin + ' '.repeat(isList(value) ? dash : step);
  return { first: inner, others: inner };
}

function writeBlock(
  sink: Sink,
  value: readonly Data[] | Readonly<Record<string, Data>>,
  { first, others }: Margins,
): void {
  let margins: Margins = { first, others };
  const behind: Margins = first === others ? margins : { first: others, others };
  if (isList(value)) {
    for (const item of value) {
      writeItem(sink, item, { ...margins, gap: 1 });
      margins = behind;
    }
    return;
  }
  for (const key of Object.keys(value)) {
    writeEntry(sink, key, value[key] ?? null, margins);
    margins = behind;
  }
}

function writeEntry(sink: Sink, key: string, value: Data, { first, others }: Margins): void {
  const start = `${first}${scalarText(key)}:`;
  if (!isFilled(value)) {
    writeLeaf(sink, value, { first: `${start} `, others, width: sink.layout.step });
    return;
  }
  sink.lines.push(start);
  writeBlock(sink, value, below(value, sink.layout, others));
}

function writeItem(
  sink: Sink,
  value: Data,
  { first, others, gap }: Margins & { readonly gap: number },
): void {
  const dash = `${first}-${' '.repeat(gap)}`;
  if (isFilled(value)) writeBlock(sink, value, { first: dash, others: others + ' '.repeat(1 + gap) });
  else writeLeaf(sink, value, { first: dash, others, width: 1 + gap });
}

/** @param width how deep a block of text stands */
function writeLeaf(
  { lines, layout }: Sink,
  value: Data,
  { first, others, width }: Margins & { readonly width: number },
): void {
  const { head, tail } = leafLines(value, width, layout.blocks);
  lines.push(first + head);
  for (const line of tail) lines.push(line === '' ? '' : others + line);
}

/** A value on one line, as it stands inside `[ ]` or `{ }`. @param json every text in double quotes */
export function flowText(value: Data, json = false): string {
  if (isList(value)) return `[${value.map((item) => flowText(item, json)).join(', ')}]`;
  if (isMap(value)) {
    const entries = Object.entries(value).map(([key, entry]) => flowEntry(key, entry, json));
    return json || entries.length === 0 ? `{${entries.join(', ')}}` : `{ ${entries.join(', ')} }`;
  }
  if (typeof value === 'string' && json) return quoted(value);
  return leafText(value);
}

/** `key: value` as it stands inside `{ }`. */
export function flowEntry(key: string, value: Data, json = false): string {
  return `${json ? quoted(key) : scalarText(key)}: ${flowText(value, json)}`;
}

/** Lines moved to the right; empty ones stay empty. */
export function indent(lines: readonly string[], width: number): string[] {
  return lines.map((line) => margin(line, width));
}

/** A collection with something in it. */
export function isFilled(value: Data): value is readonly Data[] | Readonly<Record<string, Data>> {
  return isList(value) ? value.length > 0 : isMap(value) && Object.keys(value).length > 0;
}

export function isList(value: Data): value is readonly Data[] {
  return Array.isArray(value);
}

export function isMap(value: Data): value is Readonly<Record<string, Data>> {
  return typeof value === 'object' && value !== null && !isList(value);
}

function leafLines(
  value: Data,
  width: number,
  blocks: Blocks,
): { readonly head: string; readonly tail: readonly string[] } {
  if (!isBlockText(value, blocks))
    return { head: typeof value === 'string' ? plainText(value) : flowText(value), tail: [] };
  const [head = '', ...tail] = textValue(value, width).split('\n');
  return { head, tail };
}

/** Whether a value is written as a block of text. */
export function isBlockText(value: Data, blocks: Blocks): value is string {
  if (typeof value !== 'string' || !canBeBlock(value)) return false;
  if (blocks === 'stripped') return !value.endsWith('\n');
  return blocks === 'any' || !value.endsWith('\n\n');
}

function leafText(value: Data): string {
  if (typeof value === 'bigint') return String(value);
  if (typeof value === 'object' && value !== null) throw new Error('a collection is no leaf');
  return scalarText(value);
}

function margin(line: string, width: number): string {
  return line === '' ? '' : ' '.repeat(width) + line;
}
