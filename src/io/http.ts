import { setTimeout as sleep } from 'node:timers/promises';
import { KitError } from '../core/errors.ts';
import { type LocalKind, localKind } from './address.ts';
import { badRedirect, redirectUrl, shownUrl } from './chart-url.ts';
import { type Failure, networkFailure, statusFailure } from './http-failure.ts';

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
  readonly bytes: Uint8Array;
  /** Whether the server had compressed the body once more: then the bytes are not the ones that were published. */
  readonly decoded: boolean;
}

export interface DownloadRequest {
  readonly url: URL;
  /** The repository on whose behalf it is made: it decides which addresses are near enough. */
  readonly repository: URL;
  /** For archives, whose bytes have a digest: asks the server not to compress them again. */
  readonly plain: boolean;
  readonly limits: HttpLimits;
}

const redirects = 5;
const furtherTries = 2;
const longestWait = 2000;

/**
 * The body at a URL: redirects followed by hand, time and bytes limited, broken connections and server failures tried
 * again.
 * @throws KitError, side outside: `not-found`, `unauthorized`, `time-out`, `host-not-found`, `bad-redirect`…
 */
export async function download(request: DownloadRequest): Promise<Download> {
  const signal = AbortSignal.timeout(request.limits.seconds * 1000);
  for (let tried = 0; ; tried += 1) {
    const result = await follow(request, signal);
    if ('bytes' in result) return result;
    if (!result.passing || tried === furtherTries) throw result.error;
    const wait = Math.max(request.limits.backoff * 2 ** tried, result.wait ?? 0);
    await unlessTimedOut(sleep(Math.min(wait, longestWait)), request, signal);
  }
}

async function follow(request: DownloadRequest, signal: AbortSignal): Promise<Download | Failure> {
  const { limits, repository } = request;
  const seen = new Set<string>();
  let at = request.url;
  for (;;) {
    seen.add(at.href);
    await unlessTimedOut(checkNear(at, repository), request, signal);
    const response = await get(at, request, signal);
    if ('error' in response) return response;
    const location = response.headers.get('location');
    if (![301, 302, 303, 307, 308].includes(response.status) || location === null) {
      if (response.status === 200) return await readBody(response, at, limits);
      await response.body?.cancel();
      return statusFailure(response, at);
    }
    await response.body?.cancel();
    const next = redirectUrl(location, at);
    if (seen.has(next.href)) throw badRedirect(at, `${shownUrl(next)}, which leads back to it`);
    if (seen.size > redirects) throw badRedirect(at, `${shownUrl(next)}, after ${redirects} other redirects`);
    at = next;
  }
}

async function get(at: URL, request: DownloadRequest, signal: AbortSignal): Promise<Response | Failure> {
  const headers = {
    accept: '*/*',
    'user-agent': 'gitops-kit',
    ...(request.plain ? { 'accept-encoding': 'identity' } : {}),
  };
  try {
    return await fetch(at, { redirect: 'manual', headers, signal });
  } catch (cause) {
    return networkFailure(cause, at, request.limits.seconds);
  }
}

async function readBody(response: Response, at: URL, limits: HttpLimits): Promise<Download | Failure> {
  const tooLarge = new KitError(
    'answer-too-large',
    `${shownUrl(at)} is larger than ${Math.floor(limits.bytes / 2 ** 20)} MiB`,
    { side: 'outside' },
  );
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
    return networkFailure(cause, at, limits.seconds);
  }
  const encoding = response.headers.get('content-encoding') ?? 'identity';
  return { bytes: Buffer.concat(chunks, length), decoded: encoding !== 'identity' };
}

/** A repository out there must not make us ask this machine or the metadata service of its cloud. */
async function checkNear(to: URL, repository: URL): Promise<void> {
  if (to.hostname === repository.hostname) return;
  const kind: LocalKind | undefined = await localKind(to.hostname);
  if (kind === undefined || kind === (await localKind(repository.hostname))) return;
  throw new KitError('local-address', `${shownUrl(repository)} leads to ${shownUrl(to)}, a ${kind} address`, {
    side: 'outside',
  });
}

async function unlessTimedOut<T>(
  work: Promise<T>,
  { url, limits }: DownloadRequest,
  signal: AbortSignal,
): Promise<T> {
  const timedOut = new Promise<never>((_, reject) => {
    const fail = () => reject(networkFailure(signal.reason, url, limits.seconds).error);
    if (signal.aborted) fail();
    else signal.addEventListener('abort', fail, { once: true });
  });
  return await Promise.race([work, timedOut]);
}
