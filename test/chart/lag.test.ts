import { describe, expect, test } from 'vitest';
import { lagOf } from '../../src/chart/lag.ts';

const offered = ['6.14.1', '6.14.0', '6.13.0', '7.0.0', '6.15.0-rc.1', '8.0.0-beta.1', '5.2.1', 'latest'];

/** `within / beyond, behind (taken)` */
function lag(range: string | undefined, base?: string, versions: readonly string[] = offered): string {
  const found = lagOf({ range, base }, versions);
  if (found === undefined) return 'no range';
  const { within, beyond, behind, isBaseTaken } = found;
  const tail = base === undefined ? '' : `, ${behind} behind${isBaseTaken === true ? '' : ', not taken'}`;
  return `${within ?? '-'} / ${beyond ?? '-'}${tail}`;
}

describe('the newest version within a range, and beyond it', () => {
  test.each([
    ['6.x', '6.14.1 / 7.0.0'],
    ['6.13.x', '6.13.0 / 7.0.0'],
    ['6.14.1', '6.14.1 / 7.0.0'],
    ['>=6 <8', '7.0.0 / -'],
    ['*', '7.0.0 / -'],
    [undefined, '7.0.0 / -'],
    ['5.x || 7.x', '7.0.0 / -'],
    // nothing in it: what is older than the range is not beyond it
    ['6.99.x', '- / 7.0.0'],
    ['9.x', '- / -'],
    ['latest', 'no range'],
    ['6.14.1_up2', '6.14.1 / 7.0.0'],
    ['${version}', 'no range'],
  ])('%s', (range, wanted) => {
    expect(lag(range)).toBe(wanted);
  });

  test('pre-releases count only where the range has them', () => {
    expect(lag('>=6.0.0-0 <7')).toBe('6.15.0-rc.1 / 8.0.0-beta.1');
    expect(lag('6.15.0-rc.1')).toBe('6.15.0-rc.1 / 8.0.0-beta.1');
    expect(lag('6.x', undefined, ['6.0.0', '6.1.0-rc.1', '7.0.0-rc.1'])).toBe('6.0.0 / -');
    expect(lag('1.x', undefined, ['2.0.0-rc.1', '2.0.0-rc.2'])).toBe('- / 2.0.0-rc.2');
  });

  test('of versions that are equal to Helm the first is named, and `v` does not count', () => {
    expect(lag('1.x', '1.0.0', ['v1.1.0', '1.1.0+b', '1.1.0', '1.0.0'])).toBe('v1.1.0 / -, 1 behind');
  });

  test('a repository without versions', () => {
    expect(lag('6.x', '6.0.0', [])).toBe('- / -, 0 behind');
  });
});

describe('the base of the values', () => {
  test.each([
    ['6.x', '6.14.1', '6.14.1 / 7.0.0, 0 behind'],
    ['6.x', '6.13.0', '6.14.1 / 7.0.0, 2 behind'],
    ['6.x', '6.12.5', '6.14.1 / 7.0.0, 3 behind'],
    ['6.x', '5.2.1', '6.14.1 / 7.0.0, 3 behind, not taken'],
    ['6.x', '7.0.0', '6.14.1 / 7.0.0, 0 behind, not taken'],
    ['6.14.1', '6.13.0', '6.14.1 / 7.0.0, 1 behind, not taken'],
  ])('in %s, made from %s', (range, base, wanted) => {
    expect(lag(range, base)).toBe(wanted);
  });

  test('that is no version says nothing', () => {
    expect(lagOf({ range: '6.x', base: 'unknown' }, offered)).toMatchObject({
      behind: undefined,
      isBaseTaken: undefined,
    });
  });
});
