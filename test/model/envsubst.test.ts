import { describe, expect, test } from 'vitest';
import { hasFallback, readTemplate } from '../../src/model/envsubst.ts';

/** `name operator` of each expression, or why it is refused. */
function read(text: string): string[] {
  const { expressions, bad } = readTemplate(text);
  const found = expressions.map(({ name, operator }) => `${name}${operator === '' ? '' : ` ${operator}`}`);
  return bad === undefined ? found : [...found, `${text.slice(bad.start, bad.end)} ${bad.reason}`];
}

describe('what Flux substitutes', () => {
  test.each([
    ['no variable', []],
    ['${domain}', ['domain']],
    ['https://${host}.${domain}/', ['host', 'domain']],
    ['${#domain}', ['domain #']],
    ['${domain^^} ${domain,}', ['domain ^^', 'domain ,']],
    ['${domain:=example.com}', ['domain :=']],
    ['${domain:-}', ['domain :-']],
    ['${domain=example.com}', ['domain =']],
    ['${path:11} ${path:1:-1}', ['path :', 'path :']],
    ['${path##*/} ${path%.*}', ['path ##', 'path %']],
    ['${path/a/b} ${path//a/} ${path/#a/b}', ['path /', 'path //', 'path /#']],
    ['${path//\\//-}', ['path //']],
    ['${path/#/before-}', ['path /#']],
    ['${domain:=${fallback}-internal}', ['domain :=', 'fallback']],
    ['${0}', ['0']],
  ])('%s', (text, expected) => expect(read(text)).toEqual(expected));
});

describe('what it leaves as it is', () => {
  test.each(['$domain', '$(domain)', '$${domain}', 'cost: 5$', '$$$${domain}'])('%s', (text) =>
    expect(read(text)).toEqual([]),
  );

  test('an escaped dollar before a variable', () => expect(read('$$${domain}')).toEqual(['domain']));
});

describe('what it refuses, and the object with it', () => {
  test.each([
    ['${}', '${} name'],
    ['${ domain }', '${ domain } name'],
    ['${{ github.ref }}', '${{ github.ref } name'],
    ['${!domain}', '${!domain} name'],
    ['${domain.name}', '${domain.name} operator'],
    ['${list[0]}', '${list[0]} operator'],
    ['${domain-example.com}', '${domain-example.com} operator'],
    ['${domain+set}', '${domain+set} operator'],
    ['${domain:}', '${domain:} operator'],
    ['${domain', '${domain unclosed'],
    ['${domain:=example.com\nnext: line', '${domain:=example.com unclosed'],
    ['${path/a}', '${path/a} unclosed'],
  ])('%s', (text, expected) => expect(read(text)).toEqual([expected]));
});

test('defaults are told from the other operators', () => {
  const isDefault = (text: string) => readTemplate(text).expressions.map(hasFallback);
  expect(isDefault('${a} ${a:-b} ${a:=b} ${a=b} ${a^^} ${a:1}')).toEqual([
    false,
    true,
    true,
    true,
    false,
    false,
  ]);
  expect(readTemplate('${a:=b c}').expressions[0]?.fallback).toBe('b c');
});
