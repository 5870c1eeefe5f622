import { expect, test } from 'vitest';
import {
  emptyRoot,
  newSource,
  noAccess,
  plan,
  podinfoChart,
  refusal,
  sharedSource,
  textsAfter,
} from './examples.ts';

const withPodinfo = (): Record<string, string> => textsAfter(plan(emptyRoot));
const chart = (differences: Partial<typeof podinfoChart>) => ({ chart: { ...podinfoChart, ...differences } });

test('podinfo becomes exactly the five files of the layout', () => {
  const planned = plan(emptyRoot);
  expect(planned.title).toBe('add podinfo (chart podinfo 6.14.1)');
  expect(planned.notes).toEqual([]);
  expect(planned.changes.map(({ path }) => path).sort()).toEqual([
    'flux-system/helmrepositories/helmrepository-podinfo.yaml',
    'flux-system/kustomizations/kustomization-podinfo.yaml',
    'flux-system/namespaces/namespace-podinfo.yaml',
    'podinfo/configmap-podinfo-helm-chart-value-overrides.yaml',
    'podinfo/helmrelease-podinfo.yaml',
  ]);
  const text = (path: string): string | undefined => planned.after.text(path);
  expect(
    text('flux-system/helmrepositories/helmrepository-podinfo.yaml'),
  ).toBe(`apiVersion: source.toolkit.fluxcd.io/v1
kind: HelmRepository
metadata:
  name: podinfo
  namespace: flux-system
spec:
  interval: 15m
  url: https://stefanprodan.github.io/podinfo
`);
  expect(text('flux-system/namespaces/namespace-podinfo.yaml')).toBe(`apiVersion: v1
kind: Namespace
metadata:
  name: podinfo
`);
  expect(
    text('flux-system/kustomizations/kustomization-podinfo.yaml'),
  ).toBe(`apiVersion: kustomize.toolkit.fluxcd.io/v1
kind: Kustomization
metadata:
  name: podinfo
  namespace: flux-system
spec:
  interval: 15m
  retryInterval: 2m
  timeout: 10m # longer than the HelmRelease's own, since the health check waits for it
  path: ./podinfo
  prune: true # remove what is later removed from the path
  sourceRef:
    kind: GitRepository
    name: flux-system
  healthChecks: # the HelmRelease: its workloads' names are the chart's business
    - apiVersion: helm.toolkit.fluxcd.io/v2
      kind: HelmRelease
      name: podinfo
      namespace: podinfo
`);
  expect(text('podinfo/helmrelease-podinfo.yaml')).toBe(`apiVersion: helm.toolkit.fluxcd.io/v2
kind: HelmRelease
metadata:
  name: podinfo
  namespace: podinfo
spec:
  chart:
    spec:
      chart: podinfo # the upstream chart's name
      version: 6.x # pinned to the major version
      sourceRef:
        kind: HelmRepository
        name: podinfo
        namespace: flux-system # all HelmRepositories live in flux-system
  interval: 15m
  timeout: 5m
  releaseName: podinfo
  install:
    strategy:
      name: RetryOnFailure
  upgrade:
    strategy:
      name: RetryOnFailure
  valuesFrom:
    - kind: ConfigMap
      name: podinfo-helm-chart-value-overrides
      valuesKey: values.yaml # the default, explicit for clarity
`);
  expect(text('podinfo/configmap-podinfo-helm-chart-value-overrides.yaml')).toBe(`apiVersion: v1
kind: ConfigMap
metadata:
  name: podinfo-helm-chart-value-overrides
  namespace: podinfo
  labels:
    reconcile.fluxcd.io/watch: Enabled # a change is applied at once, not at the next interval
  annotations: # where the values came from: the base of the next upgrade's merge
    gitops-kit/chart: podinfo
    gitops-kit/chart-version: 6.14.1
    gitops-kit/values-digest: sha256:0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a
data:
  values.yaml: |
    # Default values for podinfo.
    replicaCount: 1 # pods

    image:
      repository: ghcr.io/stefanprodan/podinfo
      tag: 6.14.1

    nodeSelector: {}

    tolerations: []
`);
});

test('below Flux 2.7 failed actions are retried by remediation, and nothing watches the ConfigMap', () => {
  const { after } = plan(emptyRoot, {}, { fluxVersion: '2.6' });
  const release = after.text('podinfo/helmrelease-podinfo.yaml') ?? '';
  expect(release).toContain(
    '  install:\n    remediation:\n      retries: 3\n  upgrade:\n    remediation:\n      retries: 3\n',
  );
  expect(after.text('podinfo/configmap-podinfo-helm-chart-value-overrides.yaml')).not.toContain('labels');
});

