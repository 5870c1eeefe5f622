import { expect, test } from 'vitest';
import { toData } from '../../src/yaml/data.ts';
import { readJsonc } from '../../src/yaml/jsonc.ts';
import { locate } from '../../src/yaml/locate.ts';

const text =
  '{\n  // the roots\n  "roots": ["bootstrap", "clusters/a"],\n  "on": { "limit": 5, "yes": null, },\n}\n';

test('comments and trailing commas are read; data are as written', () => {
  const { documents, problems } = readJsonc(text);
  expect(problems).toEqual([]);
  const root = documents[0]?.root;
  const data = root === undefined ? undefined : toData(root, 'kustomize');
  expect(JSON.stringify(data)).toBe('{"roots":["bootstrap","clusters/a"],"on":{"limit":5,"yes":null}}');
});

test('values are located', () => {
  const root = readJsonc(text).documents[0]?.root;
  if (root === undefined) throw new Error('no root');
  const { value, key } = locate(root, ['on', 'limit']);
  expect([text.slice(key.start, key.end), text.slice(value.start, value.end)]).toEqual(['"limit"', '5']);
});

test('an error is a problem at its place', () => {
  const [problem] = readJsonc('{"a" 1}').problems;
  expect(problem).toMatchObject({
    kind: 'syntax',
    message: 'colon expected',
    range: { start: 5 },
    fatal: true,
  });
});

test('a key twice is a problem that names both', () => {
  expect(readJsonc('{"a": 1, "a": 2}').problems).toMatchObject([
    { kind: 'duplicate-key', range: { start: 9, end: 12 }, related: { range: { start: 1, end: 4 } } },
  ]);
});

test('a text that nests without end is refused', () => {
  expect(readJsonc('['.repeat(100_000)).problems).toMatchObject([{ kind: 'limit' }]);
});

test('an empty text and a byte order mark are no accident', () => {
  expect(readJsonc('').documents[0]?.root).toBeUndefined();
  expect(readJsonc('\ufeff{"a": 1}').problems).toEqual([]);
});
