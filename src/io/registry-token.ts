import { KitError } from '../core/errors.ts';
import { isConfidential } from './address.ts';
import { shownText, shownUrl } from './chart-url.ts';
import { type Download, download, type HttpLimits } from './http.ts';
import type { Challenge } from './registry-challenge.ts';
import { basicOf, type RegistryLogin } from './registry-login.ts';
import type { RegistryPlace } from './registry-url.ts';
import type { Transport } from './transport.ts';

type Bearer = Extract<Challenge, { kind: 'bearer' }>;

/** A token for a registry, and on whose behalf. */
export interface TokenRequest {
  readonly place: RegistryPlace;
  readonly login: RegistryLogin | undefined;
  readonly limits: HttpLimits;
  readonly transport: Transport;
  readonly signal: AbortSignal | undefined;
  /** What is to be done where no token is given. */
  readonly help: readonly string[];
}

/** Tokens are some kilobytes; servers refuse headers beyond this. */
const longestToken = 32 * 2 ** 10;

/**
 * A token from the realm that a registry names (distribution's "Token Authentication Specification" and "OAuth2 token
 * authentication"). As with Docker and containerd the registry's credentials go to that realm, wherever it is: the
 * registry would get them itself if it asked for Basic. But neither was plain http spoken on the way to the name nor
 * is it to the realm, unless it is this machine; and redirects of the realm are not followed with credentials.
 * @throws KitError, side outside: `unauthorized`, `bad-realm`, `bad-token`, and what the network does
 */
export async function requestToken(challenge: Bearer, request: TokenRequest): Promise<string> {
  const { place, login } = request;
  const realm = realmUrl(challenge.realm, request);
  const answer = await ask(realm, challenge, request);
  if (answer.status === 200) return tokenOf(answer, realm);
  throw new KitError(
    'unauthorized',
    login === undefined
      ? `${shownUrl(realm)} gives nobody a token for ${place.shown} without credentials (${answer.status})`
      : `${shownUrl(realm)} gives no token for ${place.shown} to these credentials (${answer.status})`,
    { side: 'outside', help: request.help },
  );
}

async function ask(realm: URL, { service, scope }: Bearer, request: TokenRequest): Promise<Download> {
  const { place, login, transport, signal } = request;
  const scopes = scope ?? `repository:${place.repository}:pull`;
  const common = {
    repository: place.origin,
    transport,
    signal,
    limits: { ...request.limits, bytes: 2 ** 20 },
    plain: false,
    accepted: [400, 401, 403],
  };
  if (login?.kind === 'identity') {
    const form = new URLSearchParams({
      grant_type: 'refresh_token',
      client_id: 'gitops-kit',
      refresh_token: login.token,
      service: service ?? place.origin.host,
      scope: scopes,
    });
    return await download({ ...common, url: realm, form });
  }
  const url = new URL(realm);
  if (service !== undefined) url.searchParams.append('service', service);
  for (const each of scopes.split(' ').filter((part) => part !== '')) url.searchParams.append('scope', each);
  const header = basicOf(login);
  return await download({
    ...common,
    url,
    authorization: (to) => (to.origin === realm.origin ? header : undefined),
  });
}

function realmUrl(text: string, { place: { origin, shown }, login }: TokenRequest): URL {
  const bad = (what: string): KitError =>
    new KitError('bad-realm', `${shown} sends us for a token to ${shownText(text)}, ${what}`, {
      side: 'outside',
    });
  if (!/^https?:\/\//i.test(text) || !URL.canParse(text)) throw bad('which is neither https nor http');
  const realm = new URL(text);
  if (realm.username !== '' || realm.password !== '') throw bad('which holds a user name or password');
  const isPlain = !isConfidential(realm);
  if (origin.protocol === 'https:' && isPlain) throw bad('from https to plain http');
  if (login !== undefined && isPlain) throw bad('where credentials could be read on their way');
  return realm;
}

function tokenOf({ bytes }: Download, realm: URL): string {
  const bad = (what: string): KitError =>
    new KitError('bad-token', `the answer of ${shownUrl(realm)} ${what}`, { side: 'outside' });
  const data = parsed(bytes);
  if (typeof data !== 'object' || data === null) throw bad('is no JSON');
  const [token] = ['token', 'access_token'].flatMap((key) => {
    const value = Object.hasOwn(data, key) ? (data as Readonly<Record<string, unknown>>)[key] : undefined;
    return typeof value === 'string' && value !== '' ? [value] : [];
  });
  if (token === undefined) throw bad('holds no token');
  if (token.length > longestToken || !/^[\x21-\x7e]+$/.test(token))
    throw bad('holds a token that no header takes');
  return token;
}

function parsed(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder().decode(bytes));
  } catch {
    // Whoever asked says so.
    return undefined;
  }
}
