import type { Data } from '../yaml/node.ts';
import { isFilled, isList, isMap } from '../yaml/render.ts';
import { goNumber } from './go-number.ts';
import { goScalar, isSimpleKey } from './go-yaml-scalar.ts';
import { compareNaturally } from './natural-order.ts';

/** Data as go.yaml.in/yaml/v2 2.4 writes it: keys in natural order, lists not indented, lines folded at 80. */
export function goYamlText(data: Data): string {
  const sink: Sink = { text: '', column: 0 };
  // The further lines of a text that is the whole stand two columns deep.
  writeValue(sink, data, isFilled(data) ? 0 : 2);
  newLine(sink, 0);
  return sink.text;
}

interface Sink {
  text: string;
  column: number;
}

/** At the column where it belongs: `indent`, and for a scalar anywhere behind it. */
function writeValue(sink: Sink, data: Data, indent: number): void {
  if (!isFilled(data)) {
    put(sink, leafText(data, sink.column, indent));
    return;
  }
  if (isList(data)) {
    let isFirst = true;
    for (const item of data) {
      if (!isFirst) newLine(sink, indent);
      isFirst = false;
      put(sink, '- ');
      writeValue(sink, item, indent + 2);
    }
    return;
  }
  const keys = Object.keys(data).sort(compareNaturally);
  let isFirst = true;
  for (const key of keys) {
    if (!isFirst) newLine(sink, indent);
    isFirst = false;
    writeEntry(sink, { key, value: data[key] ?? null, indent });
  }
}

function writeEntry(
  sink: Sink,
  { key, value, indent }: { readonly key: string; readonly value: Data; readonly indent: number },
): void {
  if (!isSimpleKey(key)) {
    put(sink, '? ');
    put(sink, goScalar(key, { column: sink.column, indent: indent + 2, isKey: false }));
    newLine(sink, indent);
    put(sink, ': ');
    writeValue(sink, value, indent + 2);
    return;
  }
  put(sink, `${goScalar(key, { column: sink.column, indent, isKey: true })}:`);
  if (!isFilled(value)) {
    put(sink, ' ');
    writeValue(sink, value, indent + 2);
    return;
  }
  const inner = isList(value) ? indent : indent + 2;
  newLine(sink, inner);
  writeValue(sink, value, inner);
}

function leafText(data: Data, column: number, indent: number): string {
  if (typeof data === 'string') return goScalar(data, { column, indent, isKey: false });
  if (typeof data === 'number' || typeof data === 'bigint') return goNumber(data);
  if (isList(data)) return '[]';
  return isMap(data) ? '{}' : String(data);
}

function put(sink: Sink, text: string): void {
  sink.text += text;
  const newline = text.lastIndexOf('\n');
  sink.column = newline === -1 ? sink.column + lengthOf(text) : lengthOf(text.slice(newline + 1));
}

/** In characters, not in units of UTF-16. */
function lengthOf(text: string): number {
  return surrogate.test(text) ? [...text].length : text.length;
}

const surrogate = /[\ud800-\udfff]/;

/** A line of its own, unless one has just begun. */
function newLine(sink: Sink, indent: number): void {
  if (sink.column > 0) sink.text += '\n';
  sink.text += ' '.repeat(indent);
  sink.column = indent;
}