test.each([
  ['2.9', 'helm.toolkit.fluxcd.io/v2', 'source.toolkit.fluxcd.io/v1'],
  ['2.3', 'helm.toolkit.fluxcd.io/v2', 'source.toolkit.fluxcd.io/v1'],
  ['2.2', 'helm.toolkit.fluxcd.io/v2beta2', 'source.toolkit.fluxcd.io/v1beta2'],
  ['2.0', 'helm.toolkit.fluxcd.io/v2beta1', 'source.toolkit.fluxcd.io/v1beta2'],
])('for Flux %s the objects have the APIs that it serves', (fluxVersion, release, source) => {
  const { after } = plan(emptyRoot, {}, { fluxVersion });
  expect(after.text('podinfo/helmrelease-podinfo.yaml')).toContain(`apiVersion: ${release}\n`);
  expect(after.text('flux-system/helmrepositories/helmrepository-podinfo.yaml')).toContain(
    `apiVersion: ${source}\n`,
  );
  expect(after.text('flux-system/kustomizations/kustomization-podinfo.yaml')).toContain(
    `    - apiVersion: ${release}\n`,
  );
});

test('a chart with CRDs has them replaced on upgrade', () => {
  const { after } = plan(emptyRoot, chart({ hasCrds: true }));
  expect(after.text('podinfo/helmrelease-podinfo.yaml')).toContain('  upgrade:\n    crds: CreateReplace # ');
});

test.each([
  ['6.14.1', 'major', '6.x # pinned to the major version'],
  ['6.14.1', 'minor', '6.14.x # pinned to the minor version'],
  ['6.14.1', 'exact', '6.14.1 # pinned to this version'],
  ['0.4.2', 'major', '0.4.x # pinned to the minor version'],
  ['1.0.0-beta.1', 'major', '1.0.0-beta.1 # pinned to this version'],
] as const)('%s with --pin %s', (version, pin, expected) => {
  const asked = { pin, asked: '>=0.1.0-0 <9' };
  expect(
    plan(emptyRoot, { version: asked, ...chart({ version }) }).after.text('podinfo/helmrelease-podinfo.yaml'),
  ).toContain(`version: ${expected}\n`);
});

test.each([
  ['6.13.0', '6.13.0', '6.13.0 # pinned to this version'],
  ['6.13.0', 'v6.13.0', 'v6.13.0 # pinned to this version'],
  ['v6.13.0', '6.13.0', '6.13.0 # pinned to this version'],
  ['6.15.0-rc.1', '6.15.0-rc.1', '6.15.0-rc.1 # pinned to this version'],
  ['6.14', '6.14', '"6.14" # pinned to this version'],
  ['6.14', '6.14.1', '"6.14" # pinned to the minor version'],
  ['6.x', '6.14.1', '6.x # pinned to the major version'],
  ['6.13.x', '6.13.4', '6.13.x # pinned to the minor version'],
  ['~6.13', '6.13.4', '"~6.13" # pinned to the minor version'],
  ['>=1 <2', '1.4.0', '">=1 <2" # pinned to the major version'],
  ['>=5.1', '6.14.1', '">=5.1" # what Flux may take by itself'],
])('--chart-version %s that finds %s is written as asked', (asked, version, expected) => {
  const { after } = plan(emptyRoot, { version: { pin: undefined, asked }, ...chart({ version }) });
  expect(after.text('podinfo/helmrelease-podinfo.yaml')).toContain(`version: ${expected}\n`);
  expect(after.text('podinfo/configmap-podinfo-helm-chart-value-overrides.yaml')).toMatch(
    new RegExp(`gitops-kit/chart-version: "?${version}"?\n`),
  );
});

test('a range without an end needs a pin', () => {
  for (const asked of ['*', '>=0.0.0']) {
    expect(refusal(() => plan(emptyRoot, { version: { pin: undefined, asked } }))).toContain(
      `unbounded-range: --chart-version ${asked} would let Flux take every version`,
    );
    expect(refusal(() => plan(emptyRoot, { version: { pin: 'minor', asked } }))).toBe('accepted');
  }
});

test('names that are words or numbers of YAML are written as texts', () => {
  for (const name of ['null', 'true', '123', '1e3']) {
    const { after } = plan(emptyRoot, { name });
    expect(after.text(`flux-system/namespaces/namespace-${name}.yaml`)).toContain(`  name: "${name}"\n`);
  }
});

