import fc from 'fast-check';
import picomatch from 'picomatch';
import { describe, expect, test } from 'vitest';
import { globExpression, globFault, pathMatcher } from '../../src/model/globs.ts';
import { schemas } from '../support/golden.ts';

function matches(glob: string, path: string): boolean | undefined {
  const expression = globExpression(glob);
  return expression === undefined ? undefined : schemas().expression(expression)?.(path);
}

describe('a glob as an expression', () => {
  test.each([
    ['**/*.yaml', 'podinfo.yaml', true],
    ['**/*.yaml', 'apps/podinfo/helmrelease.yaml', true],
    ['apps/**', 'apps/podinfo/helmrelease.yaml', true],
    ['apps/**', 'apps-old/podinfo.yaml', false],
    ['apps/*.yaml', 'apps/podinfo/helmrelease.yaml', false],
    ['**/.hidden/*', 'a/.hidden/b', true],
    ['{apps,infra/**}/*.y?ml', 'infra/a/b/c.yaml', true],
    ['{apps,infra/**}/*.y?ml', 'apps/c.yml', false],
    ['[!a]pp.yaml', 'bpp.yaml', true],
    ['a+b.yaml', 'a+b.yaml', true],
    ['a\\*b', 'a*b', true],
    ['a\\*b', 'axb', false],
  ])('%s and %s', (glob, path, expected) => {
    expect(matches(glob, path)).toBe(expected);
  });

  test.each(['!apps/**', '@(a|b)', '{1..3}', '# no glob', '{a,b', '*'.repeat(501)])(
    'says nothing of %s',
    (glob) => {
      expect(globExpression(glob)).toBeUndefined();
    },
  );

  test('takes what picomatch takes', () => {
    const segment = fc.constantFrom('**', '*', 'a', 'b.yaml', '*.yaml', 'a*', '?', '{a,b}', '.c', '[ab]');
    const name = fc.constantFrom('a', 'b', 'ab', 'b.yaml', '.c', 'a.yaml');
    const joined = (part: fc.Arbitrary<string>) =>
      fc.array(part, { minLength: 1, maxLength: 4 }).map((parts) => parts.join('/'));
    fc.assert(
      fc.property(joined(segment), joined(name), (glob, path) => {
        // Of a folder itself, which no path of a file is, picomatch says that `a/**` matches `a`.
        const folder = /^(.*[^*])\/(?:\*\*\/?)+$/.exec(glob)?.[1];
        fc.pre(folder === undefined || !picomatch(folder, { dot: true })(path));
        expect(matches(glob, path)).toBe(picomatch(glob, { dot: true })(path));
      }),
      { numRuns: 1000 },
    );
  });

  test('needs no time for one that would take an engine that goes back for ever', () => {
    expect(matches(`${'*a'.repeat(40)}*b`, `${'a'.repeat(200)}c`)).toBe(false);
  });
});

describe('globs of the configuration', () => {
  test.each([
    ['charts', 'charts/podinfo/values.yaml', true],
    ['charts/', 'charts/a.yaml', true],
    ['./charts', 'charts/a.yaml', true],
    ['charts', 'more/charts/a.yaml', false],
    ['**/charts', 'more/charts/a.yaml', true],
    ['*.yaml', 'a/b.yaml', false],
    ['**/*.yaml', 'a/.b/c.yaml', true],
    ['{a,b{1,2}}/*.y?ml', 'b2/c.yaml', true],
    ['[a-c]pp.[!j]*', 'bpp.yaml', true],
    ['[a-c]pp.[!j]*', 'bpp.json', false],
    ['a**b', 'a/b', false],
  ])('%s and %s', (glob, path, expected) => {
    expect(pathMatcher([glob])(path)).toBe(expected);
  });

  test('take what picomatch takes', () => {
    const segment = fc.constantFrom(
      '**',
      '*',
      'a',
      'b.yaml',
      '*.yaml',
      'a*',
      '?',
      '{a,b}',
      '.c',
      '[ab]',
      '*a*b*',
      'a?*',
    );
    const name = fc.constantFrom('a', 'b', 'ab', 'b.yaml', '.c', 'a.yaml', 'aab', 'abab');
    const joined = (part: fc.Arbitrary<string>) =>
      fc.array(part, { minLength: 1, maxLength: 5 }).map((parts) => parts.join('/'));
    fc.assert(
      fc.property(joined(segment), joined(name), (glob, path) => {
        // Of a folder itself, which no path of a file is, picomatch says now that `a/**` matches it, now that it does not.
        const folder = /^(.*[^*])\/(?:\*\*\/?)+$/.exec(glob)?.[1];
        fc.pre(folder === undefined || !picomatch(folder, { dot: true })(path));
        expect(pathMatcher([glob])(path)).toBe(picomatch([glob, `${glob}/**`], { dot: true })(path));
      }),
      { numRuns: 3000 },
    );
  });

  test('need no time for ever', () => {
    const matches = pathMatcher([`${'*a'.repeat(40)}*b`, `${'**/a/'.repeat(40)}b`, `${'*a/'.repeat(40)}b`]);
    expect(matches(`${'a'.repeat(250)}c`)).toBe(false);
    expect(matches(`${'aaaaaaaa/'.repeat(400)}c`)).toBe(false);
  });

  test.each(['!a', '#a', '@(a|b)', 'a\\*', '{1..3}', '{a', '{a}', 'a'.repeat(501), '{a,b}'.repeat(7)])(
    'are refused where they are no such globs: %s',
    (glob) => {
      expect(globFault(glob)).toBeDefined();
      expect(pathMatcher([glob])('a')).toBe(false);
    },
  );
});
