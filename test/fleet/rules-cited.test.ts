import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

const folder = fileURLToPath(new URL('.', import.meta.url));

/** The titles of the tests of a file: the first argument of `test`, `describe` and their `each`, on the same line or the next. */
function titles(text: string): string[] {
  const calls = text.matchAll(/^\s*(?:(?:test|describe)(?:\.each.*\))?|\]\))\(\s*(['"`])((?:(?!\1).)*)\1/gm);
  return [...calls].map(([, , title = '']) => title);
}

const cited = new Set(
  readdirSync(folder)
    .filter((file) => file.endsWith('.test.ts'))
    .flatMap((file) => titles(readFileSync(`${folder}/${file}`, 'utf8')))
    .flatMap((title) => [...title.matchAll(/\brule (\d+)\b/g)].map(([, number]) => Number(number))),
);

const page = readFileSync(new URL('../../docs/fleet.md', import.meta.url), 'utf8');
const rules = [...page.matchAll(/^(\d+)\. /gm)].map(([, number]) => Number(number));

test('docs/fleet.md has the rules 1 to 46, in order', () => {
  expect(rules).toEqual(Array.from({ length: 46 }, (_, at) => at + 1));
});

test.each(rules)('rule %i of docs/fleet.md has a test', (rule) => {
  expect([...cited]).toContain(rule);
});

test('no title cites a rule that there is not', () => {
  expect([...cited].filter((rule) => !rules.includes(rule))).toEqual([]);
});

test('a title is read wherever it stands, and nothing else is', () => {
  const text = [
    "test('rule 901: of a test', () => {});",
    'describe("rule 902: of several", () => {',
    '  test.each([1, 2])(',
    "    'rule 903: of each', () => {});",
    "// test('rule 904') is only spoken of",
    "  expect('rule 905').toBe(text);",
    "])('rule 906: behind a table', () => {});",
  ].join('\n');
  expect(titles(text).map((title) => title.slice(0, 8))).toEqual([
    'rule 901',
    'rule 902',
    'rule 903',
    'rule 906',
  ]);
});
