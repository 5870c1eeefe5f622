import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { mergeData } from '../../src/merge/merge-data.ts';
import { mergeValues } from '../../src/merge/merge-values.ts';
import { readSide } from '../../src/merge/read-side.ts';
import { conflictChoices, type Merged, type MergeSides } from '../../src/merge/values-merge.ts';
import type { Data } from '../../src/yaml/node.ts';
import { judge, labels } from '../support/judge-merge.ts';
import { edited, randomFrom } from '../support/random-edits.ts';
import { randomValues } from '../support/random-values.ts';

const numRuns = Number(process.env['MERGE_RUNS'] ?? 300);

/** Values of a chart, what a user made of them, and what upstream did. */
const upgrades = fc
  .record({ seed: fc.nat(), ours: fc.nat({ max: 8 }), theirs: fc.nat({ max: 12 }) })
  .map(({ seed, ours, theirs }): MergeSides => {
    const random = randomFrom(seed);
    const base = randomValues(random);
    return { base, ours: edited(base, ours, random), theirs: edited(base, theirs, random) };
  });

function merged(sides: MergeSides, choice: (typeof conflictChoices)[number] = 'ours'): Merged {
  const result = mergeValues(sides, choice, labels);
  if (result.kind === 'lines') throw new Error(result.why);
  return result;
}

function dataOf(text: string): Data {
  const side = readSide(text);
  if ('flaw' in side) throw new Error(side.flaw);
  return side.data;
}

function check(law: (sides: MergeSides) => void, runs = numRuns): void {
  fc.assert(fc.property(upgrades, law), { numRuns: runs });
}

describe('laws of the merge', () => {
  test('an upgrade to the same version changes no byte', () => {
    check(({ base, ours }) => {
      expect(merged({ base, ours, theirs: base }).text).toBe(ours);
    }, numRuns / 3);
  });

  test('without a change of the user the text is upstream’s', () => {
    check(({ base, theirs }) => {
      expect(merged({ base, ours: base, theirs }).text).toBe(theirs);
    }, numRuns / 3);
  });

  test('where both sides have the same text, that is it', () => {
    check(({ base, ours }) => {
      expect(merged({ base, ours, theirs: ours }).text).toBe(ours);
    }, numRuns / 3);
  });

  test('what is written means the merge of the data, lists every conflict and loses no comment silently', () => {
    check((sides) => {
      for (const choice of conflictChoices)
        expect(judge(sides, merged(sides, choice), choice).faults).toEqual([]);
    });
  });

  test('what is kept and taken is in the text', () => {
    check((sides) => {
      const { text, kept, taken, conflicts } = merged(sides);
      const [base, ours, theirs] = [dataOf(sides.base), dataOf(sides.ours), dataOf(sides.theirs)];
      expect(mergeData(base, ours, theirs).ours).toEqual(dataOf(text));
      const lines = text.split('\n').length;
      for (const { line } of conflicts) expect(line >= 1 && line <= lines).toBe(true);
      for (const { path, after } of [...kept, ...taken]) {
        if (path.every((step) => typeof step === 'string')) expect(at(dataOf(text), path)).toEqual(after);
      }
    });
  });

  test('up and down again gives back what the values meant', () => {
    check((sides) => {
      const up = merged(sides);
      // Where both wrote, the way back cannot know whose it was: an item that both added goes with upstream's.
      const isShared = up.kept.some((kept) => up.taken.some(({ path }) => isAround(kept.path, path)));
      if (up.conflicts.length > 0 || isShared) return;
      const down = merged({ base: sides.theirs, ours: up.text, theirs: sides.base });
      if (down.conflicts.length > 0) return;
      expect(unordered(dataOf(down.text))).toEqual(unordered(dataOf(sides.ours)));
    });
  });

  test('any three texts are merged somehow', () => {
    const texts = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.string(),
      upgrades.map(({ ours }) => ours),
    );
    const scraps = fc.array(
      fc.constantFrom(
        'a: 1\n',
        '  b: |\n',
        '- c\n',
        '# d\n',
        '\t',
        '---\n',
        '? e\n',
        '{',
        '&f ',
        '*f\n',
        '"',
        '\r\n',
        '<<: *f\n',
      ),
    );
    const text = fc.oneof(
      texts,
      scraps.map((parts) => parts.join('')),
    );
    fc.assert(
      fc.property(text, text, text, fc.constantFrom(...conflictChoices), (base, ours, theirs, choice) => {
        expect(typeof mergeValues({ base, ours, theirs }, choice).text).toBe('string');
      }),
      { numRuns },
    );
  });
});

/** Whether one of two places is within the other, or they are the same. */
function isAround(a: readonly unknown[], b: readonly unknown[]): boolean {
  return Array.from({ length: Math.min(a.length, b.length) }, (_, step) => a[step] === b[step]).every(
    Boolean,
  );
}

function at(data: Data | undefined, path: readonly (string | number)[]): unknown {
  let found: unknown = data;
  for (const step of path) {
    if (typeof found !== 'object' || found === null || !Object.hasOwn(found, step)) return undefined;
    found = Reflect.get(found, step);
  }
  return found;
}

/** The order of items with names follows that of both sides; which of two comes first may be lost with the one between. */
function unordered(data: Data): unknown {
  if (Array.isArray(data))
    return data.map(unordered).sort((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1));
  if (typeof data !== 'object' || data === null) return typeof data === 'bigint' ? String(data) : data;
  return Object.fromEntries(
    Object.entries(data)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, value]) => [key, unordered(value)]),
  );
}
