import { describe, expect, test } from 'vitest';
import { mayMatch } from '../../src/model/target-pattern.ts';

describe('the target of a patch', () => {
  test.each([
    [undefined, 'redis', true],
    ['redis', 'redis', true],
    ['redis', 'redis-cache', false],
    ['redis.*', 'redis-cache', true],
    ['.*-cache', 'redis', false],
    ['redis|podinfo', 'podinfo', true],
    ['(redis|podinfo)', 'minio', false],
    ['', 'redis', false],
  ])('%s and %s: %s', (pattern, text, expected) => {
    expect(mayMatch(pattern, text)).toBe(expected);
  });

  test.each(['(a+)+b', '(a|aa)+$', '.*.*.*.*b', '(a*)*c', 'a{1,30}{1,30}', '[', `${'a|'.repeat(1_000)}a`])(
    '%s is not tried: it may match anything',
    (pattern) => {
      expect(mayMatch(pattern, `${'a'.repeat(250)}c`)).toBe(true);
    },
  );
});
