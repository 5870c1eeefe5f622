import { expect, test } from 'vitest';
import { pruned } from '../../src/fleet/pruned.ts';
import {
  arriving,
  clusterPropagation,
  clustersFor,
  configMap,
  configMaps,
  decisionOn,
  delivered,
  fleetOfObjects,
  labelling,
  namespace,
  noted,
  object,
  on,
  override,
  propagation,
  release,
  releases,
} from '../support/fleet.ts';

const podinfo = 'HelmRelease podinfo/podinfo';

test('rule 41: what a plane keeps for itself is taken away after overrides, which cannot set it', () => {
  const metadata = {
    finalizers: ['finalizers.fluxcd.io'],
    ownerReferences: [],
    uid: 'a',
    labels: { team: 'web' },
  };
  const setting = { path: '/metadata/finalizers', operator: 'add', value: ['example.com/mine'] };
  const fleet = fleetOfObjects([
    configMap('podinfo/settings', { metadata, status: { ready: true } }),
    propagation('podinfo/all', [configMaps()]),
    override('podinfo/all', { overrideRules: [{ overriders: { plaintext: [setting] } }] }),
  ]);
  expect(arriving(fleet, 'ConfigMap podinfo/settings', 'member1')).toEqual({
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name: 'settings', namespace: 'podinfo', labels: { team: 'web' } },
  });
});

test.each([
  [
    'v1 Service',
    { spec: { clusterIP: '10.0.0.1', clusterIPs: ['10.0.0.1'], ports: [] } },
    { spec: { ports: [] } },
  ],
  ['v1 Service', { spec: { clusterIP: 'None' } }, { spec: { clusterIP: 'None' } }],
  ['v1 Secret', { type: 'Opaque', data: { a: 'YQ==' } }, { type: 'Opaque', data: { a: 'YQ==' } }],
  [
    'v1 ServiceAccount',
    { secrets: [{ name: 'own-token-x' }, { name: 'mine' }] },
    { secrets: [{ name: 'mine' }] },
  ],
  [
    'batch/v1 Job',
    {
      spec: {
        ttlSecondsAfterFinished: 9,
        template: { metadata: { labels: { 'job-name': 'own', app: 'own' } } },
      },
    },
    { spec: { template: { metadata: { labels: { app: 'own' } } } } },
  ],
  [
    'batch/v1 Job',
    { spec: { manualSelector: true, selector: { matchLabels: { 'controller-uid': 'a' } } } },
    { spec: { manualSelector: true, selector: { matchLabels: { 'controller-uid': 'a' } } } },
  ],
])('rule 41: what only one cluster knows of a %s stays behind: %o', (type, written, kept) => {
  const [apiVersion = '', kind = ''] = type.split(' ');
  const fleet = fleetOfObjects([
    object(apiVersion, kind, 'podinfo/own', written),
    propagation('podinfo/all', [{ apiVersion, kind }]),
  ]);
  const { apiVersion: _, kind: __, metadata, ...rest } = arriving(fleet, `${kind} podinfo/own`, 'member1');
  expect([metadata, rest]).toEqual([{ name: 'own', namespace: 'podinfo' }, kept]);
});

test('rule 42: what Karmada writes into metadata is not shown', () => {
  const fleet = fleetOfObjects([release('podinfo/podinfo'), propagation('podinfo/all', [releases()])]);
  expect(arriving(fleet, podinfo, 'member1')['metadata']).toEqual({ name: 'podinfo', namespace: 'podinfo' });
});

test('rule 43: what is not dispatched occupies its place and is not sent', () => {
  const suspension = { dispatchingOnClusters: { clusterNames: ['member1'] } };
  const fleet = fleetOfObjects([
    release('podinfo/podinfo'),
    propagation('podinfo/all', [releases()], { suspension }),
  ]);
  expect(clustersFor(fleet, podinfo)).toEqual(['member1', 'member2', 'member3']);
  expect(delivered(fleet, podinfo, 'member1')).toMatchObject({ outcome: 'suspended', object: undefined });
  expect(delivered(fleet, podinfo, 'member2').outcome).toBe('delivered');
});

test('rule 43: dispatching can be stopped everywhere', () => {
  const suspension = { dispatching: true };
  const fleet = fleetOfObjects([
    release('podinfo/podinfo'),
    propagation('podinfo/all', [releases()], { suspension }),
  ]);
  expect(decisionOn(fleet, podinfo).isSuspended('member3')).toBe(true);
  expect(decisionOn(fleet, podinfo).isSuspended('elsewhere')).toBe(false);
});

test("rule 44: what Flux's installation made on a member is a conflict, or is taken over", () => {
  const said = (annotations = {}): string | undefined => {
    const own = object('v1', 'Namespace', 'flux-system', { metadata: { annotations } });
    return decisionOn(fleetOfObjects([own]), 'Namespace flux-system').notes()[0]?.text;
  };
  const made = "Flux's own installation makes Namespace flux-system on a member";
  expect(said()).toBe(`${made}: Karmada leaves it alone, and reports a conflict`);
  expect(said({ 'work.karmada.io/conflict-resolution': 'overwrite' })).toBe(`${made}: Karmada takes it over`);
});

test('rule 44: a Namespace that stays on the plane is no conflict', () => {
  const kept = namespace('flux-system', { 'namespace.karmada.io/skip-auto-propagation': 'true' });
  expect(noted(fleetOfObjects([kept]), 'Namespace flux-system')).toEqual([]);
});

