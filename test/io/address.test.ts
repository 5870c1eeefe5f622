import { expect, test } from 'vitest';
import { localKind } from '../../src/io/address.ts';

/** As `URL` spells the host: numbers of every form become dotted. */
const hostOf = (host: string): string => new URL(`http://${host}/`).hostname;

test.each([
  ['127.0.0.1', 'loopback'],
  ['127.1', 'loopback'],
  ['2130706433', 'loopback'],
  ['0.0.0.0', 'loopback'],
  ['localhost', 'loopback'],
  ['charts.LOCALHOST.', 'loopback'],
  ['[::1]', 'loopback'],
  ['[::]', 'loopback'],
  ['[::ffff:127.0.0.1]', 'loopback'],
  ['169.254.169.254', 'link-local'],
  ['0xA9FEA9FE', 'link-local'],
  ['[::ffff:169.254.169.254]', 'link-local'],
  ['[fe80::1]', 'link-local'],
  ['[fd00:ec2::254]', 'link-local'],
  ['192.168.1.10', undefined],
  ['10.0.0.1', undefined],
  ['[2001:db8::1]', undefined],
])('%s is %s', async (host, kind) => {
  expect(await localKind(hostOf(host))).toBe(kind);
});
