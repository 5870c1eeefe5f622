import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  compareVersions,
  parseRange,
  parseVersion,
  pinRange,
  satisfies,
  type Version,
} from '../../src/core/version-range.ts';

interface Recorded {
  readonly versions: readonly string[];
  readonly order: readonly string[];
  readonly ranges: readonly (readonly [range: string, answers: string])[];
}

// Checked border: the file's own generator (fixtures/vectors/semver/main.go) writes this shape.
const recorded = JSON.parse(
  readFileSync(new URL('../../fixtures/vectors/semver/masterminds-3.4.0.json', import.meta.url), 'utf8'),
) as Recorded;
const versions = recorded.versions.map(parseVersion);
const valid = versions.filter((version): version is Version => version !== undefined);

function answers(text: string): string {
  const range = parseRange(text);
  if (range === undefined) return 'invalid';
  return valid.map((version) => (satisfies(range, version) ? '1' : '0')).join('');
}

function row(version: Version | undefined): string {
  if (version === undefined) return 'invalid';
  return versions
    .map((other) => (other === undefined ? '.' : '<=>'.charAt(compareVersions(version, other) + 1)))
    .join('');
}

test('every pair of versions compares as Masterminds says', () => {
  expect(recorded.versions.map((text, at) => [text, row(versions[at])])).toEqual(
    recorded.versions.map((text, at) => [text, recorded.order[at]]),
  );
});

test('every range holds exactly the versions that Masterminds says', () => {
  const different = recorded.ranges.filter(([text, expected]) => answers(text) !== expected);
  expect(different.map(([text]) => text)).toEqual([]);
  expect(recorded.ranges.length * valid.length).toBeGreaterThan(50_000);
});

test('pins keep what a chart may change without breaking', () => {
  const pins = (text: string) => {
    const version = parseVersion(text);
    if (version === undefined) return undefined;
    return [pinRange(version, 'major'), pinRange(version, 'minor'), pinRange(version, 'exact')];
  };
  expect(pins('6.14.1')).toEqual(['6.x', '6.14.x', '6.14.1']);
  expect(pins('0.4.2')).toEqual(['0.4.x', '0.4.x', '0.4.2']);
  expect(pins('v1.19.2')).toEqual(['1.x', '1.19.x', 'v1.19.2']);
});

test('a pin holds the version that it was made from, unless that is a pre-release', () => {
  const part = fc.nat({ max: 99 });
  fc.assert(
    fc.property(part, part, part, fc.constantFrom('major', 'minor', 'exact'), (major, minor, patch, pin) => {
      const version = parseVersion(`${major}.${minor}.${patch}`);
      const range = version === undefined ? undefined : parseRange(pinRange(version, pin));
      return range !== undefined && version !== undefined && satisfies(range, version);
    }),
  );
});

test('a text that would make an expression backtrack is refused at once', () => {
  expect(parseRange(`${'1  '.repeat(300)}!`)).toBeUndefined();
  expect(parseRange(`1${' '.repeat(1000)}!`)).toBeUndefined();
  expect(parseRange('1 '.repeat(10_000))).toBeUndefined();
});
