import { KitError } from '../core/errors.ts';
import { toData } from '../yaml/data.ts';
import type { Data } from '../yaml/node.ts';
import { isSameData } from '../yaml/same-data.ts';
import { compose } from './compose.ts';
import { likelyRenames } from './likely-renames.ts';
import { type DataMerge, mergeData } from './merge-data.ts';
import { type Labels, markedText, mergeLines } from './merge-lines.ts';
import { placeConflicts } from './place-conflicts.ts';
import type { Side } from './read-side.ts';
import { readSide } from './read-side.ts';
import { repaired } from './repair-text.ts';
import { type Comment, lostComments, userComments } from './user-comments.ts';
import { changesIn } from './value-changes.ts';
import type { ConflictChoice, LostComment, MergeSides, ValuesMerge } from './values-merge.ts';
import { withoutAliases } from './without-aliases.ts';

/**
 * Merges what the user changed in a chart's values into the values of another version: on the text of the new version,
 * so that its comments, its order and its new keys are there. The text is read back, and means exactly what the merge of
 * the data says; where that cannot be had, the result is a merge of lines.
 */
export function mergeValues(
  sides: MergeSides,
  choice: ConflictChoice,
  labels: Labels = { ours: 'yours', theirs: 'chart' },
): ValuesMerge {
  const read = { base: readSide(sides.base), ours: readSide(sides.ours), theirs: readSide(sides.theirs) };
  const { base, ours, theirs } = read;
  if ('flaw' in ours) return mergeLines(sides, labels, `your values ${ours.flaw}`);
  if ('flaw' in base) return mergeLines(sides, labels, `the values of the old version ${base.flaw}`);
  if ('flaw' in theirs) return mergeLines(sides, labels, `the values of the new version ${theirs.flaw}`);
  const data = mergeData(base.data, ours.data, theirs.data);
  const own = userComments(base, ours);
  const winner = choice === 'theirs' ? 'theirs' : 'ours';
  const written = write(sides, { base, ours, theirs }, { data, own, winner });
  if (written === undefined)
    return mergeLines(sides, labels, 'the merged text would not mean what it should');
  const merged = data[winner] ?? null;
  const renames = likelyRenames(data.conflicts, base.data, theirs.data);
  const result = { ...written, ...summary({ base, ours, theirs }, merged), renames };
  const conflicts = placeConflicts(data.conflicts, written.text, winner);
  if (choice !== 'markers' || conflicts.length === 0) return { kind: 'merged', ...result, conflicts };
  const other = write(sides, { base, ours, theirs }, { data, own, winner: 'theirs' });
  if (other === undefined) return mergeLines(sides, labels, 'the merged text would not mean what it should');
  const { text, lineOf } = markedText(written.text, other.text, labels);
  const moved = conflicts.map((conflict) => ({ ...conflict, line: lineOf(conflict.line) }));
  return { kind: 'merged', ...result, text, conflicts: moved };
}

interface Read {
  readonly base: Side;
  readonly ours: Side;
  readonly theirs: Side;
}

interface Wanted {
  readonly data: DataMerge;
  readonly own: ReadonlyMap<number, Comment>;
  readonly winner: 'ours' | 'theirs';
}

interface Written {
  readonly text: string;
  readonly lostComments: readonly LostComment[];
}

/** The merged text, and what of the user's comments is not in it; undefined where it would mean something else. */
function write(sides: MergeSides, read: Read, wanted: Wanted): Written | undefined {
  if (sides.theirs === sides.base) return { text: sides.ours, lostComments: [] };
  if (sides.ours === sides.base || sides.ours === sides.theirs)
    return { text: sides.theirs, lostComments: [] };
  try {
    return attempt(read, wanted) ?? attempt(expanded(read), wanted);
  } catch (error) {
    // A character that no YAML can hold but as an escape.
    if (error instanceof KitError) return undefined;
    throw error;
  }
}

function attempt(read: Read | undefined, { data, own, winner }: Wanted): Written | undefined {
  if (read === undefined) return undefined;
  const merged = data[winner] ?? null;
  // What a block of text would swallow is moved first: to write the block anew would cost the comment.
  const drafts = [false, true].map((isFlat) => compose(read, merged, { own, isFlat }));
  for (const revise of [unchanged, repaired]) {
    for (const lines of drafts) {
      const text = revise(lines.map((line) => `${line.text}\n`).join(''), merged);
      if (text !== undefined && isSameToBoth(read, text))
        return { text, lostComments: lostComments(own, lines, text) };
    }
  }
  return undefined;
}

/** A text that means what is wanted; undefined of any other. */
function unchanged(text: string, wanted: Data): string | undefined {
  const side = readSide(text);
  return 'flaw' in side || !isSameData(side.data, wanted) ? undefined : text;
}

/** Whether kustomize takes the text as Helm does, where it takes the sides so. */
function isSameToBoth({ base, ours, theirs }: Read, text: string): boolean {
  const merged = readSide(text);
  if ('flaw' in merged) return false;
  const isClear = ({ root, data }: Side): boolean =>
    root === undefined || isSameData(toData(root, 'kustomize'), data);
  return isClear(merged) || ![base, ours, theirs].every(isClear);
}

/** The sides with their aliases written out: an anchor may stand in lines that go. Undefined where there are none. */
function expanded({ base, ours, theirs }: Read): Read | undefined {
  const texts = { ours: withoutAliases(ours), theirs: withoutAliases(theirs) };
  if (texts.ours === ours.text && texts.theirs === theirs.text) return undefined;
  const [first, second] = [readSide(texts.ours), readSide(texts.theirs)];
  return 'flaw' in first || 'flaw' in second ? undefined : { base, ours: first, theirs: second };
}

function summary({ base, ours, theirs }: Read, merged: Data) {
  return {
    taken: changesIn({ before: base.data, after: theirs.data, merged }),
    kept: changesIn({ before: base.data, after: ours.data, merged }),
  };
}
