import type { Data } from './node.ts';
import { isList, isMap } from './render.ts';

/** The widest line that is written where a value could stand on several. */
const width = 100;

/**
 * A value as JSON for people: on one line where that is short, else an entry a line.
 * @param at.indent the columns of the line on which it begins
 * @param at.used the columns in front of it on that line
 * @param at.open how many levels get an entry a line however short they are
 */
export function printJsonc(
  value: Data,
  at: { readonly indent: number; readonly used: number; readonly open: number },
): string {
  const line = onOneLine(value);
  const isEmpty = (isMap(value) || isList(value)) && Object.keys(value).length === 0;
  if (isEmpty || (!isMap(value) && !isList(value))) return line;
  if (at.open === 0 && at.used + line.length <= width) return line;
  const indent = at.indent + 2;
  const inner = (each: Data, key: string): string =>
    `${' '.repeat(indent)}${key}${printJsonc(each, { indent, used: indent + key.length, open: Math.max(at.open - 1, 0) })}`;
  const [opening, closing] = isList(value) ? ['[', ']'] : ['{', '}'];
  const lines = isList(value)
    ? value.map((each) => inner(each, ''))
    : Object.entries(value).map(([key, each]) => inner(each, `${JSON.stringify(key)}: `));
  return `${opening}\n${lines.join(',\n')}\n${' '.repeat(at.indent)}${closing}`;
}

function onOneLine(value: Data): string {
  if (isList(value)) return `[${value.map(onOneLine).join(', ')}]`;
  if (!isMap(value)) return typeof value === 'bigint' ? String(value) : JSON.stringify(value);
  const entries = Object.entries(value).map(([key, each]) => `${JSON.stringify(key)}: ${onOneLine(each)}`);
  return entries.length === 0 ? '{}' : `{ ${entries.join(', ')} }`;
}
