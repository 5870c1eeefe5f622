import type { Files, RepoPath } from '../core/change.ts';
import type { Location } from '../core/finding.ts';
import { type Position, positions } from '../core/text.ts';

/** A location as people and editors count: lines and columns from 1. */
export interface Place {
  readonly start: Position & { readonly offset: number };
  readonly end: Position & { readonly offset: number };
  /** Undefined where the file has no readable text; the place is then its beginning. */
  readonly text: string | undefined;
}

/** Finds the place of a location. */
export type PlaceFinder = (location: Location) => Place;

/** Turns offsets into lines and columns; each file is read and its lines counted once, and only files that are asked for. */
export function placeFinder(files: Files): PlaceFinder {
  const known = new Map<RepoPath, { text: string | undefined; at: (offset: number) => Position }>();
  return ({ file, range }) => {
    let found = known.get(file);
    if (found === undefined) {
      const text = files.text(file);
      found = { text, at: positions(text ?? '') };
      known.set(file, found);
    }
    const size = found.text?.length ?? 0;
    const start = Math.min(range.start, size);
    const end = Math.min(Math.max(range.end, start), size);
    return {
      start: { ...found.at(start), offset: start },
      end: { ...found.at(end), offset: end },
      text: found.text,
    };
  };
}
