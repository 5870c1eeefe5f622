import { isDeepStrictEqual } from 'node:util';
import { diff3MergeRegions, diffIndices } from 'node-diff3';
import { lineTokens } from './line-tokens.ts';
import { withNewlines } from './read-side.ts';
import type { LineMerged, MergeSides } from './values-merge.ts';

/** What stands behind the marks of a conflict: whose lines they are. */
export interface Labels {
  readonly ours: string;
  readonly theirs: string;
}

/** A merge of lines, with git's conflict markers. @param why a clause */
export function mergeLines(sides: MergeSides, labels: Labels, why: string): LineMerged {
  const texts = [sides.ours, sides.base, sides.theirs].map((text) => linesIn(withNewlines(text)));
  const [ours = [], base = [], theirs = []] = texts;
  const [inOurs = [], inBase = [], inTheirs = []] = lineTokens(texts);
  let conflicts = 0;
  const lines = diff3MergeRegions(inOurs, inBase, inTheirs).flatMap((region): readonly string[] => {
    if (region.stable) {
      const source = { a: ours, o: base, b: theirs }[region.buffer];
      return source.slice(region.bufferStart, region.bufferStart + region.bufferLength);
    }
    const mine = ours.slice(region.aStart, region.aStart + region.aLength);
    const upstream = theirs.slice(region.bStart, region.bStart + region.bLength);
    if (isDeepStrictEqual(mine, upstream)) return mine;
    conflicts += 1;
    return marked(mine, upstream, labels);
  });
  return { kind: 'lines', text: lines.map((line) => `${line}\n`).join(''), conflicts, why };
}

/** Two texts as one, with both between conflict markers where they differ. */
export function markedText(
  ours: string,
  theirs: string,
  labels: Labels,
): { readonly text: string; lineOf(line: number): number } {
  const [a, b] = [linesIn(ours), linesIn(theirs)];
  const lines: string[] = [];
  const places: number[] = [];
  let from = 0;
  const [inA = [], inB = []] = lineTokens([a, b]);
  for (const { buffer1, buffer2 } of diffIndices(inA, inB)) {
    const [start, length] = buffer1;
    for (; from < start; from += 1) places[from] = lines.push(a[from] ?? '');
    const theirLines = b.slice(buffer2[0], buffer2[0] + buffer2[1]);
    for (; from < start + length; from += 1) places[from] = lines.length + 2 + (from - start);
    for (const line of marked(a.slice(start, start + length), theirLines, labels)) lines.push(line);
  }
  for (; from < a.length; from += 1) places[from] = lines.push(a[from] ?? '');
  return { text: lines.map((line) => `${line}\n`).join(''), lineOf: (line) => places[line - 1] ?? line };
}

function marked(ours: readonly string[], theirs: readonly string[], labels: Labels): string[] {
  return [`<<<<<<< ${labels.ours}`, ...ours, '=======', ...theirs, `>>>>>>> ${labels.theirs}`];
}

function linesIn(text: string): string[] {
  const lines = text.split('\n');
  if (lines.at(-1) === '') lines.pop();
  return lines;
}
