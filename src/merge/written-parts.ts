import type { Data } from '../yaml/node.ts';
import { entryLines, isMap, itemLines } from '../yaml/render.ts';
import type { Body, Part } from './outline.ts';
import type { Line } from './read-side.ts';

/** A mapping written from its data, to stand in for one that is no block. */
export function writtenBody(data: Data | undefined): Body | undefined {
  if (data === undefined || !isMap(data)) return undefined;
  const parts = Object.entries(data).map(([name, value]): Part => {
    const head = writtenPart(name, value, { column: 0, kind: 'entry' });
    const none = { body: undefined, note: head.length - 1, comment: undefined, inline: undefined };
    return { kind: 'entry', name, column: 0, lead: [], head, trail: [], ...none };
  });
  return { kind: 'map', column: 0, intro: [], parts };
}

/** The lines of an entry or item, written from its data. */
export function writtenPart(
  name: string,
  value: Data | undefined,
  { column, kind }: { readonly column: number; readonly kind: Part['kind'] },
): Line[] {
  if (value === undefined) return [];
  const layout = { step: 2, dash: 2, blocks: 'any' } as const;
  const lines = kind === 'item' ? itemLines(value, layout) : entryLines(name, value, layout);
  return lines.map((line) => ({ text: line === '' ? '' : ' '.repeat(column) + line, at: -1 }));
}
