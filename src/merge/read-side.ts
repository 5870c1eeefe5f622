import { commentRanges } from '../yaml/comments.ts';
import { toData } from '../yaml/data.ts';
import type { Data, YamlNode, YamlProblemKind } from '../yaml/node.ts';
import { readYaml } from '../yaml/read.ts';
import { isMap } from '../yaml/render.ts';

/** A line of a side; `at` counts from 0 there, and is -1 of a line that no side has. */
export interface Line {
  readonly text: string;
  readonly at: number;
}

/** One text of values, read. */
export interface Side {
  /** With newlines alone at the ends of lines, and without byte order mark. */
  readonly text: string;
  readonly lines: readonly Line[];
  /** Undefined where there are no values: an empty text, or only comments. */
  readonly root: YamlNode | undefined;
  /** A mapping: of a text without values the empty one, as Helm takes it. */
  readonly data: Data;
  /** The column of the comment on a line, by the line's number. */
  readonly comments: ReadonlyMap<number, number>;
  /** The line that holds an offset. */
  lineAt(offset: number): number;
}

/** Flaws with which Helm refuses a text, or drops a part of it. */
const unreadable = new Set<YamlProblemKind>([
  'syntax',
  'duplicate-key',
  'merge-key',
  'alias',
  'limit',
  'directive',
  'separator',
  'not-a-mapping',
]);

/** Reads a text of values, or says why it cannot be read: a clause without subject. */
export function readSide(source: string): Side | { readonly flaw: string } {
  const text = withNewlines(source);
  const { documents, problems } = readYaml(text, { purpose: 'values' });
  const problem = problems.find(({ fatal, kind }) => fatal || unreadable.has(kind));
  if (problem !== undefined) return { flaw: `cannot be read: ${problem.message}` };
  if (documents.length > 1) return { flaw: 'have more than one document, of which Helm takes the first' };
  const root = documents[0]?.root;
  const data = root === undefined ? null : toData(root, 'kubectl');
  if (data !== null && !isMap(data)) return { flaw: 'are no mapping' };
  const starts = startsOf(text);
  const lineAt = (offset: number): number => lineOf(starts, offset);
  const lines = text.split('\n').map((line, at) => ({ text: line, at }));
  if (text.endsWith('\n') || text === '') lines.pop();
  const comments = new Map<number, number>();
  for (const { start } of commentRanges(text, documents)) {
    const line = lineAt(start);
    comments.set(line, start - (starts[line] ?? 0));
  }
  return { text, lines, root, data: data ?? Object.create(null), comments, lineAt };
}

/** A text as ConfigMaps hold it. */
export function withNewlines(text: string): string {
  return (text.startsWith('\ufeff') ? text.slice(1) : text).replaceAll('\r\n', '\n');
}

function startsOf(text: string): number[] {
  const starts = [0];
  for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) starts.push(at + 1);
  return starts;
}

function lineOf(starts: readonly number[], offset: number): number {
  let low = 0;
  let high = starts.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((starts[middle] ?? 0) <= offset) low = middle;
    else high = middle - 1;
  }
  return low;
}
