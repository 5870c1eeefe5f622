import { expect, test } from 'vitest';
import { networkFailure, statusFailure } from '../../src/io/http-failure.ts';

const url = new URL('https://charts.example.com/index.yaml?token=secret');

/** What Node's fetch throws: the reason is hidden in its cause. */
function fetchError(code: string, message = code): Error {
  return new TypeError('fetch failed', { cause: Object.assign(new Error(message), { code }) });
}

test.each([
  ['ENOTFOUND', 'host-not-found', 'the host charts.example.com was not found (ENOTFOUND)'],
  ['EAI_AGAIN', 'host-not-found', 'the host charts.example.com was not found (EAI_AGAIN)'],
  ['ECONNREFUSED', 'connection-refused', 'charts.example.com refuses connections'],
  ['DEPTH_ZERO_SELF_SIGNED_CERT', 'bad-certificate', 'not trusted (DEPTH_ZERO_SELF_SIGNED_CERT)'],
  ['SELF_SIGNED_CERT_IN_CHAIN', 'bad-certificate', 'not trusted'],
  ['UNABLE_TO_VERIFY_LEAF_SIGNATURE', 'bad-certificate', 'not trusted'],
  ['CERT_HAS_EXPIRED', 'bad-certificate', 'not trusted (CERT_HAS_EXPIRED)'],
  ['ERR_TLS_CERT_ALTNAME_INVALID', 'bad-certificate', 'not trusted'],
  ['ERR_SSL_WRONG_VERSION_NUMBER', 'tls-failed', 'no TLS connection to charts.example.com'],
  ['EPROTO', 'tls-failed', 'no TLS connection'],
  ['UND_ERR_CONNECT_TIMEOUT', 'time-out', 'did not answer in full within 30 s'],
  ['ENETUNREACH', 'request-failed', 'could not be read (ENETUNREACH)'],
])('%s is %s', (code, name, message) => {
  const { error, passing } = networkFailure(fetchError(code), url, { seconds: 30, proxy: undefined });
  expect(error).toMatchObject({ code: name, side: 'outside' });
  expect(error.message).toContain(message);
  expect(error.message).not.toContain('secret');
  expect(passing).toBe(false);
});

test.each(['ECONNRESET', 'EPIPE', 'UND_ERR_SOCKET', 'UND_ERR_RES_CONTENT_LENGTH_MISMATCH'])(
  '%s may pass',
  (code) => {
    expect(networkFailure(fetchError(code), url, { seconds: 30, proxy: undefined })).toMatchObject({
      error: { code: 'connection-broken' },
      passing: true,
    });
  },
);

test('a list of errors, one for each address, is understood', () => {
  const refused = Object.assign(new Error('connect'), { code: 'ECONNREFUSED' });
  const cause = new TypeError('fetch failed', { cause: new AggregateError([refused, refused]) });
  expect(networkFailure(cause, url, { seconds: 30, proxy: undefined }).error.code).toBe('connection-refused');
});

test('an unknown reason is shown on one line, without control characters', () => {
  const { error } = networkFailure(new Error('\u001b[2J\nboom'), url, { seconds: 30, proxy: undefined });
  expect(error.message).toBe('https://charts.example.com/index.yaml?… could not be read (\\x1b[2J\\nboom)');
});

test.each([
  [401, 'unauthorized', false],
  [403, 'forbidden', false],
  [404, 'not-found', false],
  [410, 'not-found', false],
  [418, 'bad-status', false],
  [204, 'bad-status', false],
  [429, 'too-many-requests', true],
  [500, 'server-error', true],
  [503, 'server-error', true],
])('status %d is %s', (status, code, passing) => {
  const failure = statusFailure(new Response(null, { status }), url);
  expect(failure).toMatchObject({ error: { code, side: 'outside' }, passing });
  expect(failure.error.message).toContain(String(status));
});

test('a server says how long to wait', () => {
  const waitOf = (value: string) =>
    statusFailure(new Response(null, { status: 503, headers: { 'retry-after': value } }), url).wait;
  expect([waitOf('3'), waitOf('1000000000'), waitOf('Wed, 21 Oct 2015 07:28:00 GMT'), waitOf('-1')]).toEqual([
    3000,
    1e12,
    undefined,
    undefined,
  ]);
});
