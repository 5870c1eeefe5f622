import { setTimeout as sleep } from 'node:timers/promises';
import { KitError } from '../core/errors.ts';
import { type LocalKind, localKind, spelledKind } from './address.ts';
import { badRedirect, redirectUrl, shownUrl } from './chart-url.ts';
import { type Failure, networkFailure, statusFailure } from './http-failure.ts';
import type { Transport } from './transport.ts';

/** What one download may cost. */
export interface HttpLimits {
  /** For all of it: redirects, body and further tries. */
  readonly seconds: number;
  /** Of the body, decoded. */
  readonly bytes: number;
  /** The first wait between two tries, in milliseconds; the next is twice as long. */
  readonly backoff: number;
}

/** Far beyond what a chart repository needs. */
export const httpLimits: HttpLimits = { seconds: 30, bytes: 64 * 2 ** 20, backoff: 250 };

export interface Download {
  /** 200, or one of the request's `accepted`. */
  readonly status: number;
  readonly headers: Headers;
  readonly bytes: Uint8Array;
  /** Whether the server had compressed the body once more: then the bytes are not the ones that were published. */
  readonly decoded: boolean;
  /** Where redirects led in the end. */
  readonly at: URL;
}

export interface DownloadRequest {
  readonly url: URL;
  /** The repository on whose behalf it is made: it decides which addresses are near enough. */
  readonly repository: URL;
  /** For archives, whose bytes have a digest: asks the server not to compress them again. */
  readonly plain: boolean;
  readonly limits: HttpLimits;
  readonly transport: Transport;
  /** Ends it before the limit of time would; several requests may share one. */
  readonly signal?: AbortSignal | undefined;
  readonly headers?: Readonly<Record<string, string>>;
  /** The credentials for a URL: asked for each redirect again, so that none go where they do not belong. */
  readonly authorization?: ((url: URL) => string | undefined) | undefined;
  /** What else can be said of a failure with a code as `unauthorized`. */
  readonly help?: ((code: string, at: URL) => readonly string[]) | undefined;
  /** Statuses other than 200 that the caller understands. */
  readonly accepted?: readonly number[];
  /** A form to send, by POST; redirects of it are not followed. */
  readonly form?: URLSearchParams;
}

const furtherTries = 2;
const longestWait = 2000;

/** How many redirects are followed. */
const mostRedirects = 5;

/** A limit of time, which several requests may share. */
export function deadline({ seconds }: HttpLimits): AbortSignal {
  return AbortSignal.timeout(seconds * 1000);
}

/**
 * The body at a URL: redirects followed by hand, time and bytes limited, broken connections and server failures tried
 * again.
 * @throws KitError, side outside: `not-found`, `unauthorized`, `time-out`, `host-not-found`, `bad-redirect`…
 */
export async function download(request: DownloadRequest): Promise<Download> {
  const signal = request.signal ?? deadline(request.limits);
  for (let tried = 0; ; tried += 1) {
    const result = await follow(request, signal);
    if ('bytes' in result) return result;
    if (!result.passing || tried === furtherTries) throw result.error;
    const wait = Math.max(request.limits.backoff * 2 ** tried, result.wait ?? 0);
    await unlessTimedOut(sleep(Math.min(wait, longestWait)), request, signal);
  }
}

async function follow(request: DownloadRequest, signal: AbortSignal): Promise<Download | Failure> {
  const seen = new Set<string>();
  let at = request.url;
  for (;;) {
    seen.add(at.href);
    await unlessTimedOut(checkNear(at, request), request, signal);
    const response = await get(at, request, signal);
    if ('error' in response) return response;
    const location = response.headers.get('location');
    if (![301, 302, 303, 307, 308].includes(response.status) || location === null) {
      return await answer(response, at, request);
    }
    await response.body?.cancel();
    const next = redirectUrl(location, at);
    if (request.form !== undefined) throw badRedirect(at, `${shownUrl(next)}, where no credentials are sent`);
    if (seen.has(next.href)) throw badRedirect(at, `${shownUrl(next)}, which leads back to it`);
    if (seen.size > mostRedirects) {
      throw badRedirect(at, `${shownUrl(next)}, after ${mostRedirects} other redirects`);
    }
    at = next;
  }
}

