import { describe, expect, test } from 'vitest';
import { runCli } from '../../src/commands/cli.ts';
import { readClustersFile } from '../../src/commands/clusters-file.ts';
import { fakeHost } from '../../src/io/fake.ts';
import { bases } from '../support/golden.ts';

const member1 = `apiVersion: cluster.karmada.io/v1alpha1
kind: Cluster
metadata:
  name: member1
  labels: { env: production }
spec:
  provider: aws
  zone: eu-west-1a
  secretRef: { namespace: karmada-cluster, name: member1 }
status:
  apiEnablements:
  - groupVersion: helm.toolkit.fluxcd.io/v2
    resources:
    - { kind: HelmRelease, name: helmreleases }
`;
const member2 = member1.replace('name: member1', 'name: member2');

const list = (...items: readonly string[]): string =>
  `apiVersion: v1\nkind: List\nitems:\n${items.map((item) => `- ${item.replace(/\n(?=.)/g, '\n  ')}`).join('')}`;

const fleetFiles = Object.fromEntries(
  [...bases.fleet.paths()].map((path) => [path, bases.fleet.text(path) ?? '']),
);

async function lint(...args: readonly string[]) {
  const host = fakeHost({
    files: fleetFiles,
    userFiles: { 'clusters.yaml': list(member1, member2), 'pods.yaml': 'apiVersion: v1\nkind: Pod\n' },
  });
  const code = await runCli(['lint', ...args], host);
  return { code, err: host.stderr() };
}

describe('Cluster objects as kubectl prints them', () => {
  test('a List, documents and JSON say the same', () => {
    const said = readClustersFile(list(member2, member1), 'clusters.yaml');
    expect(said.map(({ name }) => name)).toEqual(['member1', 'member2']);
    expect(said[0]).toEqual({
      name: 'member1',
      labels: { env: 'production' },
      taints: [],
      provider: 'aws',
      region: undefined,
      zones: ['eu-west-1a'],
      apiEnablements: [{ groupVersion: 'helm.toolkit.fluxcd.io/v2', kinds: ['HelmRelease'] }],
      fluxVersion: undefined,
      deleting: false,
    });
    expect(readClustersFile(`${member1}---\n${member2}`, 'clusters.yaml')).toEqual(said);
    const object = (name: string) => ({
      apiVersion: 'cluster.karmada.io/v1alpha1',
      kind: 'Cluster',
      metadata: { name, labels: { env: 'production' } },
      spec: { provider: 'aws', zone: 'eu-west-1a' },
      status: {
        apiEnablements: [{ groupVersion: 'helm.toolkit.fluxcd.io/v2', resources: [{ kind: 'HelmRelease' }] }],
      },
    });
    const json = { apiVersion: 'v1', kind: 'List', items: ['member1', 'member2'].map(object) };
    expect(readClustersFile(JSON.stringify(json, undefined, 4), '-')).toEqual(said);
  });

  test('a text that cannot be read is refused with its place', () => {
    expect(() => readClustersFile('kind: List\nitems: [', 'clusters.yaml')).toThrow(
      /^clusters\.yaml:2:\d+: /,
    );
  });

  test('a text without any says what it holds', () => {
    const pod = 'apiVersion: v1\nkind: Pod\nmetadata:\n  name: podinfo\n';
    expect(() => readClustersFile(pod, '-')).toThrow(
      'stdin holds no Cluster of cluster.karmada.io; it holds Pod (v1)',
    );
    expect(() =>
      readClustersFile(member1.replace('cluster.karmada.io/v1alpha1', 'cluster.x-k8s.io/v1beta1'), 'c.yaml'),
    ).toThrow('c.yaml holds no Cluster of cluster.karmada.io; it holds Cluster (cluster.x-k8s.io/v1beta1)');
    expect(() => readClustersFile('', 'c.yaml')).toThrow(
      /^c\.yaml holds no Cluster of cluster\.karmada\.io$/,
    );
  });

  test('lint takes them with --clusters, and refuses a file that holds none', async () => {
    expect((await lint('--clusters', 'pods.yaml')).err).toContain('pods.yaml holds no Cluster');
    expect((await lint('--clusters', 'pods.yaml')).code).toBe(2);
    expect((await lint('--clusters', 'clusters.yaml', '--rule', 'layout/file-name')).code).toBe(0);
  });
});
