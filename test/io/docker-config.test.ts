import { expect, test } from 'vitest';
import { findEntry } from '../../src/io/docker-config.ts';

const ghcr = { host: 'ghcr.io', repository: 'stefanprodan/charts/podinfo' };
const base64 = (text: string): string => Buffer.from(text).toString('base64');
const ann = { auth: base64('ann:hunter2') };
const annsLogin = { kind: 'login', login: { kind: 'password', username: 'ann', password: 'hunter2' } };

test.each([
  ['ghcr.io'],
  ['https://ghcr.io'],
  ['https://ghcr.io/'],
  ['http://ghcr.io/v1/'],
  ['https://ghcr.io/v2/'],
  ['ghcr.io/stefanprodan'],
  ['ghcr.io/stefanprodan/charts/podinfo'],
])('the key %s is that of a registry', (key) => {
  expect(findEntry(JSON.stringify({ auths: { [key]: ann } }), ghcr)).toEqual(annsLogin);
});

test.each([
  ['ghcr.io:5000'],
  ['xghcr.io'],
  ['ghcr.io.evil.com'],
  ['ghcr.io/stefan'],
  ['io'],
  [''],
  ['/'],
  ['https://'],
])('the key %j is that of another', (key) => {
  expect(findEntry(JSON.stringify({ auths: { [key]: ann } }), ghcr)).toEqual({ kind: 'none' });
});

test('the longest key counts', () => {
  const auths = { 'ghcr.io': { auth: base64('bob:x') }, 'ghcr.io/stefanprodan': ann, 'ghcr.io/other': {} };
  expect(findEntry(JSON.stringify({ auths }), ghcr)).toEqual(annsLogin);
});

test("Docker Hub goes by each of its names, Docker's own of old among them", () => {
  const hub = { host: 'registry-1.docker.io', repository: 'bitnamicharts/redis' };
  for (const key of ['https://index.docker.io/v1/', 'docker.io', 'registry-1.docker.io']) {
    expect(findEntry(JSON.stringify({ auths: { [key]: ann } }), hub)).toEqual(annsLogin);
    expect(findEntry(JSON.stringify({ auths: { [key]: ann } }), ghcr)).toEqual({ kind: 'none' });
  }
});

test.each([
  [{ username: 'ann', password: 'hunter2' }, annsLogin.login],
  [{ auth: base64('ann:hunter2\0\0') }, annsLogin.login],
  [{ auth: base64('ann:a:b') }, { kind: 'password', username: 'ann', password: 'a:b' }],
  [
    { ...ann, identitytoken: 'long' },
    { kind: 'identity', token: 'long' },
  ],
  [{ registrytoken: 'short' }, { kind: 'token', token: 'short' }],
])('%j is a login', (entry, login) => {
  expect(findEntry(JSON.stringify({ auths: { 'ghcr.io': entry } }), ghcr)).toEqual({ kind: 'login', login });
});

test.each([
  [{}],
  [null],
  ['ann:hunter2'],
  [{ auth: '' }],
  [{ auth: base64('ann') }],
  [{ auth: base64(':hunter2') }],
  [{ auth: 1 }],
  [{ username: 'ann' }],
  [{ registrytoken: 'a\nb' }],
])('%j is none', (entry) => {
  expect(findEntry(JSON.stringify({ auths: { 'ghcr.io': entry } }), ghcr)).toEqual({ kind: 'none' });
});

test('programs that keep credentials are named', () => {
  const program = (name: string) => ({ kind: 'helper', program: `docker-credential-${name}` });
  expect(findEntry('{"credsStore": "desktop"}', ghcr)).toEqual(program('desktop'));
  expect(findEntry('{"credHelpers": {"ghcr.io": "gh"}, "credsStore": "desktop"}', ghcr)).toEqual(
    program('gh'),
  );
  expect(findEntry('{"credHelpers": {"gcr.io": "gcloud"}}', ghcr)).toEqual({ kind: 'none' });
  expect(findEntry(JSON.stringify({ auths: { 'ghcr.io': ann }, credsStore: 'x' }), ghcr)).toEqual(annsLogin);
});

test.each(['', '{', '[]', '"x"', 'null', '1'])('%j is no such file', (text) => {
  expect(findEntry(text, ghcr)).toBeUndefined();
});

test.each([
  '{}',
  '{"auths": []}',
  '{"auths": {"__proto__": {"auth": "YTpi"}}}',
  '{"__proto__": {"auths": {}}}',
])('%s names nobody', (text) => {
  expect(findEntry(text, ghcr)).toEqual({ kind: 'none' });
});
