import type { Data, Path } from '../yaml/node.ts';

/** Three texts of values: the chart's at the version that ours were made from, the user's, the chart's at the new version. */
export interface MergeSides {
  readonly base: string;
  readonly ours: string;
  readonly theirs: string;
}

/** What becomes of a place that both sides changed. `markers`: both, between git's conflict markers; no YAML any more. */
export const conflictChoices = ['ours', 'theirs', 'markers'] as const;
export type ConflictChoice = (typeof conflictChoices)[number];

/** A change of one side: undefined where the key is not there. */
export interface ValueChange {
  readonly path: Path;
  readonly before: Data | undefined;
  readonly after: Data | undefined;
}

/** A place that both sides changed, to different values; undefined where the key is not there. */
export interface Conflict {
  readonly path: Path;
  readonly base: Data | undefined;
  readonly ours: Data | undefined;
  readonly theirs: Data | undefined;
  /** 1-based line in the merged text: of the value, or of the nearest parent. */
  readonly line: number;
}

/** A comment of the user that found no place in the merged text. */
export interface LostComment {
  /** In full, with its `#` signs. */
  readonly text: string;
  /** 1-based line in ours. */
  readonly line: number;
  /** The key that it spoke of. */
  readonly path: Path;
}

/** Keys of the same content under another name: upstream may have renamed what the user changed. */
export interface LikelyRename {
  readonly from: Path;
  readonly to: Path;
}

export interface Merged {
  readonly kind: 'merged';
  /** Theirs' text with what ours changed against base. Reads back as exactly the merge of the data. */
  readonly text: string;
  /** Upstream's changes that are in the text. */
  readonly taken: readonly ValueChange[];
  /** The user's changes that are in the text. */
  readonly kept: readonly ValueChange[];
  readonly conflicts: readonly Conflict[];
  readonly renames: readonly LikelyRename[];
  readonly lostComments: readonly LostComment[];
}

/** The structural merge would have meant something else, or a side cannot be read: a merge of lines, to be finished by hand. */
export interface LineMerged {
  readonly kind: 'lines';
  /** With git's conflict markers where both sides changed. */
  readonly text: string;
  readonly conflicts: number;
  /** Why there is no better one: a clause. */
  readonly why: string;
}

export type ValuesMerge = Merged | LineMerged;
