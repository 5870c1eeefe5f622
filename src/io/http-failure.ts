import { KitError } from '../core/errors.ts';
import { escapeLine } from '../core/escape.ts';
import { shownUrl } from './chart-url.ts';

/** A failure, and whether another try may help. */
export interface Failure {
  readonly error: KitError;
  readonly passing: boolean;
  /** What the server asked us to wait, in milliseconds. */
  readonly wait: number | undefined;
}

/** What a status other than 200 means for somebody who wants a chart. */
export function statusFailure(response: Response, url: URL): Failure {
  const { status } = response;
  const where = shownUrl(url);
  const fail = (code: string, message: string) => new KitError(code, message, { side: 'outside' });
  const final = (error: KitError): Failure => ({ error, passing: false, wait: undefined });
  const wait = retryAfter(response.headers.get('retry-after'));
  if (status === 401) {
    return final(fail('unauthorized', `${where} asks for credentials (401)`));
  }
  if (status === 403) return final(fail('forbidden', `${where} refuses access (403)`));
  if (status === 407) return final(proxyFailure(status, url));
  if (status === 404 || status === 410) {
    return final(fail('not-found', `${where} does not exist (${status})`));
  }
  if (status === 429) {
    return {
      error: fail('too-many-requests', `${where} refuses more requests for now (429)`),
      passing: true,
      wait,
    };
  }
  if (status >= 500) {
    return { error: fail('server-error', `${where} failed with ${status}`), passing: true, wait };
  }
  return final(fail('bad-status', `${where} answered with status ${status} instead of 200`));
}

function proxyFailure(status: number, url: URL): KitError {
  const message = `the proxy does not let us reach ${escapeLine(url.host)} (${status})`;
  const help =
    status === 407 ? ['its user name and password belong into its URL, in HTTPS_PROXY or HTTP_PROXY'] : [];
  return new KitError('proxy-refused', message, { side: 'outside', help });
}

/** How a request was made that failed. */
export interface Attempt {
  /** The limit of time. */
  readonly seconds: number;
  /** `host:port` of the proxy that it went to. */
  readonly proxy: string | undefined;
}

/** What an exception of `fetch` means: Node hides the reason in `cause`, sometimes in a list of errors. */
export function networkFailure(cause: unknown, url: URL, { seconds, proxy }: Attempt): Failure {
  const { code, message } = rootOf(cause);
  const where = shownUrl(url);
  const fail = (
    name: string,
    text: string,
    options: { help?: readonly string[]; passing?: true } = {},
  ): Failure => ({
    error: new KitError(name, text, { help: options.help ?? [], side: 'outside', cause }),
    passing: options.passing ?? false,
    wait: undefined,
  });
  if (isTimeout(cause) || timeouts.has(code)) {
    return fail('time-out', `${where} did not answer in full within ${seconds} s`);
  }
  const [refusal, status = '407'] =
    /^proxy (?:response \((\d{3})\)|authentication required)/i.exec(message) ?? [];
  if (refusal !== undefined) {
    return { error: proxyFailure(Number(status), url), passing: false, wait: undefined };
  }
  if (code === 'ENOTFOUND' || code === 'EAI_AGAIN') {
    const host = proxy === undefined ? `host ${escapeLine(url.hostname)}` : `proxy ${proxy}`;
    return fail('host-not-found', `the ${host} was not found (${code})`);
  }
  if (code === 'ECONNREFUSED') {
    const host = proxy === undefined ? escapeLine(url.host) : `the proxy ${proxy}`;
    return fail('connection-refused', `${host} refuses connections`);
  }
  if (certificateCodes.test(code)) {
    return fail(
      'bad-certificate',
      `the TLS certificate of ${escapeLine(url.host)} is not trusted (${code})`,
      {
        help: ['an authority of your own: NODE_EXTRA_CA_CERTS=FILE'],
      },
    );
  }
  if (/^(?:ERR_SSL|EPROTO)/.test(code)) {
    return fail('tls-failed', `no TLS connection to ${escapeLine(url.host)} (${code})`);
  }
  if (broken.has(code) || /terminated|other side closed|aborted/.test(message)) {
    return fail('connection-broken', `the answer of ${where} broke off`, { passing: true });
  }
  return fail('request-failed', `${where} could not be read (${escapeLine(code === '' ? message : code)})`);
}

const timeouts = new Set([
  'ETIMEDOUT',
  'UND_ERR_CONNECT_TIMEOUT',
  'UND_ERR_HEADERS_TIMEOUT',
  'UND_ERR_BODY_TIMEOUT',
]);

const broken = new Set([
  'ECONNRESET',
  'EPIPE',
  'UND_ERR_SOCKET',
  'UND_ERR_RES_CONTENT_LENGTH_MISMATCH',
  'HPE_INVALID_EOF_STATE',
]);

const certificateCodes =
  /^CERT_|^UNABLE_TO_|SELF_SIGNED_CERT|^ERR_TLS_CERT|HOSTNAME_MISMATCH|^INVALID_CA|^INVALID_PURPOSE/;

function isTimeout(cause: unknown): boolean {
  return cause instanceof Error && cause.name === 'TimeoutError';
}

/** The innermost error of a chain of causes. */
function rootOf(cause: unknown): { readonly code: string; readonly message: string } {
  let error = cause;
  for (let depth = 0; depth < 8 && error instanceof Error; depth += 1) {
    if (error instanceof AggregateError && error.errors.length > 0) error = error.errors[0];
    else if (error.cause instanceof Error) error = error.cause;
    else break;
  }
  if (!(error instanceof Error)) return { code: '', message: String(error) };
  const code = 'code' in error && typeof error.code === 'string' ? error.code : '';
  return { code, message: error.message };
}

/** Seconds or a date; a date is not worth a clock: the shortest wait will do. */
function retryAfter(header: string | null): number | undefined {
  return header !== null && /^\d+$/.test(header) ? Number(header) * 1000 : undefined;
}
