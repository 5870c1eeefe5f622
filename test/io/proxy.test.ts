import { expect, test } from 'vitest';
import { proxyFor } from '../../src/io/proxy.ts';

const proxy = 'http://proxy.example.com:3128';

function chosen(url: string, variables: Readonly<Record<string, string>>): string | undefined {
  return proxyFor(new URL(url), (name) => variables[name])?.href;
}

test.each<[string, Readonly<Record<string, string>>, string | undefined]>([
  ['https://ghcr.io', { HTTPS_PROXY: proxy }, `${proxy}/`],
  ['https://ghcr.io', { https_proxy: proxy }, `${proxy}/`],
  ['https://ghcr.io', { HTTPS_PROXY: '', https_proxy: proxy }, `${proxy}/`],
  ['https://ghcr.io', { HTTPS_PROXY: proxy, https_proxy: 'http://other' }, `${proxy}/`],
  ['https://ghcr.io', { HTTPS_PROXY: 'proxy.example.com:3128' }, `${proxy}/`],
  ['https://ghcr.io', { HTTPS_PROXY: 'https://ann:x@proxy' }, 'https://ann:x@proxy/'],
  ['http://ghcr.io', { HTTP_PROXY: proxy }, `${proxy}/`],
  ['http://ghcr.io', { HTTPS_PROXY: proxy }, undefined],
  ['https://ghcr.io', { HTTP_PROXY: proxy }, undefined],
  ['https://ghcr.io', { ALL_PROXY: proxy }, undefined],
  ['https://ghcr.io', {}, undefined],
  ['https://localhost', { HTTPS_PROXY: proxy }, undefined],
  ['https://127.0.0.2', { HTTPS_PROXY: proxy }, undefined],
  ['https://[::1]', { HTTPS_PROXY: proxy }, undefined],
])('%s with %j goes through %s', (url, variables, expected) => {
  expect(chosen(url, variables)).toBe(expected);
});

test.each([
  ['https://charts.example.com', '*'],
  ['https://charts.example.com', 'charts.example.com'],
  ['https://charts.example.com', 'a.b, CHARTS.example.com ,c'],
  ['https://charts.example.com', 'example.com'],
  ['https://charts.example.com', '.example.com'],
  ['https://charts.example.com', '*.example.com'],
  ['https://charts.example.com', 'example.com:443'],
  ['https://charts.example.com:8443', 'example.com:8443'],
  ['https://10.1.2.3', '10.1.2.3'],
  ['https://10.1.2.3', '10.0.0.0/8'],
  ['https://10.1.2.3:5000', '10.1.2.3:5000'],
  ['https://[2001:db8::1]', '2001:db8::1'],
  ['https://[2001:db8::1]', '[2001:db8::1]:443'],
  ['https://[2001:db8::1]', '2001:db8::/32'],
])('%s is asked directly where NO_PROXY is %s', (url, exceptions) => {
  expect(chosen(url, { HTTPS_PROXY: proxy, NO_PROXY: exceptions })).toBeUndefined();
  expect(chosen(url, { https_proxy: proxy, no_proxy: exceptions })).toBeUndefined();
});

test.each([
  ['https://charts.example.com', ''],
  ['https://charts.example.com', ','],
  ['https://example.com', '.example.com'],
  ['https://charts.example.com', 'ample.com'],
  ['https://charts.example.com', 'example.com:8443'],
  ['https://charts.example.com', 'example.com.evil.com'],
  ['https://charts.example.com', '10.0.0.0/8'],
  ['https://11.1.2.3', '10.0.0.0/8'],
  ['https://10.1.2.3', '10.0.0.0/33'],
  ['https://10.1.2.3', '10.0.0.0/'],
  ['https://10.1.2.3', '10.0.0.0/x'],
  ['https://10.1.2.3', 'fe80::/10'],
])('%s goes through the proxy where NO_PROXY is %j', (url, exceptions) => {
  expect(chosen(url, { HTTPS_PROXY: proxy, NO_PROXY: exceptions })).toBe(`${proxy}/`);
});

test.each(['socks5://ann:hunter2@proxy', 'http://ann:hunter2@', 'file:///etc', 'http://a b'])(
  '%s is no proxy, and is not repeated',
  (value) => {
    const choose = () => chosen('https://ghcr.io', { HTTPS_PROXY: value });
    expect(choose).toThrow(expect.objectContaining({ code: 'bad-proxy', side: 'caller' }));
    expect(choose).not.toThrow('hunter2');
  },
);