test('CRLF in the values of a chart becomes LF, and is said aloud', () => {
  const planned = plan(emptyRoot, chart({ values: 'a: 1\r\nb: 2\r\n' }));
  expect(planned.after.text('podinfo/configmap-podinfo-helm-chart-value-overrides.yaml')).toContain(
    '  values.yaml: |\n    a: 1\n    b: 2\n',
  );
  expect(planned.notes).toEqual(["the chart's values.yaml has CRLF line ends; they are written as LF"]);
});

test('values that begin with an indented comment stay readable', () => {
  const { after } = plan(emptyRoot, chart({ values: '  # podinfo\nreplicaCount: 1\n' }));
  expect(after.text('podinfo/configmap-podinfo-helm-chart-value-overrides.yaml')).toContain(
    '  values.yaml: |2\n      # podinfo\n    replicaCount: 1\n',
  );
});

test('a chart without values has an empty text', () => {
  const { after } = plan(emptyRoot, chart({ values: undefined }));
  expect(after.text('podinfo/configmap-podinfo-helm-chart-value-overrides.yaml')).toContain(
    '  values.yaml: ""\n',
  );
});

test('a second copy of a chart shares HelmRepository and gets its own namespace', () => {
  const before = withPodinfo();
  const again = plan(before, { name: 'podinfo-blue', source: sharedSource(before) });
  expect(again.changes.map(({ path }) => path)).toEqual([
    'flux-system/kustomizations/kustomization-podinfo-blue.yaml',
    'flux-system/namespaces/namespace-podinfo-blue.yaml',
    'podinfo-blue/helmrelease-podinfo-blue.yaml',
    'podinfo-blue/configmap-podinfo-blue-helm-chart-value-overrides.yaml',
  ]);
  expect(again.notes).toEqual([
    'HelmRepository podinfo exists in flux-system/helmrepositories/helmrepository-podinfo.yaml and is shared',
  ]);
});

test('an existing Namespace is shared', () => {
  const again = plan(withPodinfo(), {
    name: 'podinfo-blue',
    namespace: 'podinfo',
    source: newSource({
      url: 'https://charts.example.com',
      name: 'other',
      access: { ...noAccess, secretRef: 'login' },
    }),
  });
  expect(again.changes.map(({ path }) => path)).not.toContain(
    'flux-system/namespaces/namespace-podinfo.yaml',
  );
  expect(again.notes).toEqual([
    'this repository has no Secret login; Flux looks for it in flux-system: flux create secret helm login --namespace=flux-system --username=USER --password=TOKEN',
    'Namespace podinfo exists in flux-system/namespaces/namespace-podinfo.yaml and is shared',
  ]);
  expect(again.after.text('flux-system/helmrepositories/helmrepository-other.yaml')).toContain(
    '    name: login\n',
  );
});

test('a namespace that Kubernetes makes gets no file', () => {
  const planned = plan(emptyRoot, { namespace: 'kube-system' });
  expect(planned.changes).toHaveLength(4);
  expect(planned.notes).toEqual(['Namespace kube-system is made by Kubernetes or Flux and gets no file']);
});

test('a dependency must be a Kustomization of this cluster', () => {
  const before = withPodinfo();
  const blue = {
    name: 'blue',
    source: newSource({ url: 'https://charts.example.com', name: 'blue' }),
  };
  const planned = plan(before, { ...blue, dependsOn: ['podinfo', 'podinfo'] });
  expect(planned.after.text('flux-system/kustomizations/kustomization-blue.yaml')).toContain(
    'spec:\n  dependsOn:\n    - name: podinfo\n  interval: 15m\n',
  );
  expect(refusal(() => plan(before, { ...blue, dependsOn: ['podinof'] }))).toContain(
    'no-such-dependency: Kustomization podinof does not exist; did you mean podinfo?',
  );
  expect(refusal(() => plan(before, { ...blue, dependsOn: ['blue'] }))).toContain(
    'app blue cannot depend on itself',
  );
});

test('an app that exists is refused, and what exists is named', () => {
  const before = withPodinfo();
  expect(refusal(() => plan(before))).toBe(
    'app-exists: app podinfo exists already: flux-system/kustomizations/kustomization-podinfo.yaml, podinfo/configmap-podinfo-helm-chart-value-overrides.yaml, podinfo/helmrelease-podinfo.yaml | see it: gitops-kit lint podinfo | or choose another name',
  );
  delete before['podinfo/helmrelease-podinfo.yaml'];
  expect(refusal(() => plan(before))).toContain(
    'app-exists: app podinfo exists in part: flux-system/kustomizations/kustomization-podinfo.yaml',
  );
});

