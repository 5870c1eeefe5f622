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
  if (isList(value)) return value.flatMap((item) => itemLines(item, layout));
  return Object.entries(value).flatMap(([key, entry]) => entryLines(key, entry, layout));
}

/** The lines of `key: value`, the key at column 0. */
export function entryLines(key: string, value: Data, layout: Layout): string[] {
  const { head, tail } = valueLines(value, layout);
  return [`${scalarText(key)}:${head === '' ? '' : ` ${head}`}`, ...tail];
}

/** What stands behind `key:`, and the lines below it, indented from the key's column. */
export function valueLines(
  value: Data,
  layout: Layout,
): { readonly head: string; readonly tail: readonly string[] } {
  if (isFilled(value)) {
    return { head: '', tail: indent(blockLines(value, layout), isList(value) ? layout.dash : layout.step) };
  }
  return leafLines(value, layout.step, layout.blocks);
}

/** The lines of `- value`, the dash at column 0. @param gap spaces behind the dash */
export function itemLines(value: Data, layout: Layout, gap = 1): string[] {
  const width = 1 + gap;
  if (isFilled(value)) {
    const lines = blockLines(value, layout);
    return lines.map((line, index) => (index === 0 ? `-${' '.repeat(gap)}${line}` : margin(line, width)));
  }
  const { head, tail } = leafLines(value, width, layout.blocks);
  return [`-${' '.repeat(gap)}${head}`, ...tail];
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