async function get(at: URL, request: DownloadRequest, signal: AbortSignal): Promise<Response | Failure> {
  const { form, limits, plain, transport } = request;
  const authorization = request.authorization?.(at);
  const headers = {
    accept: '*/*',
    'user-agent': 'gitops-kit',
    ...(plain ? { 'accept-encoding': 'identity' } : {}),
    ...request.headers,
    ...(authorization === undefined ? {} : { authorization }),
  };
  const body = form === undefined ? {} : { method: 'POST', body: form };
  try {
    return await transport.fetch(at, { ...body, redirect: 'manual', headers, signal });
  } catch (cause) {
    if (cause instanceof KitError) throw cause;
    return withHelp(
      networkFailure(cause, at, { seconds: limits.seconds, proxy: transport.proxy(at) }),
      at,
      request,
    );
  }
}

async function answer(response: Response, at: URL, request: DownloadRequest): Promise<Download | Failure> {
  const { status } = response;
  if (status === 200 || request.accepted?.includes(status) === true) {
    return await readBody(response, at, request);
  }
  await response.body?.cancel();
  return withHelp(statusFailure(response, at), at, request);
}

function withHelp(failure: Failure, at: URL, request: DownloadRequest): Failure {
  const { code, message, side, help, cause } = failure.error;
  if (request.help === undefined) return failure;
  const all = [...help, ...request.help(code, at)];
  return { ...failure, error: new KitError(code, message, { side, help: all, cause }) };
}

async function readBody(
  response: Response,
  at: URL,
  { limits, transport }: DownloadRequest,
): Promise<Download | Failure> {
  const tooLarge = new KitError('answer-too-large', `${shownUrl(at)} is larger than ${shownSize(limits)}`, {
    side: 'outside',
  });
  const chunks: Uint8Array[] = [];
  let length = 0;
  try {
    if (Number(response.headers.get('content-length') ?? 0) > limits.bytes) {
      await response.body?.cancel();
      throw tooLarge;
    }
    // Leaving the loop cancels the rest of the body.
    for await (const chunk of response.body ?? []) {
      length += chunk.length;
      if (length > limits.bytes) throw tooLarge;
      chunks.push(chunk);
    }
  } catch (cause) {
    if (cause === tooLarge) throw cause;
    return networkFailure(cause, at, { seconds: limits.seconds, proxy: transport.proxy(at) });
  }
  const { status, headers } = response;
  const encoding = headers.get('content-encoding') ?? 'identity';
  return { status, headers, bytes: Buffer.concat(chunks, length), decoded: encoding !== 'identity', at };
}

function shownSize({ bytes }: HttpLimits): string {
  return bytes < 2 ** 20 ? `${Math.floor(bytes / 2 ** 10)} KiB` : `${Math.floor(bytes / 2 ** 20)} MiB`;
}

/** A repository out there must not make us ask this machine or the metadata service of its cloud. */
async function checkNear(to: URL, { repository, transport }: DownloadRequest): Promise<void> {
  if (to.hostname === repository.hostname) return;
  const kind = await kindOf(to, transport);
  if (kind === undefined || kind === (await kindOf(repository, transport))) return;
  throw new KitError('local-address', `${shownUrl(repository)} leads to ${shownUrl(to)}, a ${kind} address`, {
    side: 'outside',
  });
}

/** Behind a proxy only addresses that are written out are ours to judge: what a name means there, this machine does not know. */
async function kindOf(url: URL, transport: Transport): Promise<LocalKind | undefined> {
  return transport.proxy(url) === undefined ? await localKind(url.hostname) : spelledKind(url.hostname);
}

async function unlessTimedOut<T>(
  work: Promise<T>,
  { url, limits }: DownloadRequest,
  signal: AbortSignal,
): Promise<T> {
  let fail: () => void = () => undefined;
  const timedOut = new Promise<never>((_, reject) => {
    fail = () =>
      reject(networkFailure(signal.reason, url, { seconds: limits.seconds, proxy: undefined }).error);
    if (signal.aborted) fail();
    else signal.addEventListener('abort', fail, { once: true });
  });
  try {
    return await Promise.race([work, timedOut]);
  } finally {
    // A signal may outlive thousands of requests.
    signal.removeEventListener('abort', fail);
  }
}
