import { isDeepStrictEqual } from 'node:util';
import { mergeValues } from '../src/merge/merge-values.ts';
import type { ConflictChoice, MergeSides, ValuesMerge } from '../src/merge/values-merge.ts';
import {
  type Joined,
  type Judgement,
  judge,
  labels,
  meaning,
  trueMerge,
} from '../test/support/judge-merge.ts';
import { edited, randomFrom } from '../test/support/random-edits.ts';

/** What became of three texts. */
export interface Trial {
  readonly result: ValuesMerge;
  /** Undefined of a merge of lines. */
  readonly judgement: Judgement | undefined;
}

/** Merges three texts as `upgrade` does, and looks at what came of it. */
export function trial(sides: MergeSides, choice: ConflictChoice): Trial {
  const result = mergeValues(sides, choice, labels);
  return { result, judgement: result.kind === 'merged' ? judge(sides, result, choice) : undefined };
}

/** A text after random edits, that a seed repeats. */
export function randomly(text: string, edits: number, seed: number): string {
  return edited(text, edits, randomFrom(seed));
}

/** What a text means to a reader that shares nothing with the program's; undefined when it cannot be read. */
export function meaningOf(text: string): unknown {
  try {
    return meaning(text);
  } catch {
    return undefined;
  }
}

/** What three texts should become. */
export function expectation(sides: MergeSides): Joined {
  return trueMerge(sides);
}

/** Whether two meanings are the same. */
export function isSame(a: unknown, b: unknown): boolean {
  return isDeepStrictEqual(a, b);
}
