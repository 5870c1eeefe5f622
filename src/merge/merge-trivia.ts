import { diff3MergeRegions } from 'node-diff3';
import { lineTokens } from './line-tokens.ts';
import type { Line } from './read-side.ts';

/** Comments and empty lines at one place of three sides. */
export interface TriviaSides {
  readonly base: readonly Line[];
  readonly ours: readonly Line[];
  readonly theirs: readonly Line[];
}

/**
 * Merges comments and empty lines; indentation does not count. Where both sides changed the same lines, theirs stand, and
 * below them those of ours that are the user's own.
 */
export function mergeTrivia({ base, ours, theirs }: TriviaSides, isOwn: (line: Line) => boolean): Line[] {
  const texts = [ours, base, theirs].map((lines) => lines.map(({ text }) => text.trim()));
  const [inOurs = [], inBase = [], inTheirs = []] = lineTokens(texts);
  return diff3MergeRegions(inOurs, inBase, inTheirs).flatMap((region): readonly Line[] => {
    if (region.stable) {
      const source = { a: ours, o: base, b: theirs }[region.buffer];
      return source.slice(region.bufferStart, region.bufferStart + region.bufferLength);
    }
    const upstream = theirs.slice(region.bStart, region.bStart + region.bLength);
    const known = new Set(upstream.map(({ text }) => text.trim()));
    const own = ours
      .slice(region.aStart, region.aStart + region.aLength)
      .filter((line) => isOwn(line) && !known.has(line.text.trim()));
    return [...upstream, ...own];
  });
}
