import { styleText } from 'node:util';
import { escapeLine } from '../core/escape.ts';
import type { Style } from './style.ts';

/** A table in columns as wide as their widest cell; the last column is not padded. */
export function table(head: readonly string[], rows: readonly (readonly string[])[], style: Style): string {
  const safe = rows.map((row) => row.map(escapeLine));
  const widths = head.map((title, column) =>
    Math.max(title.length, ...safe.map((row) => (row[column] ?? '').length)),
  );
  const line = (cells: readonly string[]): string =>
    cells
      .map((cell, column) => (column === cells.length - 1 ? cell : cell.padEnd(widths[column] ?? 0)))
      .join('  ')
      .trimEnd();
  if (rows.length === 0) return '';
  const title = style.color ? styleText('bold', line(head), { validateStream: false }) : line(head);
  return `${[title, ...safe.map(line)].join('\n')}\n`;
}
