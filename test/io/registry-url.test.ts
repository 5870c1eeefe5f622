import { expect, test } from 'vitest';
import { registryPlace } from '../../src/io/registry-url.ts';

test.each([
  ['oci://ghcr.io/stefanprodan/charts', 'https://ghcr.io/', 'stefanprodan/charts/podinfo'],
  ['OCI://GHCR.io/stefanprodan/charts//', 'https://ghcr.io/', 'stefanprodan/charts/podinfo'],
  ['oci://registry.example.com:5000/charts', 'https://registry.example.com:5000/', 'charts/podinfo'],
  ['oci://registry.example.com', 'https://registry.example.com/', 'podinfo'],
  ['oci://docker.io/bitnamicharts', 'https://registry-1.docker.io/', 'bitnamicharts/podinfo'],
  ['oci://127.0.0.1:5000/charts', 'http://127.0.0.1:5000/', 'charts/podinfo'],
  ['oci://[::1]:5000/charts', 'http://[::1]:5000/', 'charts/podinfo'],
  ['oci://localhost:5000/charts', 'http://localhost:5000/', 'charts/podinfo'],
  ['oci://localhost/charts', 'https://localhost/', 'charts/podinfo'],
  ['oci://192.168.1.10:5000/charts', 'https://192.168.1.10:5000/', 'charts/podinfo'],
])('%s is asked at %s', (url, origin, repository) => {
  const place = registryPlace({ url, chart: 'podinfo' });
  expect([place.origin.href, place.repository]).toEqual([origin, repository]);
});

test('plain http is spoken where it is asked for', () => {
  const { origin, shown } = registryPlace({ url: 'oci://registry:5000/a', chart: 'podinfo', insecure: true });
  expect([origin.href, shown]).toEqual(['http://registry:5000/', 'oci://registry:5000/a/podinfo']);
});
