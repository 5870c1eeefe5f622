import { describe, expect, test } from 'vitest';
import { runCli } from '../../src/commands/cli.ts';
import { readClustersFile } from '../../src/commands/clusters-file.ts';
import { fakeHost } from '../../src/io/fake.ts';
import { bases } from '../support/golden.ts';
import { refusal } from '../support/refusal.ts';

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

  test.each([
    ['labels: { env: production }', 'labels: x', 'metadata.labels is "x"; expected a map of texts'],
    ['labels: { env: production }', 'labels: { a: 5 }', 'metadata.labels.a is 5; expected a text'],
    ['provider: aws', 'provider: 5', 'spec.provider is 5; expected a text'],
    ['provider: aws', 'zones: z', 'spec.zones is "z"; expected a list'],
    ['provider: aws', 'zones: [5]', 'spec.zones[0] is 5; expected a text'],
    ['provider: aws', 'taints: x', 'spec.taints is "x"; expected a list'],
    ['provider: aws', 'taints: [x]', 'spec.taints[0].key is missing; expected a text'],
    [
      'provider: aws',
      'taints: [{ key: dedicated, effect: Bogus }]',
      'spec.taints[0].effect is "Bogus"; expected NoSchedule, PreferNoSchedule, NoExecute',
    ],
    [
      '- { kind: HelmRelease,',
      '- { kind: 5,',
      'status.apiEnablements[0].resources[0].kind is 5; expected a text',
    ],
  ])('%s as %s', (was, now, message) => {
    expect(() => readClustersFile(member1.replace(was, now), 'c.yaml')).toThrow(
      `: Cluster member1: ${message}`,
    );
  });

  test.each(['7', 'Member_1', 'a.b', `a${'b'.repeat(48)}`, '""'])('a cluster named %s', (name) => {
    expect(() => readClustersFile(member1.replace('member1', name), 'c.yaml')).toThrow(
      /^c\.yaml:4:9: Cluster.*: metadata\.name is .*; expected at most 48 lower-case letters, digits and -$/,
    );
  });

  test('a name twice, and what is null', () => {
    expect(() => readClustersFile(`${member1}---\n${member1}`, 'c.yaml')).toThrow(
      'c.yaml:19:9: Cluster member1 stands here a second time',
    );
    const unset = member1
      .replace('{ env: production }', 'null')
      .replace('provider: aws', 'taints: null\n  zones: null');
    expect(readClustersFile(unset, 'c.yaml')[0]).toMatchObject({ labels: {}, taints: [] });
  });

  test('a text without any says what it holds', () => {
    const pod = 'apiVersion: v1\nkind: Pod\nmetadata:\n  name: podinfo\n';
    expect(() => readClustersFile(pod, '-')).toThrow(
      'stdin holds no Cluster of cluster.karmada.io; it holds Pod (v1)',
    );
    expect(() =>
      readClustersFile(member1.replace('cluster.karmada.io/v1alpha1', 'cluster.x-k8s.io/v1beta1'), 'c.yaml'),
    ).toThrow('c.yaml holds no Cluster of cluster.karmada.io; it holds Cluster (cluster.x-k8s.io/v1beta1)');
  });

  test.each([
    ['', 'stdin is empty', 'did kubectl fail, or ask another control plane?'],
    [' \n\n', 'stdin is empty', 'did kubectl fail, or ask another control plane?'],
    [
      'apiVersion: v1\nkind: List\nitems: []\n',
      'stdin lists no cluster',
      'did kubectl ask the control plane of Karmada?',
    ],
    [
      '{"apiVersion":"v1","kind":"List","items":[]}',
      'stdin lists no cluster',
      'did kubectl ask the control plane of Karmada?',
    ],
  ])('%j is what a command prints that failed, or asked elsewhere', (text, message, help) => {
    expect(refusal(() => readClustersFile(text, '-'))).toEqual([
      'bad-clusters',
      message,
      help,
      "expected what Karmada's API server prints: kubectl --kubeconfig karmada-apiserver.config get clusters -o yaml",
    ]);
  });

  test('lint takes them with --clusters, and refuses a file that holds none', async () => {
    expect((await lint('--clusters', 'pods.yaml')).err).toContain('pods.yaml holds no Cluster');
    expect((await lint('--clusters', 'pods.yaml')).code).toBe(2);
    expect((await lint('--clusters', 'clusters.yaml', '--rule', 'layout/file-name')).code).toBe(0);
  });
});
