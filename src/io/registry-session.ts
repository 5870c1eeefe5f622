import { KitError } from '../core/errors.ts';
import { escapeLine } from '../core/escape.ts';
import { isConfidential } from './address.ts';
import { shownUrl } from './chart-url.ts';
import { type Download, type DownloadRequest, download, type HttpLimits } from './http.ts';
import { readChallenge } from './registry-challenge.ts';
import type { RegistryCredentials } from './registry-credentials.ts';
import { basicOf } from './registry-login.ts';
import { requestToken } from './registry-token.ts';
import type { RegistryPlace } from './registry-url.ts';
import type { Transport } from './transport.ts';

/** What a session needs of the world. */
export interface SessionOptions {
  readonly limits: HttpLimits;
  readonly transport: Transport;
  /** Asked for only when the registry wants to know who we are. */
  readonly credentials: () => RegistryCredentials;
}

/** One repository of a registry, asked as itself. */
export interface RegistrySession {
  /** As `download`, with the credentials that the registry asks for; they go to the registry's own origin only. */
  get(url: URL, wish: SessionWish): Promise<Download>;
}

export type SessionWish = Pick<DownloadRequest, 'signal' | 'accepted' | 'headers' | 'plain'> & {
  /** The largest answer. */
  readonly bytes: number;
};

/**
 * Asks without credentials first; where the registry wants some (401), once more with Basic credentials or a token of
 * its realm. What it refuses then is refused for good.
 */
export function openSession(place: RegistryPlace, options: SessionOptions): RegistrySession {
  let authorization: Promise<Admission> | undefined;
  const send = async (url: URL, wish: SessionWish, header: string | undefined): Promise<Download> =>
    await download({
      url,
      repository: place.origin,
      transport: options.transport,
      limits: { ...options.limits, bytes: wish.bytes },
      plain: wish.plain,
      signal: wish.signal,
      headers: wish.headers ?? {},
      accepted: [401, 403, ...(wish.accepted ?? [])],
      authorization: (to) => (to.origin === place.origin.origin ? header : undefined),
    });
  return {
    get: async (url, wish) => {
      const before = authorization;
      const known = await before;
      const first = await send(url, wish, known?.header);
      const isFinal = first.status !== 401 || known?.isFinal === true || !isOwn(first, place);
      if (isFinal) return admitted(first, place, known);
      // Tokens end, some of them after a minute; another request may have got a new one meanwhile.
      if (authorization === before) {
        const header = first.headers.get('www-authenticate');
        authorization = admission(header, place, { ...options, signal: wish.signal });
      }
      const now = await authorization;
      if (now?.header === undefined) throw refused(first, place, now);
      return admitted(await send(url, wish, now.header), place, now);
    },
  };
}

/** How a registry was told who we are. */
interface Admission {
  readonly header: string | undefined;
  /** Whether asking once more would bring nothing else. */
  readonly isFinal: boolean;
  readonly credentials: RegistryCredentials;
}

interface AdmissionOptions extends SessionOptions {
  readonly signal: AbortSignal | undefined;
}

async function admission(
  challenged: string | null,
  place: RegistryPlace,
  options: AdmissionOptions,
): Promise<Admission> {
  const credentials = openly(place, options.credentials());
  const { login } = credentials;
  const challenge = readChallenge(challenged);
  if (login?.kind === 'token') return { header: `Bearer ${login.token}`, isFinal: true, credentials };
  if (challenge?.kind === 'bearer') {
    const token = await requestToken(challenge, {
      ...options,
      place,
      login,
      help: helpFor(place, credentials),
    });
    return { header: `Bearer ${token}`, isFinal: false, credentials };
  }
  const header = challenge?.kind === 'basic' ? basicOf(login) : undefined;
  return { header, isFinal: true, credentials: header === undefined ? unsent(credentials) : credentials };
}

/** Without the login where it could be read on its way. */
function openly({ origin }: RegistryPlace, credentials: RegistryCredentials): RegistryCredentials {
  if (credentials.login === undefined || isConfidential(origin)) return credentials;
  const why = `those of ${credentials.from} are not sent over plain http`;
  return { login: undefined, from: undefined, without: [...credentials.without, why] };
}

/** Where the registry asked for something else than what is known. */
function unsent({ from, without, login }: RegistryCredentials): RegistryCredentials {
  const why = login === undefined ? [] : [`those of ${from} are not of the kind that it asks for`];
  return { login, from: undefined, without: [...without, ...why] };
}

function isOwn({ at }: Download, { origin }: RegistryPlace): boolean {
  return at.origin === origin.origin;
}

function admitted(answer: Download, place: RegistryPlace, known: Admission | undefined): Download {
  if (answer.status !== 401 && answer.status !== 403) return answer;
  throw refused(answer, place, known);
}

function refused(answer: Download, place: RegistryPlace, known: Admission | undefined): KitError {
  const { status, at } = answer;
  const own = isOwn(answer, place);
  const what = own ? place.shown : shownUrl(at);
  return new KitError(
    status === 401 ? 'unauthorized' : 'forbidden',
    status === 401 ? `${what} asks for credentials (401)` : `${what} refuses access (403)`,
    { side: 'outside', help: own && known !== undefined ? helpFor(place, known.credentials) : [] },
  );
}

/** What somebody can do who was not let in. */
function helpFor(place: RegistryPlace, { from, without }: RegistryCredentials): readonly string[] {
  const host = escapeLine(place.origin.host);
  return [
    ...without,
    ...(from === undefined ? [] : [`those of ${from} were sent`]),
    `log in: helm registry login ${host}`,
    'registries answer in the same way where there is no such chart: look at its name',
  ];
}
