import { BlockList, isIP } from 'node:net';
import { KitError } from '../core/errors.ts';
import { spelledKind } from './address.ts';
import { set, type Variable } from './own-settings.ts';

/**
 * The proxy for a URL, as Helm and Flux choose it (golang.org/x/net/http/httpproxy): HTTPS_PROXY and HTTP_PROXY by the
 * URL's scheme, NO_PROXY with hosts, domains, addresses and networks; never for this machine.
 * @throws KitError `bad-proxy`, side caller
 */
export function proxyFor(url: URL, variable: Variable): URL | undefined {
  const name = url.protocol === 'https:' ? 'HTTPS_PROXY' : 'HTTP_PROXY';
  const value = either(name, variable);
  if (value === undefined || spelledKind(url.hostname) === 'loopback') return undefined;
  const exceptions = (either('NO_PROXY', variable) ?? '').split(',').map((each) => each.trim().toLowerCase());
  return exceptions.some((exception) => excepts(exception, url)) ? undefined : proxyUrl(value, name);
}

function either(name: string, variable: Variable): string | undefined {
  return set(variable(name)) ?? set(variable(name.toLowerCase()));
}

function proxyUrl(value: string, name: string): URL {
  const text = /^[a-z][a-z0-9+.-]*:\/\//i.test(value) ? value : `http://${value}`;
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url !== undefined && /^https?:$/.test(url.protocol)) return url;
  throw new KitError('bad-proxy', `${name} names no proxy of http or https`, {
    help: ['it is written as http://proxy.example.com:3128; proxies of other kinds, as socks5, are not used'],
  });
}

function excepts(exception: string, url: URL): boolean {
  if (exception === '') return false;
  if (exception === '*') return true;
  const host = url.hostname.replace(/^\[|\]$/g, '').replace(/\.$/, '');
  if (exception.includes('/')) return isIn(exception, host);
  const { name, port } = parted(exception);
  if (port !== undefined && port !== portOf(url)) return false;
  if (isIP(name) !== 0) return name === host;
  const domain = name.replace(/^\*/, '');
  return domain.startsWith('.') ? host.endsWith(domain) : host === domain || host.endsWith(`.${domain}`);
}

/** Whether an address lies in a network as `10.0.0.0/8`; names are not looked up for it. */
function isIn(network: string, host: string): boolean {
  const [address = '', bits = ''] = network.split('/');
  const family = isIP(address);
  const length = Number(bits);
  if (family === 0 || isIP(host) !== family || !/^\d+$/.test(bits) || length > (family === 4 ? 32 : 128))
    return false;
  const list = new BlockList();
  const kind = family === 4 ? 'ipv4' : 'ipv6';
  list.addSubnet(address, length, kind);
  return list.check(host, kind);
}

function parted(exception: string): { readonly name: string; readonly port: string | undefined } {
  const [, bracketed, after] = /^\[([^\]]*)\](?::(\d+))?$/.exec(exception) ?? [];
  if (bracketed !== undefined) return { name: bracketed, port: after };
  if (isIP(exception) !== 0) return { name: exception, port: undefined };
  const [, name, port] = /^([^:]*):(\d+)$/.exec(exception) ?? [];
  return name === undefined ? { name: exception, port: undefined } : { name, port };
}

function portOf({ port, protocol }: URL): string {
  if (port !== '') return port;
  return protocol === 'https:' ? '443' : '80';
}
