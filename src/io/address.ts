import { lookup } from 'node:dns/promises';
import { BlockList, isIP } from 'node:net';

/** Addresses that mean another machine to everybody who uses them, and often guard secrets. */
export type LocalKind = 'loopback' | 'link-local';

const loopback = new BlockList();
loopback.addSubnet('127.0.0.0', 8);
loopback.addSubnet('0.0.0.0', 8);
loopback.addAddress('::1', 'ipv6');
loopback.addAddress('::', 'ipv6');
const linkLocal = new BlockList();
linkLocal.addSubnet('169.254.0.0', 16);
linkLocal.addSubnet('fe80::', 10, 'ipv6');
// The metadata service of AWS over IPv6 (EC2 user guide, "Instance metadata").
linkLocal.addAddress('fd00:ec2::254', 'ipv6');

/** Which kind of local address a host name or literal leads to; undefined for all others, and for names that nobody knows. */
export async function localKind(host: string): Promise<LocalKind | undefined> {
  const name = bare(host);
  if (isIP(name) !== 0 || isLocalhost(name)) return spelledKind(host);
  const kinds = (await addresses(name)).map(kindOf);
  return kinds.find((kind) => kind !== undefined);
}

/** As `localKind`, from how the host is written alone: for what a proxy looks up, and for what must hold without asking anybody. */
export function spelledKind(host: string): LocalKind | undefined {
  const name = bare(host);
  if (isIP(name) !== 0) return kindOf(name);
  return isLocalhost(name) ? 'loopback' : undefined;
}

/** Whether nobody on the way can read what is sent to a URL: https, or this very machine. */
export function isConfidential(url: URL): boolean {
  return url.protocol === 'https:' || spelledKind(url.hostname) === 'loopback';
}

/** Without the brackets that a URL puts around IPv6. */
function bare(host: string): string {
  return host.replace(/^\[|\]$/g, '');
}

function isLocalhost(name: string): boolean {
  return /(?:^|\.)localhost\.?$/i.test(name);
}

async function addresses(name: string): Promise<readonly string[]> {
  try {
    return (await lookup(name, { all: true })).map(({ address }) => address);
  } catch {
    // The request itself will say that the host was not found; behind a proxy it need not be.
    return [];
  }
}

function kindOf(address: string): LocalKind | undefined {
  const family = isIP(address) === 6 ? 'ipv6' : 'ipv4';
  if (linkLocal.check(address, family)) return 'link-local';
  return loopback.check(address, family) ? 'loopback' : undefined;
}