test('a release of that name elsewhere, or a folder that differs in case, is in the way', () => {
  const release =
    'apiVersion: helm.toolkit.fluxcd.io/v2\nkind: HelmRelease\nmetadata:\n  name: podinfo\n  namespace: web\nspec: {}\n';
  const kustomization =
    'apiVersion: kustomize.toolkit.fluxcd.io/v1\nkind: Kustomization\nmetadata:\n  name: web\n  namespace: flux-system\nspec:\n  interval: 10m\n  path: ./web\n  prune: true\n  sourceRef:\n    kind: GitRepository\n    name: flux-system\n';
  const web = {
    ...emptyRoot,
    'web/helmrelease-podinfo.yaml': release,
    'flux-system/kustomizations/kustomization-web.yaml': kustomization,
  };
  expect(refusal(() => plan(web))).toContain(
    'exists in part: HelmRelease podinfo in web/helmrelease-podinfo.yaml',
  );
  expect(refusal(() => plan({ ...emptyRoot, 'PodInfo/notes.md': '' }))).toContain(
    'PodInfo (differs from podinfo only in case)',
  );
  expect(refusal(() => plan({ ...emptyRoot, podinfo: '' }))).toContain(
    'podinfo (a file where a folder is needed)',
  );
});

test('an app cannot be named as the folder of the root', () => {
  const bootstrap = { 'bootstrap/helmrepositories/.gitkeep': '', 'bootstrap/kustomizations/.gitkeep': '' };
  expect(refusal(() => plan(bootstrap, { name: 'bootstrap' }))).toContain(
    "app name bootstrap is reserved: bootstrap/ holds the repository's root | a name that would do: bootstrap-app",
  );
  expect(refusal(() => plan(bootstrap))).toBe('accepted');
});

test('a repository without a root is refused', () => {
  expect(refusal(() => plan({ 'README.md': '' }))).toContain('no-root: this repository has no root');
});

test('a chart whose name or version Helm does not allow is refused', () => {
  expect(refusal(() => plan(emptyRoot, chart({ name: '../x' })))).toContain(
    'bad-chart: the chart calls itself "../x" "6.14.1"',
  );
  expect(refusal(() => plan(emptyRoot, chart({ version: 'v1 2 3' })))).toContain('bad-chart');
});

test('values that Helm could not read, or that no ConfigMap can hold, are refused', () => {
  expect(refusal(() => plan(emptyRoot, chart({ values: 'a: [' })))).toContain('bad-chart-values');
  expect(refusal(() => plan(emptyRoot, chart({ values: '- a\n' })))).toContain('bad-chart-values');
  const large = `a: ${'x'.repeat(1024 * 1024)}\n`;
  expect(refusal(() => plan(emptyRoot, chart({ values: large })))).toContain(
    'values-too-large: the values take 1048580 bytes; Kubernetes allows 1048576',
  );
});

test('--values and --set change the pasted values in place, in this order', () => {
  const planned = plan(emptyRoot, {
    values: { name: 'mine.yaml', text: 'replicaCount: 2\nimage:\n  tag: "6.15"\n' },
    set: ['replicaCount=3,nodeSelector.disk=ssd'],
  });
  expect(planned.after.text('podinfo/configmap-podinfo-helm-chart-value-overrides.yaml')).toContain(
    '    replicaCount: 3 # pods\n',
  );
  expect(planned.after.text('podinfo/configmap-podinfo-helm-chart-value-overrides.yaml')).toContain(
    '    gitops-kit/values-digest: sha256:0a0a',
  );
  expect(planned.notes).toEqual([]);
});

test('with the minimal style the ConfigMap holds the changes alone', () => {
  const { after } = plan(
    emptyRoot,
    { set: ['replicaCount=3', 'image.tag=6.15.0'] },
    { valuesStyle: 'minimal' },
  );
  const text = after.text('podinfo/configmap-podinfo-helm-chart-value-overrides.yaml') ?? '';
  expect(text).toContain('replicaCount: 3');
  expect(text).not.toContain('nodeSelector');
});

test('a repository that keeps its apps in a folder gets the new one there', () => {
  const { after } = plan(emptyRoot, {}, { appsDir: 'apps' });
  expect(after.text('apps/podinfo/helmrelease-podinfo.yaml')).toBeDefined();
  expect(after.text('flux-system/kustomizations/kustomization-podinfo.yaml')).toContain(
    '  path: ./apps/podinfo\n',
  );
});
