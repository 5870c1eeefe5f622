import { describe, expect, test } from 'vitest';
import { codeElement, codeSpan, prose } from '../../src/report/markdown-text.ts';

describe('prose', () => {
  test.each([
    [
      'HelmRelease podinfo has interval 5 min, which is no duration; expected a form like 1h30m or 30s',
      'HelmRelease podinfo has interval 5 min, which is no duration; expected a form like `1h30m` or `30s`',
    ],
    ['did you mean values.yaml?', 'did you mean `values.yaml`?'],
    ['it has (as of v2.9) no such key', 'it has (as of `v2.9`) no such key'],
    ['see charts(5) (or charts).', 'see `charts(5)` (or charts).'],
    [
      'write strategy: {name: RetryOnFailure} under it, or [a, b].',
      'write strategy: `{name: RetryOnFailure}` under it, or `[a, b]`.',
    ],
    ['a { that never closes', 'a `{` that never closes'],
    ["Flux doesn't read it – nobody does …", "Flux doesn't read it – nobody does …"],
  ])('keeps words and puts values in code: %s', (text, shown) => {
    expect(prose(text)).toBe(shown);
  });

  test.each([
    ['a mention', '@somebody', '`@somebody`'],
    ['a reference', 'fixes #1, GH-1 and org/app!2', 'fixes `#1`, `GH-1` and `org/app!2`'],
    ['an address', 'www.example.com. https://example.com', '`www.example.com`. `https://example.com`'],
    ['a commit', 'deadbeef 1234567 12345', '`deadbeef` `1234567` 12345'],
    ['an image', '![x](y)', '`![x](y)`'],
    ['HTML', '<img/src=x> &amp; <!--', '`<img/src=x>` `&amp`; `<!--`'],
    ['emphasis', '*a* _b_ ~~c~~', '`*a*` `_b_` `~~c~~`'],
    ['a cell', 'a|b | c', '`a|b` `|` c'],
    ['an emoji', ':smile: x', '`:smile`: x'],
    ['a line', 'a\n# b\r', '`a\\n#` `b\\x0d`'],
    ['code', 'a`b ```c', '``a`b`` ```` ```c ````'],
    ['a break', 'a\\', '`a\\`'],
    ['what cannot be seen', '\u202eb \x1b[2J \ud800', '`\\u202eb` `\\x1b[2J` `\\ud800`'],
  ])('lets a text be no more than text: %s', (_name, text, shown) => {
    expect(prose(text)).toBe(shown);
  });
});

test('a path is code, whatever stands in it', () => {
  expect(codeSpan('a b/c,d:e.yaml')).toBe('`a b/c,d:e.yaml`');
  expect(codeSpan('`a`')).toBe('`` `a` ``');
  expect(codeSpan(' a')).toBe('`  a `');
  expect(codeSpan('` '.repeat(300_000)).slice(0, 4)).toBe('`` `');
  expect(codeElement('<b>&"\n')).toBe('<code>&#60;b&#62;&#38;&#34;\\n</code>');
});
