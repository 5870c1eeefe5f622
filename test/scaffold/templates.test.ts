import fc from 'fast-check';
import { expect, test } from 'vitest';
import { renderTemplate } from '../../src/scaffold/templates.ts';
import { toData } from '../../src/yaml/data.ts';
import type { Reader } from '../../src/yaml/node.ts';
import { readYaml } from '../../src/yaml/read.ts';

const reading = (text: string, reader: Reader): unknown => {
  const root = readYaml(text).documents[0]?.root;
  return root === undefined ? undefined : { ...Object(toData(root, reader)) };
};

test('a value is written as a scalar that cannot become a key', () => {
  const text = renderTemplate('name: {{name}}\n', { name: 'a\nnamespace: kube-system' });
  expect(text).toBe('name: "a\\nnamespace: kube-system"\n');
});

test('paths, URLs, ranges and digests stay as people write them', () => {
  for (const value of [
    './podinfo',
    'https://stefanprodan.github.io/podinfo',
    '6.x',
    '6.14.1',
    '0.4.x',
    'sha256:0a1b',
    'v1.2.3+k8s',
  ]) {
    expect(renderTemplate('a: {{value}}', { value })).toBe(`a: ${value}`);
  }
});

test('words and numbers of YAML are quoted', () => {
  for (const value of [
    'null',
    'true',
    'yes',
    'on',
    'y',
    '123',
    '1e3',
    '6.14',
    '0x1f',
    '0o14',
    '1_000',
    '2001-01-01',
    '1:30',
    '~',
    '',
    '.inf',
    'a:',
  ]) {
    expect(renderTemplate('a: {{value}}', { value })).toBe(`a: ${JSON.stringify(value)}`);
  }
});

test('any value is read back as it is by both readers', () => {
  const awkward = fc.constantFrom(
    ': ',
    ' #',
    '{{x}}',
    '"',
    "'",
    '\n',
    '- ',
    '&a',
    '*a',
    '!!str',
    '|',
    '>',
    '%',
    '@',
    '`',
    '0o7',
    '1e3',
    '\u0085',
    '\u2028',
    '\ufeff',
    '\t',
    '\\',
  );
  const value = fc
    .array(fc.oneof(awkward, fc.string({ unit: 'grapheme' })), { maxLength: 6 })
    .map((parts) => parts.join(''));
  fc.assert(
    fc.property(
      value.filter((text) => !/[\0\x7f-\x9f\ufffe\uffff]/.test(text)),
      (text) => {
        const rendered = renderTemplate('a: {{text}}\nb: end\n', { text });
        for (const reader of ['kubectl', 'kustomize'] as const)
          expect(reading(rendered, reader)).toEqual({ a: text, b: 'end' });
      },
    ),
    { numRuns: 1000 },
  );
});

test('a character that a reader would change is refused', () => {
  for (const text of ['a\0b', '\u0085', '\ud800', '\uffff']) {
    expect(() => renderTemplate('a: {{text}}', { text })).toThrow('cannot be written as YAML');
  }
});

test('a block keeps every line of a text', () => {
  fc.assert(
    fc.property(
      fc.array(fc.constantFrom('a: 1', '  b: {{x}}', '', '# note', '---', ' ', 'c: "x"', '\t'), {
        maxLength: 8,
      }),
      fc.boolean(),
      (lines, ends) => {
        const text = lines.join('\n') + (ends ? '\n' : '');
        const rendered = renderTemplate('data:\n  values.yaml: {{block text 4}}\n', { text });
        const root = readYaml(rendered).documents[0]?.root;
        for (const reader of ['kubectl', 'kustomize'] as const) {
          expect(root === undefined ? root : JSON.stringify(toData(root, reader))).toBe(
            JSON.stringify({ data: { 'values.yaml': text } }),
          );
        }
      },
    ),
    { numRuns: 500 },
  );
});

test('prototypes are out of reach', () => {
  for (const name of ['constructor', 'constructor.name', '__proto__', 'toString', 'hasOwnProperty']) {
    expect(() => renderTemplate(`a: {{${name}}}`, {})).toThrow();
  }
  expect(() => renderTemplate('{{lookup this "constructor"}}', {})).toThrow(
    'a template may not use {{lookup …}}',
  );
});

test('whatever could write unquoted is refused', () => {
  const refused = [
    '{{{a}}}',
    '{{&a}}',
    '{{> part}}',
    '{{#> part}}x{{/part}}',
    '{{* deco}}',
    '{{#with a}}x{{/with}}',
    '{{log a}}',
    '{{#if (lookup a "b")}}x{{/if}}',
    '{{block (log a) 4}}',
    '{{#each a}}{{> part}}{{/each}}',
    '{{#if a}}x{{else}}{{{a}}}{{/if}}',
    '{{@root.a}}',
    '{{#*inline "x"}}{{/inline}}',
  ];
  for (const template of refused)
    expect(() => renderTemplate(template, { a: 'x' }), template).toThrow('a template may not use');
});

test('a value that the data does not have is an error', () => {
  expect(() => renderTemplate('a: {{missing}}', { name: 'podinfo' })).toThrow('a value that is not there');
  expect(() => renderTemplate('a: {{name}}', { name: undefined })).toThrow('a value that is not there');
});

test('a template is a text, not a syntax tree', () => {
  const tree: unknown = { type: 'Program', body: [], blockParams: [], strip: {} };
  // A caller without types could pass anything.
  expect(() => renderTemplate(tree as string, {})).toThrow('a template is given as text');
});

test('without quoting, as for Markdown, values stand as they are', () => {
  expect(renderTemplate('# {{name}}\n', { name: 'my "repo" <x>' }, { quoting: 'none' })).toBe(
    '# my "repo" <x>\n',
  );
});
