import { withoutTrailing } from '../core/text.ts';
import type { RegistryLogin } from './registry-login.ts';
import { dockerHub } from './registry-url.ts';

/** What a config.json says of a registry: a login, a program that keeps it, or nothing. */
export type Entry =
  | { readonly kind: 'login'; readonly login: RegistryLogin }
  | { readonly kind: 'helper'; readonly program: string }
  | { readonly kind: 'none' };

/**
 * The entry for a repository in Docker's config.json (docker/cli, cli/config/configfile/file.go), which Helm writes as
 * well. A key may name a registry, or one with a path (containers-auth.json(5)); the longest that fits counts.
 * @param text JSON of any kind
 * @returns undefined when it is no such file
 */
export function findEntry(
  text: string,
  registry: { readonly host: string; readonly repository: string },
): Entry | undefined {
  const config = parsed(text);
  if (config === undefined) return undefined;
  const names = dockerHub.includes(registry.host) ? dockerHub : [registry.host];
  const fitting = [...entriesOf(config['auths'])]
    .map(([key, entry]) => ({ place: placeOf(key), login: loginOf(entry) }))
    .filter(({ place }) => names.some((name) => covers(place, `${name}/${registry.repository}`)))
    .sort((a, b) => b.place.length - a.place.length);
  const login = fitting.find((each) => each.login !== undefined)?.login;
  if (login !== undefined) return { kind: 'login', login };
  const helpers = [...entriesOf(config['credHelpers'])]
    .filter(([key]) => names.includes(placeOf(key)))
    .map(([, program]) => program);
  const program = [...helpers, config['credsStore']].find((each) => typeof each === 'string' && each !== '');
  return typeof program === 'string'
    ? { kind: 'helper', program: `docker-credential-${program}` }
    : { kind: 'none' };
}

/** `https://index.docker.io/v1/` is `index.docker.io`: Docker's own keys of old. */
function placeOf(key: string): string {
  return withoutTrailing(key.replace(/^https?:\/\//i, ''), '/').replace(/\/v[12]$/, '');
}

function covers(place: string, repository: string): boolean {
  return place !== '' && `${repository}/`.startsWith(`${place}/`);
}

function loginOf(entry: unknown): RegistryLogin | undefined {
  if (!isObject(entry)) return undefined;
  const token = textAt(entry, 'registrytoken');
  // What no header takes would only be quoted in an error.
  if (token !== undefined && /^[\x21-\x7e]+$/.test(token)) return { kind: 'token', token };
  const identity = textAt(entry, 'identitytoken');
  if (identity !== undefined) return { kind: 'identity', token: identity };
  const auth = textAt(entry, 'auth');
  const pair = auth === undefined ? undefined : Buffer.from(auth, 'base64').toString();
  const colon = pair?.indexOf(':') ?? -1;
  if (pair !== undefined && colon > 0) {
    // Docker's own reader drops NULs at the end.
    return {
      kind: 'password',
      username: pair.slice(0, colon),
      password: pair.slice(colon + 1).replace(/\0+$/, ''),
    };
  }
  const username = textAt(entry, 'username');
  const password = textAt(entry, 'password');
  if (username === undefined || password === undefined) return undefined;
  return { kind: 'password', username, password };
}

function parsed(text: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const data: unknown = JSON.parse(text);
    return isObject(data) ? data : undefined;
  } catch {
    // Whoever reads it says that it is no JSON.
    return undefined;
  }
}

function entriesOf(data: unknown): readonly (readonly [string, unknown])[] {
  return isObject(data) ? Object.entries(data) : [];
}

function textAt(data: Readonly<Record<string, unknown>>, key: string): string | undefined {
  const value = Object.hasOwn(data, key) ? data[key] : undefined;
  return typeof value === 'string' && value !== '' ? value : undefined;
}

function isObject(data: unknown): data is Readonly<Record<string, unknown>> {
  return typeof data === 'object' && data !== null && !Array.isArray(data);
}
