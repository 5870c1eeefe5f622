import fc from 'fast-check';
import { expect, test } from 'vitest';
import { readChallenge } from '../../src/io/registry-challenge.ts';

const realm = 'https://auth.example.com/token';
const bearer = { kind: 'bearer', realm, service: undefined, scope: undefined };

test.each([
  [
    `Bearer realm="${realm}",service="registry.example.com",scope="repository:charts/podinfo:pull"`,
    { ...bearer, service: 'registry.example.com', scope: 'repository:charts/podinfo:pull' },
  ],
  [`bearer REALM="${realm}"`, bearer],
  [`Bearer realm = "${realm}" , error="invalid_token"`, bearer],
  [`Bearer realm=${realm.replaceAll(/[:/]/g, '.')}`, { ...bearer, realm: 'https...auth.example.com.token' }],
  [`Basic realm="a, b", Bearer realm="${realm}"`, bearer],
  [`Bearer realm="${realm}", realm="https://evil.example.com"`, bearer],
  ['Bearer realm="a\\"b"', { ...bearer, realm: 'a"b' }],
  ['Basic realm="registry"', { kind: 'basic' }],
  ['Basic', { kind: 'basic' }],
  ['Negotiate, Basic realm="x"', { kind: 'basic' }],
  ['Bearer', undefined],
  ['Bearer service="x"', undefined],
  ['Negotiate', undefined],
  ['Bearer realm="unclosed', undefined],
  ['=', undefined],
  ['', undefined],
])('%s is understood', (header, challenge) => {
  expect(readChallenge(header)).toEqual(challenge);
});

test('a missing header, or an endless one, is no challenge', () => {
  expect(readChallenge(null)).toBeUndefined();
  expect(readChallenge(`Basic realm="${'a'.repeat(10_000)}"`)).toBeUndefined();
  expect(readChallenge('Basic '.repeat(1_300))).toEqual({ kind: 'basic' });
});

test('whatever a realm holds, it is read as it was meant', () => {
  const quoted = (text: string): string => `"${text.replace(/[\\"]/g, '\\$&')}"`;
  fc.assert(
    fc.property(fc.string(), fc.string(), (text, service) => {
      const header = `Basic realm=${quoted(service)}, Bearer realm=${quoted(text)}, service=${quoted(service)}`;
      expect(readChallenge(header)).toEqual({ kind: 'bearer', realm: text, service, scope: undefined });
    }),
  );
});
