import { describe, expect, test } from 'vitest';
import { embedded } from '../../src/yaml/embedded.ts';
import { nodeAt } from '../../src/yaml/locate.ts';
import { readYaml } from '../../src/yaml/read.ts';

/** The inner text of `v`, and the outer text of the inner stretch that reads `word`. */
function find(outer: string, word: string): { readonly text: string; readonly found: string } {
  const root = readYaml(outer, { purpose: 'values' }).documents[0]?.root;
  const node = root === undefined ? undefined : nodeAt(root, ['v']);
  if (node?.kind !== 'scalar') throw new Error('v is no scalar');
  const inner = embedded(outer, node);
  const start = inner.text.indexOf(word);
  const range = inner.toOuter({ start, end: start + word.length });
  return { text: inner.text, found: outer.slice(range.start, range.end) };
}

describe('embedded', () => {
  test.each([
    ['literal', 'v: |\n  a: 1\n\n  bee: 2\nw: 1\n', 'a: 1\n\nbee: 2\n'],
    ['stripped', 'v: |-\n    a: 1\n    bee: 2\n', 'a: 1\nbee: 2'],
    ['kept', 'v: |+ # c\n  a: 1\n  bee: 2\n\n\nw: 1\n', 'a: 1\nbee: 2\n\n\n'],
    ['with an indentation indicator', 'v: |2\n    a: 1\n  bee: 2\n', '  a: 1\nbee: 2\n'],
    ['with blanks alone on its first line', 'v: |2\n   \n  a: 1\n   bee: 2\n', ' \na: 1\n bee: 2\n'],
    ['with empty lines first', 'v: |\n\n\n    a\n      bee\n', '\n\na\n  bee\n'],
    ['with CRLF', 'v: |\r\n  a: 1\r\n  bee: 2\r\n', 'a: 1\nbee: 2\n'],
    ['at the end of the file', 'v: |\n  a: 1\n  bee', 'a: 1\nbee'],
    ['folded', 'v: >-\n  a\n  bee\n\n  c\n', 'a bee\nc'],
    ['folded with indented lines', 'v: >\n  a\n\n    bee\n  c\n', 'a\n\n  bee\nc\n'],
    ['plain', 'v: a bee\n', 'a bee'],
    ['plain over lines', 'v: a\n  bee\n', 'a bee'],
    ['single-quoted', "v: 'it''s bee'\n", "it's bee"],
    ['double-quoted', 'v: "a\\n\\x41\\u00e9 bee\\n"\n', 'a\nAé bee\n'],
    ['double-quoted over lines', 'v: "a\n\n  bee \\\n  c"\n', 'a\nbee c'],
  ])('finds a word of a %s text in the outer file', (_, outer, text) => {
    expect(find(outer, 'bee')).toEqual({ text, found: 'bee' });
  });

  test('a range over two lines covers both in the outer file', () => {
    expect(find('v: |\n  a: 1\n  b: 2\n', '1\nb').found).toBe('1\n  b');
  });
});
