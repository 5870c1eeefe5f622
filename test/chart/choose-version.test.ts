import { expect, test } from 'vitest';
import type { ChartVersion } from '../../src/chart/chart.ts';
import { chooseVersion } from '../../src/chart/choose-version.ts';
import type { KitError } from '../../src/core/errors.ts';

function versionsOf(...versions: readonly string[]): ChartVersion[] {
  return versions.map((version) => ({
    version,
    appVersion: undefined,
    urls: [`podinfo-${version}.tgz`],
    digest: undefined,
    deprecated: false,
  }));
}

const podinfo = versionsOf('6.13.0', '7.0.0-rc.1', '6.14.1', 'v6.14.0', '5.2.1', '6.2.3');

function refusal(wanted: string, versions: readonly ChartVersion[] = podinfo): KitError {
  try {
    chooseVersion(versions, wanted, 'podinfo');
  } catch (error) {
    // the only error that it throws
    return error as KitError;
  }
  throw new Error(`${wanted} was accepted`);
}

test.each([
  [undefined, '6.14.1'],
  ['6.x', '6.14.1'],
  ['6.13.x', '6.13.0'],
  ['>=5 <6', '5.2.1'],
  ['5.2.1', '5.2.1'],
  ['6.14.0', 'v6.14.0'],
  ['v6.14.1', '6.14.1'],
  ['v6.14.0', 'v6.14.0'],
  ['7.0.0-rc.1', '7.0.0-rc.1'],
  ['>=6.0.0-0', '7.0.0-rc.1'],
])('%s means %s', (wanted, version) => {
  expect(chooseVersion(podinfo, wanted, 'podinfo')).toMatchObject({ chosen: { version }, notes: [] });
});

test('a pre-release is taken only where there is nothing else, and said', () => {
  expect(chooseVersion(versionsOf('1.0.0-rc.1', '1.0.0-rc.2'), undefined, 'podinfo')).toMatchObject({
    chosen: { version: '1.0.0-rc.2' },
    notes: ['podinfo has pre-releases only; 1.0.0-rc.2 is the newest'],
  });
});

test('of versions that differ in build metadata the one that was asked for, else the first', () => {
  const built = versionsOf('1.0.0+2', '1.0.0+1');
  expect(chooseVersion(built, '1.0.0+1', 'podinfo').chosen.version).toBe('1.0.0+1');
  expect(chooseVersion(built, '1.x', 'podinfo').chosen.version).toBe('1.0.0+2');
});

test('a range that matches nothing says what exists', () => {
  const error = refusal('10.x');
  expect(error).toMatchObject({ code: 'no-such-version', side: 'caller' });
  expect(error.message).toBe('podinfo has no version matching 10.x; newest is 6.14.1');
  expect(error.help).toEqual(['its newest versions: 6.14.1, v6.14.0, 6.13.0, 6.2.3, 5.2.1']);
});

test('a version that does not exist is told the nearest', () => {
  expect(refusal('6.14.2').message).toBe('podinfo has no version 6.14.2; newest is 6.14.1');
  expect(refusal('6.2.4').message).toBe('podinfo has no version 6.2.4; newest is 6.14.1, nearest is 6.2.3');
});

test('a range that only a pre-release could meet says how to get it', () => {
  expect(refusal('7.x').help).toContain('ask for 7.0.0-rc.1 itself: there are only pre-releases of 7.x');
});

test('what is no range is called so', () => {
  for (const wanted of ['latest', '', '6.x.', '>6 <', '1.2.3.4']) {
    expect(refusal(wanted)).toMatchObject({ code: 'bad-version-range', side: 'caller' });
  }
});
