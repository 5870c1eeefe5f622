import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { goYamlText } from '../../src/fleet/go-yaml-text.ts';
import { readSigsYaml } from '../../src/fleet/sigs-yaml.ts';

const vector = (name: string): string =>
  readFileSync(new URL(`../../fixtures/vectors/karmada/${name}`, import.meta.url), 'utf8');

test('rule 38: a text is read and written as the library did, byte for byte', () => {
  const read = readSigsYaml(vector('yaml-roundtrip-input.yaml'));
  if ('error' in read) throw new Error(read.error);
  expect(goYamlText(read.data)).toBe(vector('yaml-roundtrip-output.yaml'));
});

test.each([
  ['a: .inf\n', '+Inf'],
  ['a:\n  - -.Inf\n', '-Inf'],
  ['a: {b: .NaN}\n', 'NaN'],
  ['a: !!float "\\x2einf"\n', '+Inf'],
])('rule 38: %j holds a number that JSON has not', (text, number) => {
  expect(readSigsYaml(text)).toEqual({ error: `json: unsupported value: ${number}` });
});
