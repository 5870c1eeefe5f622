import { expect, test } from 'vitest';
import { redirectUrl, repositoryUrl, resolveUrl, shownUrl } from '../../src/io/chart-url.ts';

test.each([
  ['https://charts.example.com', 'index.yaml', 'https://charts.example.com/index.yaml'],
  ['https://example.com/charts', 'index.yaml', 'https://example.com/charts/index.yaml'],
  ['https://example.com/charts/', 'index.yaml', 'https://example.com/charts/index.yaml'],
  ['https://example.com/charts?ref=a%2Fb', 'a/b.tgz', 'https://example.com/charts/a/b.tgz?ref=a%2Fb'],
  ['https://example.com/charts?ref=1', '../b.tgz?x=1', 'https://example.com/b.tgz?ref=1'],
  ['https://example.com/charts', '/b.tgz', 'https://example.com/b.tgz'],
  ['https://example.com/a%2Fb', 'c.tgz', 'https://example.com/a%2Fb/c.tgz'],
  ['https://example.com/charts', '//mirror.example.com/b.tgz', 'https://mirror.example.com/b.tgz'],
  ['https://example.com/charts?ref=1', 'https://b.example.com/b.tgz', 'https://b.example.com/b.tgz'],
  ['https://example.com/charts', 'HTTPS://b.example.com/b.tgz?t=1', 'https://b.example.com/b.tgz?t=1'],
])('%s and %s make %s', (repository, reference, url) => {
  expect(resolveUrl(reference, new URL(repository)).href).toBe(url);
});

test.each([
  'file:///etc/passwd',
  'FILE:///etc/passwd',
  'ext::sh -c true',
  'javascript:alert(1)',
  'oci://registry.example.com/podinfo',
  'git+https://example.com/x',
  'data:text/plain,x',
  '//ann:secret@example.com/b.tgz',
  'https://ann:secret@example.com/b.tgz',
  'https://',
  'http:///x y',
])('an index may not name %s', (reference) => {
  const resolve = () => resolveUrl(reference, new URL('https://example.com/charts'));
  expect(resolve).toThrow(expect.objectContaining({ code: 'bad-chart-url', side: 'outside' }));
  expect(resolve).not.toThrow('secret');
});

test.each([
  ['file:///etc', 'bad-url'],
  ['ext::sh -c true', 'bad-url'],
  ['ttps://charts.example.com', 'bad-url'],
  ['charts.example.com', 'bad-url'],
  ['https:charts.example.com', 'bad-url'],
  ['https://', 'bad-url'],
  ['https://exa mple.com', 'bad-url'],
  ['https://example.com/\u202e', 'bad-url'],
  ['https://example.com/\nx', 'bad-url'],
  ['', 'bad-url'],
  ['https://ann:secret@example.com', 'credentials-in-url'],
  ['https://secret@example.com', 'credentials-in-url'],
  ['https://:secret@example.com', 'credentials-in-url'],
  ['file://ann:secret@example.com', 'bad-url'],
])('%j is no repository', (text, code) => {
  const read = () => repositoryUrl(text);
  expect(read).toThrow(expect.objectContaining({ code, side: 'caller' }));
  expect(read).not.toThrow('secret');
  expect(read).not.toThrow('\u202e');
});

test.each([
  ['https://example.com/a', '/b', 'https://example.com/b'],
  ['https://example.com/a', 'b?x=1', 'https://example.com/b?x=1'],
  ['http://example.com/a', 'https://example.com/a', 'https://example.com/a'],
  ['https://example.com/a', '//b.example.com', 'https://b.example.com/'],
])('%s may redirect to %s', (from, location, url) => {
  expect(redirectUrl(location, new URL(from)).href).toBe(url);
});

test.each([
  ['http://example.com/a', 'from https to plain http'],
  ['file:///etc/passwd', 'neither https nor http'],
  ['https://ann:secret@example.com', 'user name or password'],
  ['https://', 'is no URL'],
])('https may not redirect to %s', (location, why) => {
  const redirect = () => redirectUrl(location, new URL('https://example.com/a'));
  expect(redirect).toThrow(expect.objectContaining({ code: 'bad-redirect', side: 'outside' }));
  expect(redirect).toThrow(why);
  expect(redirect).not.toThrow('secret');
});

test('a shown URL has no credentials, no query and no control characters', () => {
  const shown = shownUrl(new URL('https://ann:secret@example.com:8443/a\u202eb?token=secret#secret'));
  expect(shown).toBe('https://example.com:8443/a%E2%80%AEb?…');
});
