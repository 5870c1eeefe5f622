import { describe, expect, test } from 'vitest';
import { runCli } from '../src/commands/cli.ts';
import { type FakeHost, fakeHost } from '../src/io/fake.ts';
import { bases } from './support/golden.ts';

/** The objects of Karmada's page on Flux, as it stands today and as it stood two generations of APIs ago. */
function page(versions: { readonly source: string; readonly helm: string; readonly kustomize: string }) {
  const { source, helm, kustomize } = versions;
  const policy = (
    name: string,
    apiVersion: string,
    kind: string,
    object: string,
  ) => `apiVersion: policy.karmada.io/v1alpha1
kind: PropagationPolicy
metadata:
  name: ${name}
spec:
  resourceSelectors:
    - apiVersion: ${apiVersion}
      kind: ${kind}
      name: ${object}
  placement:
    clusterAffinity:
      clusterNames:
        - member1
        - member2
`;
  return {
    'helm.yaml': `apiVersion: ${source}
kind: HelmRepository
metadata:
  name: podinfo
spec:
  interval: 1m
  url: https://stefanprodan.github.io/podinfo
---
apiVersion: ${helm}
kind: HelmRelease
metadata:
  name: podinfo
spec:
  interval: 5m
  chart:
    spec:
      chart: podinfo
      version: 5.0.3
      sourceRef:
        kind: HelmRepository
        name: podinfo
`,
    'helm-policies.yaml': [
      policy('helm-repo', source, 'HelmRepository', 'podinfo'),
      policy('helm-release', helm, 'HelmRelease', 'podinfo'),
    ].join('---\n'),
    'override.yaml': `apiVersion: policy.karmada.io/v1alpha1
kind: OverridePolicy
metadata:
  name: example-override
  namespace: default
spec:
  resourceSelectors:
    - apiVersion: ${helm}
      kind: HelmRelease
      name: podinfo
  overrideRules:
    - targetCluster:
        clusterNames:
          - member1
      overriders:
        plaintext:
          - path: "/spec/values"
            operator: add
            value:
              replicaCount: 2
`,
    'kustomize.yaml': `apiVersion: ${source}
kind: GitRepository
metadata:
  name: podinfo
spec:
  interval: 1m
  url: https://github.com/stefanprodan/podinfo
  ref:
    branch: master
---
apiVersion: ${kustomize}
kind: Kustomization
metadata:
  name: podinfo-dev
spec:
  interval: 5m
  path: "./deploy/overlays/dev/"
  prune: true
  sourceRef:
    kind: GitRepository
    name: podinfo
${kustomize.endsWith('v1') ? '' : '  validation: client\n'}  timeout: 80s
`,
    'kustomize-policies.yaml': [
      policy('kust-release', kustomize, 'Kustomization', 'podinfo-dev'),
      policy('kust-git', source, 'GitRepository', 'podinfo'),
    ].join('---\n'),
    'fleet/clusters.jsonc': '{ "clusters": { "member1": {}, "member2": {}, "member3": {} } }\n',
  };
}

const today = page({
  source: 'source.toolkit.fluxcd.io/v1',
  helm: 'helm.toolkit.fluxcd.io/v2',
  kustomize: 'kustomize.toolkit.fluxcd.io/v1',
});
const yesterday = page({
  source: 'source.toolkit.fluxcd.io/v1beta2',
  helm: 'helm.toolkit.fluxcd.io/v2beta1',
  kustomize: 'kustomize.toolkit.fluxcd.io/v1beta2',
});

/** The layout's app with the page's policies: nobody thought of the ConfigMap, and of the override neither. */
const layout = Object.fromEntries([
  ...[...bases.golden.paths()].map((path) => [path, bases.golden.text(path) ?? '']),
  ['fleet/clusters.jsonc', today['fleet/clusters.jsonc']],
  [
    'flux-system/propagationpolicies/propagationpolicy-podinfo.yaml',
    `apiVersion: policy.karmada.io/v1alpha1
kind: PropagationPolicy
metadata:
  name: podinfo
  namespace: flux-system
spec:
  resourceSelectors:
    - apiVersion: source.toolkit.fluxcd.io/v1
      kind: HelmRepository
      name: podinfo
      namespace: flux-system
  placement:
    clusterAffinity:
      clusterNames:
        - member1
        - member2
`,
  ],
  [
    'podinfo/propagationpolicy-podinfo.yaml',
    `apiVersion: policy.karmada.io/v1alpha1
kind: PropagationPolicy
metadata:
  name: podinfo
  namespace: podinfo
spec:
  resourceSelectors:
    - apiVersion: helm.toolkit.fluxcd.io/v2
      kind: HelmRelease
      name: podinfo
      namespace: podinfo
  placement:
    clusterAffinity:
      clusterNames:
        - member1
        - member2
`,
  ],
]);

