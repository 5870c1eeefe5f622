import type { Files, RepoPath } from './change.ts';
import { writtenLines } from './diff.ts';
import type { Location } from './finding.ts';
import { lineEnd, lineStart, type Range } from './text.ts';

/** A change that somebody made, to be judged: what a repository held before it and after it. */
export interface Comparison {
  readonly after: Files;
  /** Texts that did not change are those of `after`. */
  readonly before: Files;
  /** Every file that is new or differs: path -> the path that it had before, undefined for a new file. */
  readonly written: ReadonlyMap<RepoPath, RepoPath | undefined>;
  /** Files that are gone, those that moved included. */
  readonly removed: ReadonlySet<RepoPath>;
}

/** Two states of a repository in memory; a file that moved is a new one and one that is gone. */
export function comparisonOf(before: Files, after: Files): Comparison {
  const present = new Set(after.paths());
  const known = new Set(before.paths());
  const written = [...present].filter((path) => before.text(path) !== after.text(path));
  return {
    after,
    before,
    written: new Map(written.map((path) => [path, known.has(path) ? path : undefined])),
    removed: new Set([...known].filter((path) => !present.has(path))),
  };
}

/** Whether a change wrote one of the lines of a place, or took the file that it speaks of; each file is compared once. */
export function touches({ before, after, written, removed }: Comparison): (at: Location) => boolean {
  const known = new Map<RepoPath, readonly Range[]>();
  const linesOf = (file: RepoPath): readonly Range[] => {
    const text = after.text(file);
    const from = written.get(file);
    // A file without a text is written as a whole.
    if (text === undefined) return [{ start: 0, end: Number.POSITIVE_INFINITY }];
    return writtenLines(from === undefined ? undefined : before.text(from), text);
  };
  return ({ file, range }) => {
    if (removed.has(file) && !written.has(file)) return true;
    if (!written.has(file)) return false;
    const lines = known.get(file) ?? linesOf(file);
    known.set(file, lines);
    const text = after.text(file) ?? '';
    const start = lineStart(text, Math.min(range.start, text.length));
    const end = lineEnd(text, Math.min(range.end, text.length));
    return lines.some((line) => line.start <= end && start < line.end);
  };
}
