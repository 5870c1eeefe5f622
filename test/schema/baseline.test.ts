import { describe, expect, test } from 'vitest';
import schema from '../../schemas/baseline.schema.json' with { type: 'json' };
import { baselineSchema, baselineVersion } from '../../src/model/baseline.ts';
import { readBaseline } from '../../src/schema/baseline.ts';

const entry = '{ "rule": "yaml/syntax", "file": "a.yaml", "message": "m" }';
const baseline = (findings: string) => `{ "version": 1, "findings": [${findings}] }`;

/** What is said, each with the text that it points at. */
function said(text: string): [string, string][] {
  return readBaseline('known.json', text).problems.map(({ at, message }) => [
    text.slice(at.range.start, at.range.end),
    message,
  ]);
}

test('the schema bears the address and the version that are written', () => {
  expect(schema.$id).toBe(baselineSchema);
  expect(schema.properties.version.const).toBe(baselineVersion);
});

test('an entry stands for one finding about a file, unless it says more', () => {
  const object = '"object": "HelmRelease podinfo/podinfo", "count": 3';
  expect(readBaseline('known.json', baseline(`${entry}, ${entry.replace(' }', `, ${object} }`)},`))).toEqual({
    entries: [
      { rule: 'yaml/syntax', file: 'a.yaml', object: undefined, message: 'm', count: 1 },
      { rule: 'yaml/syntax', file: 'a.yaml', object: 'HelmRelease podinfo/podinfo', message: 'm', count: 3 },
    ],
    problems: [],
  });
});

describe('a fault is named at its place', () => {
  test.each([
    ['[]', '[]', 'expected an object: { … }'],
    ['{ "version": 1 }', '{ "version": 1 }', 'the file has no findings'],
    ['{ "findings": [] }', '{ "findings": [] }', 'the file has no version'],
    ['{ "version": 2, "entries": {} }', '2', 'version is 2; expected 1'],
    ['{ "version": "1", "findings": [] }', '"1"', 'version is "1"; expected 1'],
    ['{ "version": 1, "version": 1, "findings": [] }', '"version"', 'key version is there twice'],
    [baseline('"a"'), '"a"', 'findings[0] is "a"; expected an object: { … }'],
    [
      baseline(entry.replace('"file"', '"fiel"')),
      '"fiel"',
      'unknown key fiel in findings[0]; did you mean file?',
    ],
    [
      baseline(entry.replace('"m"', '"m", "count": "2"')),
      '"2"',
      'findings[0].count is "2"; expected a whole number',
    ],
    [baseline(entry.replace('"m"', '"m", "count": 0')), '0', 'findings[0].count must be >= 1'],
    [`{ "version": 1, "findings": [${entry} ${entry}] }`, '{', 'comma expected'],
  ])('%s', (text, place, message) => {
    expect(said(text)).toContainEqual([place, message]);
  });

  test('the marks of a merge, and nothing that follows from them', () => {
    const text = `{ "version": 1, "findings": [\n<<<<<<< HEAD\n${entry}\n=======\n${entry}\n>>>>>>> other\n] }\n`;
    expect(said(text)).toEqual([['<<<<<<< HEAD', 'an unfinished merge: git left its conflict marks here']]);
  });

  test('and then no entry is used', () => {
    expect(readBaseline('known.json', baseline(`${entry}, {}`)).entries).toEqual([]);
  });
});
