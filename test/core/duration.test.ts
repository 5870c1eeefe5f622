import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { formatDuration, isSourceTimeout, parseDuration, sameDuration } from '../../src/core/duration.ts';

interface Recorded {
  readonly durations: readonly {
    readonly text: string;
    readonly nanoseconds?: string;
    readonly sourceTimeout: boolean;
  }[];
}

// Checked border: the file's own generator (fixtures/vectors/duration/main.go) writes this shape.
const recorded = JSON.parse(
  readFileSync(new URL('../../fixtures/vectors/duration/go-durations.json', import.meta.url), 'utf8'),
) as Recorded;

test('every recorded text has the length that Go gives it', () => {
  const ours = recorded.durations.map(({ text }) => [text, parseDuration(text)]);
  const go = recorded.durations.map(({ text, nanoseconds }) => [
    text,
    nanoseconds === undefined ? undefined : Number(nanoseconds) / 1e6,
  ]);
  expect(ours).toEqual(go);
  expect(go.length).toBeGreaterThan(80);
});

test('every recorded text is a source timeout where the pattern says so', () => {
  expect(recorded.durations.map(({ text }) => isSourceTimeout(text))).toEqual(
    recorded.durations.map(({ sourceTimeout }) => sourceTimeout),
  );
});

test('an hour is sixty minutes, and a day is nothing', () => {
  expect(sameDuration('1h0m0s', '60m')).toBe(true);
  expect(sameDuration('1h', '61m')).toBe(false);
  expect(sameDuration('1d', '1d')).toBe(false);
});

test('durations are spelt as people spell them', () => {
  expect([0, 500, 900_000, 5_400_000, 3_600_000, 61_001].map(formatDuration)).toEqual([
    '0s',
    '500ms',
    '15m',
    '1h30m',
    '1h',
    '1m1s1ms',
  ]);
});

test('a spelt duration reads back as the same length', () => {
  fc.assert(
    fc.property(fc.nat(), (milliseconds) => parseDuration(formatDuration(milliseconds)) === milliseconds),
  );
});