test('rule 45: where Karmada keeps spec.suspend as a member has it, that is said', () => {
  const git = { apiVersion: 'source.toolkit.fluxcd.io/v1', kind: 'GitRepository' };
  const fleet = fleetOfObjects([
    object(git.apiVersion, git.kind, 'podinfo/podinfo', { spec: { suspend: false } }),
    release('podinfo/podinfo', { spec: { suspend: false } }),
    propagation('podinfo/all', [git, releases()]),
  ]);
  expect(noted(fleet, 'GitRepository podinfo/podinfo')).toEqual([45]);
  expect(noted(fleet, podinfo)).toEqual([]);
});

test('rule 46: two objects of one kind and name but two groups share a binding', () => {
  const kinds = [
    { apiVersion: 'helm.toolkit.fluxcd.io/v2', kind: 'HelmRelease' },
    { apiVersion: 'apps.example.com/v1', kind: 'HelmRelease' },
  ];
  const fleet = fleetOfObjects([
    ...kinds.map(({ apiVersion, kind }) => object(apiVersion, kind, 'podinfo/podinfo')),
    propagation('podinfo/all', kinds),
  ]);
  expect(fleet.decide(fleet.templates[0] ?? expect.fail()).notes()).toEqual([
    {
      rule: 46,
      text: 'it shares the name of its ResourceBinding with apps.example.com/v1 HelmRelease podinfo: they overwrite each other',
    },
  ]);
});

test('an object that a policy does not bring is absent, on a known cluster and on an unknown one', () => {
  const fleet = fleetOfObjects([
    release('podinfo/podinfo'),
    propagation('podinfo/all', [releases()], on('member1')),
  ]);
  expect(delivered(fleet, podinfo, 'member2').outcome).toBe('absent');
  expect(delivered(fleet, podinfo, 'nowhere').outcome).toBe('absent');
  expect(fleet.overridesFor(fleet.templates[0] ?? expect.fail(), 'nowhere')).toEqual([]);
});

test('rule 28: a policy that takes a Namespace does not keep it from the others', () => {
  const fleet = fleetOfObjects([
    namespace('podinfo'),
    clusterPropagation('namespaces', [{ apiVersion: 'v1', kind: 'Namespace' }], on('member1')),
  ]);
  const { placed, clusters } = decisionOn(fleet, 'Namespace podinfo');
  expect([placed, clusters]).toEqual([['member1'], ['member1', 'member2', 'member3']]);
  expect(noted(fleet, 'Namespace podinfo')).toEqual([28]);
});

test('rule 28: one that is not synced goes where its policy sends it', () => {
  const fleet = fleetOfObjects([
    namespace('podinfo', { 'namespace.karmada.io/skip-auto-propagation': 'true' }),
    clusterPropagation('namespaces', [{ apiVersion: 'v1', kind: 'Namespace' }], on('member1')),
  ]);
  expect(clustersFor(fleet, 'Namespace podinfo')).toEqual(['member1']);
});

test.each([
  ['podinfo', {}, 3],
  ['flux-system', {}, 3],
  ['default', {}, 0],
  ['kube-prometheus-stack', {}, 0],
  ['karmada-system', {}, 0],
  ['podinfo', { 'namespace.karmada.io/skip-auto-propagation': 'True' }, 0],
  ['podinfo', { 'namespace.karmada.io/skip-auto-propagation': 'yes' }, 3],
])(
  'rule 27: the Namespace %s with labels %o goes to %i clusters without any policy',
  (name, labels, count) => {
    expect(clustersFor(fleetOfObjects([namespace(name, labels)]), `Namespace ${name}`)).toHaveLength(count);
  },
);

test('rule 27: a Namespace has the label that the API server gives it', () => {
  const fleet = fleetOfObjects([namespace('podinfo')]);
  expect(fleet.templates[0]?.labels).toEqual({ 'kubernetes.io/metadata.name': 'podinfo' });
  expect(arriving(fleet, 'Namespace podinfo', 'member1')['metadata']).toEqual({
    name: 'podinfo',
    labels: {},
  });
});

test('rule 29: what arrives in a namespace that does not come is not applied', () => {
  const fleet = fleetOfObjects([
    namespace('podinfo', { 'namespace.karmada.io/skip-auto-propagation': 'true' }),
    release('podinfo/podinfo'),
    propagation('podinfo/all', [releases()]),
  ]);
  expect(delivered(fleet, podinfo, 'member1').notes()).toEqual([
    { rule: 29, text: 'namespace podinfo does not come to member1: without it the object is not applied' },
  ]);
});

test('rule 29: a namespace of which the repository knows nothing was made by hand, and is synced', () => {
  const fleet = fleetOfObjects([
    release('podinfo/podinfo'),
    propagation('podinfo/all', [releases()]),
    override('podinfo/all', { overrideRules: [labelling('team', 'web')] }),
  ]);
  expect(delivered(fleet, podinfo, 'member1').notes()).toEqual([]);
});

test('rule 41: a token that comes along as a need is sent without its content', () => {
  const type = 'kubernetes.io/service-account-token';
  const annotations = { 'kubernetes.io/service-account.uid': 'a', note: 'mine' };
  expect(pruned({ kind: 'Secret', type, data: { token: 'YQ==' }, metadata: { annotations } })).toEqual({
    kind: 'Secret',
    type,
    data: null,
    metadata: { annotations: { note: 'mine' } },
  });
});