interface Ran {
  readonly host: FakeHost;
  readonly code: number;
}

/** One repository, in which command follows upon command. */
function repository(files: Readonly<Record<string, string>>): (line: string) => Promise<Ran> {
  let now = files;
  return async (line) => {
    const host = fakeHost({ files: now });
    const code = await runCli(line.split(' '), host);
    const after = host.files();
    now = Object.fromEntries([...after.paths()].map((path) => [path, after.text(path) ?? '']));
    return { host, code };
  };
}

/** The rules that speak, each with how often. */
async function speaking(kit: (line: string) => Promise<Ran>): Promise<Record<string, number>> {
  const { findings } = JSON.parse((await kit('lint --format json')).host.stdout());
  const counts: Record<string, number> = {};
  for (const { rule } of findings) counts[rule] = (counts[rule] ?? 0) + 1;
  return counts;
}

/** What a cluster gets of Flux's own kinds, and the replicas that its release has. */
async function arrives(kit: (line: string) => Promise<Ran>, cluster: string) {
  const { objects } = JSON.parse((await kit(`render --cluster ${cluster} --format json`)).host.stdout());
  const delivered = objects.filter(({ object }: { object: unknown }) => object !== null);
  const release = delivered.find(({ kind }: { kind: string }) => kind === 'HelmRelease');
  return {
    kinds: delivered.map(({ kind }: { kind: string }) => kind).filter((kind: string) => kind !== 'Namespace'),
    replicas: release?.object.spec.values?.replicaCount,
  };
}

const all = ['HelmRepository', 'HelmRelease', 'GitRepository', 'Kustomization'];

describe("the page's objects of today", () => {
  test('lint finds what has no namespace', async () => {
    const kit = repository(today);
    expect(await speaking(kit)).toMatchObject({ 'fleet/namespace-missing': 8 });
  });

  test('the override reaches member1 alone, and nothing reaches member3', async () => {
    const kit = repository(today);
    expect(await arrives(kit, 'member1')).toEqual({ kinds: all, replicas: 2 });
    expect(await arrives(kit, 'member2')).toEqual({ kinds: all, replicas: undefined });
    expect(await arrives(kit, 'member3')).toEqual({ kinds: [], replicas: undefined });
  });

  test('--fix writes the namespaces, and the fleet stays as it is', async () => {
    const kit = repository(today);
    await kit('lint --fix');
    expect(await speaking(kit)).toEqual({});
    expect(await arrives(kit, 'member1')).toEqual({ kinds: all, replicas: 2 });
    expect(await arrives(kit, 'member3')).toEqual({ kinds: [], replicas: undefined });
  });
});

describe("the page's objects of yesterday", () => {
  test('lint finds the versions that are gone, in objects and in selectors', async () => {
    expect(await speaking(repository(yesterday))).toMatchObject({
      'api/removed-version': 4,
      'api/ref-version': 5,
    });
  });

  test("policies at yesterday's versions match nothing", async () => {
    expect(await arrives(repository(yesterday), 'member1')).toEqual({ kinds: [], replicas: undefined });
  });

  test.each(['migrate', 'lint --fix'])('%s makes them those of today', async (command) => {
    const kit = repository(yesterday);
    await kit(command);
    await kit('lint --fix');
    expect(await speaking(kit)).toEqual({});
    expect(await arrives(kit, 'member1')).toEqual({ kinds: all, replicas: 2 });
    expect(await arrives(kit, 'member2')).toEqual({ kinds: all, replicas: undefined });
    expect(await arrives(kit, 'member3')).toEqual({ kinds: [], replicas: undefined });
  });
});

describe("the layout's app with the page's policies", () => {
  test('lint finds the ConfigMap that no policy carries', async () => {
    expect(await speaking(repository(layout))).toMatchObject({ 'fleet/uncovered-object': 1 });
  });

  test('--fix adds it, and it arrives', async () => {
    const kit = repository(layout);
    await kit('lint --fix');
    expect((await arrives(kit, 'member2')).kinds).toEqual(['HelmRepository', 'ConfigMap', 'HelmRelease']);
    expect((await arrives(kit, 'member3')).kinds).toEqual([]);
    // A fix costs no comment, and the health checks have one; place takes both out.
    expect(await speaking(kit)).toEqual({ 'fleet/health-never-known': 1 });
    await kit('place podinfo --clusters member1,member2');
    expect(await speaking(kit)).toEqual({});
  });

  test('override gives member1 its own replicas', async () => {
    const kit = repository(layout);
    await kit('lint --fix');
    expect((await kit('override podinfo --cluster member1 --set replicaCount=5')).code).toBe(0);
    const values = async (cluster: string) =>
      (await kit(`values podinfo --cluster ${cluster}`)).host.stdout();
    expect(await values('member1')).toContain('replicaCount: 5\n');
    expect(await values('member2')).not.toContain('replicaCount: 5');
  });
});
