import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { KitError } from '../../src/core/errors.ts';
import { toData } from '../../src/yaml/data.ts';
import { embedded } from '../../src/yaml/embedded.ts';
import { nodeAt } from '../../src/yaml/locate.ts';
import type { Data } from '../../src/yaml/node.ts';
import { readYaml } from '../../src/yaml/read.ts';
import { isMap } from '../../src/yaml/render.ts';
import { canBeBlock, scalarText, textValue } from '../../src/yaml/write.ts';
import { awkwardStrings, texts, writableText } from './texts.ts';

/** What both readers make of a value written behind `v: `; fails when they differ or anything is a problem. */
function readBack(written: string): Data | undefined {
  const { documents, problems } = readYaml(`apiVersion: v1\nkind: ConfigMap\nv: ${written}\nw: 1\n`);
  expect(problems).toEqual([]);
  const root = documents[0]?.root;
  const [kubectl, kustomize] = [root, root].map((node, index) =>
    node === undefined ? undefined : toData(node, index === 0 ? 'kubectl' : 'kustomize'),
  );
  expect(kubectl).toEqual(kustomize);
  expect(kubectl !== undefined && isMap(kubectl) && kubectl['w']).toBe(1);
  return kubectl !== undefined && isMap(kubectl) ? kubectl['v'] : undefined;
}

describe('scalarText', () => {
  test.each(awkwardStrings)('%j is read back as the same text', (text) => {
    expect(readBack(scalarText(text))).toBe(text);
    expect(readBack(`[${scalarText(text)}]`)).toEqual([text]);
    // kustomize takes even a quoted << for a merge.
    if (text !== '<<') expect(readBack(`{${scalarText(text)}: 1}`)).toEqual({ [text]: 1 });
  });

  test('harmless words stay plain', () => {
    for (const text of ['podinfo', 'app.kubernetes.io/name', 'ghcr.io/stefanprodan', '_x', 'a-b']) {
      expect(scalarText(text)).toBe(text);
    }
  });

  test('numbers, booleans and null are what they are', () => {
    expect([1, -0.5, 1e21, true, null].map(scalarText)).toEqual(['1', '-0.5', '1e+21', 'true', 'null']);
    for (const value of [1, -0.5, 1e21, 1e-7, true, false, null])
      expect(readBack(scalarText(value))).toBe(value);
    expect(() => scalarText(Number.NaN)).toThrow(KitError);
  });

  test.each(['\0', '\x7f', '\u0085', '\ufffe', '\uffff', '\ud800', '\udc00x'])(
    'the character %j is refused with its offset',
    (character) => {
      expect(() => scalarText(`ab${character}`)).toThrow(
        /^character U\+[0-9A-F]{4} at offset 2 cannot be written/,
      );
      expect(() => textValue(`a\n${character}`, 2)).toThrow(KitError);
    },
  );

  test('any text is read back by both readers', () => {
    fc.assert(
      fc.property(writableText, (text) => readBack(scalarText(text)) === text),
      { numRuns: 500 },
    );
  });
});

describe('textValue', () => {
  test('a values.yaml is a literal block, chomped as its end needs', () => {
    expect(textValue('a: 1\nb: 2\n', 4)).toBe('|\n    a: 1\n    b: 2');
    expect(textValue('a: 1\nb: 2', 4)).toBe('|-\n    a: 1\n    b: 2');
    expect(textValue('a: 1\n\n\n', 4)).toBe('|+\n    a: 1\n\n');
    expect(textValue('a:\n\n  b: 1\n', 2)).toBe('|\n  a:\n\n    b: 1');
  });

  test('tabs may stand in a block, but not at its beginning', () => {
    const text = 'a: 1\t# c\n\tb\n \t\nc\n';
    expect(textValue(text, 2)).toBe('|\n  a: 1\t# c\n  \tb\n   \t\n  c');
    expect(readBack(textValue(text, 2))).toBe(text);
  });

  test.each([
    ['  # values\na: 1\n', '|2\n    # values\n  a: 1'],
    ['\n  a: 1', '|2-\n\n    a: 1'],
    [' a: 1\n\n', '|2+\n   a: 1\n'],
  ])('%j is a block that says how wide it is, where its key is known', (text, written) => {
    expect(textValue(text, 2, 0)).toBe(written);
    expect(textValue(text, 4, 2).startsWith(written.slice(0, 2))).toBe(true);
    expect(readBack(written)).toBe(text);
    expect(textValue(text, 2)).toMatch(/^"/);
    expect(textValue(text, 12, 2)).toMatch(/^"/);
    expect(textValue(text, 2, 2)).toMatch(/^"/);
  });

  test.each(['\ta\nb\n', '\n\ta\n', ' \ta\nb\n'])('%j begins with a tab, and is no block', (text) => {
    expect(textValue(text, 2, 0)).toMatch(/^"/);
    expect(readBack(textValue(text, 2, 0))).toBe(text);
  });

  test.each([
    '  a\nb\n',
    '\na\n',
    'a\r\nb\r\n',
    '\ta\nb\n',
    'a\n  ',
    'a\nb\u2028\n',
    '\ufeffa\nb\n',
    'one line',
  ])('%j is no block', (text) => {
    expect(canBeBlock(text)).toBe(false);
    expect(textValue(text, 2)).not.toMatch(/^\|/);
    expect(readBack(textValue(text, 2))).toBe(text);
  });

  test('any text is read back by both readers, and found again by its offsets', () => {
    fc.assert(
      fc.property(texts, fc.integer({ min: 2, max: 6 }), fc.boolean(), (text, indent, isKeyKnown) => {
        const written = textValue(text, indent, isKeyKnown ? 0 : undefined);
        expect(readBack(written)).toBe(text);
        const outer = `# data\nv: ${written}\n`;
        const root = readYaml(outer, { purpose: 'values' }).documents[0]?.root;
        const node = root === undefined ? undefined : nodeAt(root, ['v']);
        if (node?.kind !== 'scalar') throw new Error('no scalar');
        const inner = embedded(outer, node);
        expect(inner.text).toBe(text);
        if (!written.startsWith('|')) return;
        for (let at = 0; at < text.length; at += 1) {
          const { start, end } = inner.toOuter({ start: at, end: at + 1 });
          expect(outer.slice(start, end)).toBe(text[at]);
        }
      }),
      { numRuns: 500 },
    );
  });
});
