import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { applyChanges, filesOf } from '../../src/core/change.ts';
import { defaultSettings } from '../../src/model/config.ts';
import { subjectIn } from '../../src/model/migrate-object.ts';
import { readRepo } from '../../src/model/read-repo.ts';
import { planMigration } from '../../src/scaffold/migrate.ts';
import { commentsIn } from '../../src/yaml/comments.ts';
import { toData } from '../../src/yaml/data.ts';
import { readYaml } from '../../src/yaml/read.ts';
import { object } from '../model/repository.ts';
import { schemas } from '../support/golden.ts';

/** Every text after the migration, what was refused, and the notes. */
function migrated(texts: Readonly<Record<string, string>>, version = '2.9', only?: string) {
  const files = filesOf(texts);
  const repo = readRepo(files, defaultSettings);
  const [major = 0, minor = 0] = version.split('.').map(Number);
  const { plan, objects, refused } = planMigration(repo, {
    flux: { major, minor, why: 'asked for' },
    schemas: schemas(repo),
    isMeant: (file) => only === undefined || file === only,
  });
  const after = applyChanges(files, plan.changes);
  return {
    texts: Object.fromEntries(Object.keys(texts).map((path) => [path, after.text(path)])),
    objects,
    refused: refused.map(({ file, object, reason }) => `${file}: ${object}: ${reason}`),
    notes: plan.notes,
  };
}

/** One file after the migration, which must refuse nothing. */
function text(before: string, version?: string): string | undefined {
  const { texts, refused } = migrated({ 'apps/x.yaml': before }, version);
  expect(refused).toEqual([]);
  return texts['apps/x.yaml'];
}

const refusals = (before: string): readonly string[] => {
  const { texts, refused } = migrated({ 'apps/x.yaml': before });
  expect(texts['apps/x.yaml']).toBe(before);
  return refused;
};

const release = (version: string, spec: string): string =>
  object(`helm.toolkit.fluxcd.io/${version}`, 'HelmRelease', 'podinfo', `spec:\n  interval: 15m\n${spec}`);
const chart = (more: string): string =>
  `  chart:\n    spec:\n      chart: podinfo\n${more}      sourceRef:\n        kind: HelmRepository\n        name: podinfo\n`;
const kustomization = (version: string, more: string): string =>
  object(
    `kustomize.toolkit.fluxcd.io/${version}`,
    'Kustomization',
    'podinfo',
    `spec:\n  interval: 15m\n  prune: true\n${more}  sourceRef:\n    kind: GitRepository\n    name: flux-system\n`,
  );

describe('the layout’s first example', () => {
  const before = kustomization(
    'v1beta1',
    '  timeout: 2m # if not set, it is the interval\n  validation: server\n  healthChecks:\n    - apiVersion: helm.toolkit.fluxcd.io/v2beta1\n      kind: HelmRelease\n      name: podinfo\n',
  );

  test('is a valid v1 object without validation, its comments in place', () => {
    expect(text(before)).toBe(
      before
        .replace('/v1beta1', '/v1')
        .replace('  validation: server\n', '')
        .replace('fluxcd.io/v2beta1', 'fluxcd.io/v2'),
    );
  });

  test('keeps its line endings and its missing last newline', () => {
    const windows = before.replaceAll('\n', '\r\n').slice(0, -2);
    expect(text(windows)).toBe(text(before)?.replaceAll('\n', '\r\n').slice(0, -2));
  });

  test('is written for an older Flux where that is asked for', () => {
    expect(text(before, '2.2')).toContain('apiVersion: helm.toolkit.fluxcd.io/v2beta2\n');
    expect(text(release('v2beta1', chart('      valuesFile: a.yaml\n')), '2.2')).toContain(
      'valuesFile: a.yaml',
    );
  });
});

test('what several documents hold, and the selectors that name them, move together', () => {
  const source = (version: string) =>
    object(
      `source.toolkit.fluxcd.io/${version}`,
      'HelmRepository',
      'podinfo',
      'spec:\n  interval: 1m\n  url: https://example.com\n',
    );
  const policy = (helm: string, repository: string) => `apiVersion: policy.karmada.io/v1alpha1
kind: PropagationPolicy
metadata:
  name: podinfo
spec:
  resourceSelectors:
    - apiVersion: helm.toolkit.fluxcd.io/${helm}
      kind: HelmRelease # the app
      name: podinfo
    - {apiVersion: "source.toolkit.fluxcd.io/${repository}", kind: HelmRepository}
  placement:
    clusterAffinity:
      clusterNames: [member1]
`;
  const all = (helm: string, repository: string) =>
    [source(repository), release(helm, chart('')), policy(helm, repository)].join('---\n');
  const { texts, objects, refused } = migrated({ 'a.yaml': all('v2beta1', 'v1beta2') });
  expect({ text: texts['a.yaml'], objects, refused }).toEqual({
    text: all('v2', 'v1'),
    objects: 3,
    refused: [],
  });
});

describe('removed fields', () => {
  test('strategic patches come first, JSON patches last, each with its comments', () => {
    const before = kustomization(
      'v1beta2',
      `  patches: # ours
    # the middle
    - patch: |
        kind: Service
  # above
  patchesStrategicMerge: # first
    # of the app
    - apiVersion: apps/v1
      kind: Deployment
      metadata:
        name: podinfo # by name
      # inside
      spec:
        replicas: 2 # two
  patchesJson6902:
    - target:
        kind: Service
        name: podinfo
      patch: # operations
        - op: remove # it
          path: /spec/ports/0
`,
    );
    expect(text(before)).toBe(
      kustomization(
        'v1',
        `  patches: # ours
    # first
    # of the app
    - patch:
        |
        apiVersion: apps/v1
`.replace('patch:\n        |', 'patch: |') +
          `        kind: Deployment
        metadata:
          name: podinfo # by name
        # inside
        spec:
          replicas: 2 # two
    # the middle
    - patch: |
        kind: Service
    - target:
        kind: Service
        name: podinfo
      patch: | # operations
        - op: remove # it
          path: /spec/ports/0
  # above
`,
      ),
    );
  });

  test('where there are no patches yet the list is renamed in its place', () => {
    const before = release(
      'v2beta2',
      `${chart('')}  postRenderers:\n    - kustomize:\n        patchesJson6902:\n          # one\n          - target: { kind: Service }\n            patch:\n            - op: remove\n              path: /spec\n`,
    );
    expect(text(before)).toBe(
      before
        .replace('v2beta2', 'v2')
        .replace('patchesJson6902', 'patches')
        .replace(
          'patch:\n            - op: remove\n              path: /spec',
          'patch: |\n              - op: remove\n                path: /spec',
        ),
    );
  });

  test.each([
    ['alone', '      valuesFile: a.yaml # one\n', '      valuesFiles: # one\n        - a.yaml\n'],
    [
      'before others',
      '      valuesFiles:\n        # two\n        - b.yaml\n      valuesFile: a.yaml # one\n',
      '      valuesFiles:\n        # one\n        - a.yaml\n        # two\n        - b.yaml\n',
    ],
    [
      'in brackets',
      '      valuesFile: a.yaml\n      valuesFiles: [b.yaml]\n',
      '      valuesFiles: [a.yaml, b.yaml]\n',
    ],
    [
      'before none',
      '      valuesFile: a.yaml\n      valuesFiles: []\n',
      '      valuesFiles:\n        - a.yaml\n',
    ],
  ])('the single values file, %s', (_, before, after) => {
    expect(text(release('v2beta1', chart(before)))).toBe(release('v2', chart(after)));
  });

  test.each([
    ['', '  eventMetadata:\n    summary: in production # c\n'],
    [
      '  eventMetadata:\n    cluster: one\n',
      '  eventMetadata:\n    cluster: one\n    summary: in production # c\n',
    ],
    ['  eventMetadata: {}\n', '  eventMetadata:\n    summary: in production # c\n'],
  ])('the summary of an Alert, with %j', (metadata, after) => {
    const alert = (version: string, more: string) =>
      object(
        `notification.toolkit.fluxcd.io/${version}`,
        'Alert',
        'all',
        `spec:\n${more}  providerRef:\n    name: slack\n  eventSources:\n    - kind: HelmRelease\n      name: "*"\n`,
      );
    expect(text(alert('v1beta2', `${metadata}  summary: in production # c\n`))).toBe(alert('v1beta3', after));
  });

  test('of an object that is written for the new API already', () => {
    expect(text(kustomization('v1', '  validation: client\n'))).toBe(kustomization('v1', ''));
  });

  test('a comment that goes with its field is quoted', () => {
    const { texts, notes } = migrated({
      'a.yaml': object(
        'source.toolkit.fluxcd.io/v1beta2',
        'GitRepository',
        'podinfo',
        'spec:\n  interval: 1m\n  # kept\n  gitImplementation: libgit2 # for Azure\n  url: https://example.com/podinfo\n',
      ),
    });
    expect(texts['a.yaml']).toBe(
      object(
        'source.toolkit.fluxcd.io/v1',
        'GitRepository',
        'podinfo',
        'spec:\n  interval: 1m\n  # kept\n  url: https://example.com/podinfo\n',
      ),
    );
    expect(notes).toEqual([
      'a.yaml: with spec.gitImplementation of GitRepository podinfo went its comment: # for Azure',
    ]);
  });

  test('deprecated ones follow', () => {
    expect(
      text(
        release(
          'v2',
          `${chart('')}  install:\n    skipCRDs: true # by hand\n  rollback:\n    recreate: true\n    force: true\n`,
        ),
      ),
    ).toBe(release('v2', `${chart('')}  install:\n    crds: Skip # by hand\n  rollback:\n    force: true\n`));
  });
});

describe('is refused, and left as it is', () => {
  test.each([
    [
      'a template that the controller does not read any more',
      object(
        'image.toolkit.fluxcd.io/v1beta2',
        'ImageUpdateAutomation',
        'all',
        'spec:\n  interval: 1m\n  sourceRef:\n    kind: GitRepository\n    name: flux-system\n  git:\n    commit:\n      author:\n        email: bot@example.com\n      messageTemplate: "{{range .Updated.Images}}{{println .}}{{end}}"\n',
      ),
      'ImageUpdateAutomation all: spec.git.commit.messageTemplate uses .Updated, which Flux 2.7 has no more: write it with .Changed',
    ],
    [
      'an object of Flux 1',
      object('helm.fluxcd.io/v1', 'HelmRelease', 'podinfo', 'spec:\n  releaseName: podinfo\n'),
      'HelmRelease podinfo: HelmRelease of helm.fluxcd.io/v1 is another than that of helm.toolkit.fluxcd.io/v2: write it anew',
    ],
    [
      'a kind whose fields changed',
      object(
        'networking.k8s.io/v1beta1',
        'Ingress',
        'podinfo',
        'spec:\n  backend:\n    serviceName: podinfo\n    servicePort: 80\n',
      ),
      'Ingress podinfo: Ingress of networking.k8s.io/v1beta1 has other fields than that of networking.k8s.io/v1: write it anew',
    ],
    [
      'a selector that comes to mean the opposite',
      object(
        'policy/v1beta1',
        'PodDisruptionBudget',
        'podinfo',
        'spec:\n  minAvailable: 1\n  selector: {}\n',
      ),
      'PodDisruptionBudget podinfo: its empty selector matches no pod now, and every pod in policy/v1',
    ],
    [
      'an encrypted file',
      `${release('v2beta1', chart(''))}sops:\n  mac: ENC[AES256_GCM,data:x]\n`,
      'HelmRelease podinfo: it is encrypted with SOPS, which would not decrypt a changed file: change it with sops edit',
    ],
    [
      'an apiVersion that an alias repeats',
      `${release('v2beta1', chart('')).replace('apiVersion: ', 'apiVersion: &api ')}x: *api\n`,
      'HelmRelease podinfo: cannot change apiVersion without changing more than that',
    ],
    [
      'what the schema of the new API forbids',
      object(
        'source.toolkit.fluxcd.io/v1beta1',
        'GitRepository',
        'podinfo',
        'spec:\n  interval: 1m\n  timeout: 1h\n  url: https://example.com/podinfo\n',
      ),
      'GitRepository podinfo: it would break a rule of source.toolkit.fluxcd.io/v1: ',
    ],
    [
      'a variable that would become part of a text',
      kustomization(
        'v1beta2',
        '  patchesStrategicMerge:\n    - kind: Service\n      metadata:\n        name: ${NAME}\n',
      ),
      'Kustomization podinfo: spec.patchesStrategicMerge holds a variable, which may mean something else inside a text',
    ],
  ])('%s', (_, before, reason) => {
    const found = refusals(before);
    expect(found).toHaveLength(1);
    expect(found[0]).toContain(`apps/x.yaml: ${reason}`);
  });

  test('bootstrap’s own file, which bootstrap writes anew', () => {
    const before = { 'flux-system/gotk-sync.yaml': kustomization('v1beta2', '') };
    const { texts, notes } = migrated(before);
    expect(texts).toEqual(before);
    expect(notes).toEqual([
      'flux-system/gotk-sync.yaml is left to flux bootstrap, which writes it anew with the upgrade',
    ]);
  });
});

test('a file that cannot be read is nothing that is migrated, and the rest is', () => {
  const { refused, objects } = migrated({
    'apps/broken.yaml': `${release('v2beta1', chart(''))}  values: {\n`,
    'apps/x.yaml': release('v2beta1', chart('')),
  });
  expect(refused).toEqual([
    'apps/broken.yaml: all that is in it: it cannot be read: see gitops-kit lint apps/broken.yaml',
  ]);
  expect(objects).toBe(1);
});

test('an encrypted file whose signature covers only its secrets moves', () => {
  const before = `${release('v2beta1', chart(''))}sops:\n  mac: ENC[x]\n  mac_only_encrypted: true\n`;
  expect(text(before)).toBe(before.replace('v2beta1', 'v2'));
});

test('Kubernetes’ own kinds move where nothing else changes', () => {
  const before = object(
    'policy/v1beta1',
    'PodDisruptionBudget',
    'podinfo',
    'spec:\n  minAvailable: 1\n  selector:\n    matchLabels: { app: podinfo }\n',
  );
  expect(text(before)).toBe(before.replace('v1beta1', 'v1'));
});

test('items of a List, and nothing inside the text of a ConfigMap', () => {
  const item = (version: string) =>
    `  - {apiVersion: kustomize.toolkit.fluxcd.io/${version}, kind: Kustomization, metadata: {name: a}, spec: {interval: 1m, prune: true, ${version === 'v1' ? '' : 'validation: none, '}sourceRef: {kind: Bucket, name: b}}}\n`;
  const list = (version: string) =>
    `apiVersion: v1\nkind: List\nitems:\n  - apiVersion: v1\n    kind: ConfigMap\n    metadata:\n      name: m\n    data:\n      x.yaml: |\n        apiVersion: helm.toolkit.fluxcd.io/v2beta1\n        kind: HelmRelease\n${item(version)}`;
  expect(text(list('v1beta2'))).toBe(list('v1'));
});

describe('patches', () => {
  const patch = (version: string) =>
    `apiVersion: helm.toolkit.fluxcd.io/${version}\nkind: HelmRelease\nmetadata:\n  name: podinfo # one\nspec:\n  interval: 1h\n`;
  const inside = (version: string) => patch(version).replace(/^(?=.)/gm, '      ');
  const build = (version: string) =>
    `resources:\n  - release.yaml\npatches:\n  - path: patch.yaml\n  - target: { kind: HelmRelease, group: helm.toolkit.fluxcd.io, version: ${version} }\n    patch: |-\n${inside(version)}  - patch: |\n${inside(version)}`;

  test('in files, in place and by target follow what they change', () => {
    const tree = (version: string) => ({
      'apps/kustomization.yaml': build(version),
      'apps/patch.yaml': patch(version),
      'apps/release.yaml': release(version, chart('')),
    });
    const { texts, refused } = migrated(tree('v2beta1'));
    expect(refused).toEqual([]);
    expect(texts).toEqual(tree('v2'));
  });

  test('and what they change stays with them', () => {
    const tree = {
      'apps/kustomization.yaml': `resources:\n  - release.yaml\npatches:\n  - path: patch.yaml\n`,
      'apps/patch.yaml': `${patch('v2beta1').replace('helm', '&x helm')}  x: *x\n`,
      'apps/release.yaml': release('v2beta1', chart('')),
    };
    const { texts, refused } = migrated(tree);
    expect(texts).toEqual(tree);
    expect(refused).toEqual([
      'apps/patch.yaml: patch patch.yaml: cannot change apiVersion without changing more than that',
      'apps/release.yaml: HelmRelease podinfo: the patch in apps/patch.yaml cannot follow: cannot change apiVersion without changing more than that',
    ]);
  });

  test('of something that the repository does not hold stay', () => {
    const tree = {
      'apps/kustomization.yaml': 'resources:\n  - https://example.com/base\npatches:\n  - path: patch.yaml\n',
      'apps/patch.yaml': patch('v2beta1'),
    };
    const { texts, refused } = migrated(tree);
    expect(texts).toEqual(tree);
    expect(refused).toEqual([
      'apps/patch.yaml: patch patch.yaml: the repository holds no HelmRelease podinfo, which the patch changes',
    ]);
  });

  test('of something else that have nothing to move are nobody’s business', () => {
    const tree = {
      'apps/kustomization.yaml': 'resources:\n  - https://example.com/base\npatches:\n  - path: patch.yaml\n',
      'apps/patch.yaml': `${patch('v2')}  install:\n    skipCRDs: true\n`,
    };
    const { texts, refused } = migrated(tree);
    expect({ texts, refused }).toEqual({ texts: tree, refused: [] });
  });

  test('a JSON patch of a field that moves keeps its object where it is', () => {
    const tree = {
      'apps/app.yaml': kustomization('v1beta2', '  validation: client\n'),
      'apps/kustomization.yaml':
        'resources:\n  - app.yaml\npatches:\n  - target:\n      kind: Kustomization\n    patch: |\n      - op: replace\n        path: /spec/validation\n        value: none\n',
    };
    const { texts, refused } = migrated(tree);
    expect(texts).toEqual(tree);
    expect(refused).toEqual([
      'apps/app.yaml: Kustomization podinfo: the patch in apps/kustomization.yaml cannot follow: a JSON patch changes /spec/validation, and spec.validation moves: change both by hand',
      'apps/kustomization.yaml: kustomization.yaml: a JSON patch changes /spec/validation, and spec.validation moves: change both by hand',
    ]);
  });

  test.each([
    [
      'valuesFile: b.yaml',
      '      valuesFiles: [c.yaml]\n      valuesFile: a.yaml\n',
      'spec.chart.spec.valuesFile',
    ],
    ['valuesFiles: [b.yaml]', '      valuesFile: a.yaml\n', 'spec.chart.spec.valuesFiles'],
  ])('that give a part of what becomes one list stay: %s', (field, more, name) => {
    const tree = {
      'apps/kustomization.yaml': 'resources:\n  - release.yaml\npatches:\n  - path: patch.yaml\n',
      'apps/patch.yaml': `${patch('v2beta1')}  chart: { spec: { ${field} } }\n`,
      'apps/release.yaml': release('v2beta1', chart(more)),
    };
    const { texts, refused } = migrated(tree);
    expect(texts).toEqual(tree);
    expect(refused[0]).toContain(
      `apps/patch.yaml: patch patch.yaml: it changes ${name} of HelmRelease podinfo, which has`,
    );
    expect(refused).toHaveLength(2);
  });

  test('of a file that was not asked for stay as it stays', () => {
    const tree = {
      'apps/kustomization.yaml': 'resources:\n  - release.yaml\npatches:\n  - path: patch.yaml\n',
      'apps/patch.yaml': patch('v2beta1'),
      'apps/release.yaml': release('v2beta1', chart('')),
    };
    const { texts, refused } = migrated(tree, '2.9', 'apps/patch.yaml');
    expect(texts).toEqual(tree);
    expect(refused).toEqual([
      'apps/patch.yaml: patch patch.yaml: it changes HelmRelease podinfo, which stays as it is',
    ]);
  });
});

test('an API that the running Flux does not serve yet is named', () => {
  const { notes } = migrated({
    'flux-system/gotk-components.yaml': '# Flux version: v2.1.0\n',
    'apps/x.yaml': release('v2beta1', chart('')),
  });
  expect(notes).toEqual([
    'HelmRelease of helm.toolkit.fluxcd.io/v2 came with Flux 2.3; Flux 2.1 (from flux-system/gotk-components.yaml) refuses it: upgrade first',
    'Flux 2.6 serves both what was written and what is written now: upgrade to it, apply this, then go on',
  ]);
});

test('where no Flux serves old and new, the way goes in steps', () => {
  const { notes } = migrated({
    'flux-system/gotk-components.yaml': '# Flux version: v2.1.0\n',
    'apps/x.yaml': release('v2beta1', chart('')),
    'apps/automation.yaml': object('image.toolkit.fluxcd.io/v1beta1', 'ImageUpdateAutomation', 'podinfo', ''),
    'apps/source.yaml': object('source.toolkit.fluxcd.io/v1beta1', 'GitRepository', 'podinfo', 'spec: {}\n'),
  });
  expect(notes.at(-1)).toBe(
    'no Flux serves both what was written and what is written now: migrate in steps, with --flux-version',
  );
});

describe('kustomize’s own deprecated fields', () => {
  const files = {
    'base/deployment.yaml': object('apps/v1', 'Deployment', 'podinfo', 'spec:\n  replicas: 1\n'),
    'base/kustomization.yaml': 'resources:\n  - deployment.yaml\n',
    'app/replicas.yaml': object('apps/v1', 'Deployment', 'podinfo', 'spec:\n  replicas: 2\n'),
  };

  test('become what they stand for', () => {
    const { texts, refused } = migrated({
      ...files,
      'app/kustomization.yaml': `bases:
  - ../base # all of it
commonLabels:
  app: podinfo # ours
patchesStrategicMerge:
  # twice as many
  - replicas.yaml # two
  - |-
    kind: Deployment # in place
    apiVersion: apps/v1
    metadata: { name: podinfo }
patches:
  - path: other.yaml
`,
    });
    expect(refused).toEqual([]);
    expect(texts['app/kustomization.yaml']).toBe(`resources:
  - ../base # all of it
labels:
  - pairs:
      app: podinfo # ours
    includeSelectors: true
patches:
  # twice as many
  - path: replicas.yaml # two
  - patch: |-
      kind: Deployment # in place
      apiVersion: apps/v1
      metadata: { name: podinfo }
  - path: other.yaml
`);
  });

  test('stay where the newer form would run at another moment', () => {
    const text = `namespace: podinfo
resources:
  - ../base
patchesJson6902:
  - target: { kind: Deployment, name: podinfo }
    path: operations.yaml
`;
    const { texts, refused } = migrated({ ...files, 'app/kustomization.yaml': text });
    expect({ text: texts['app/kustomization.yaml'], refused }).toEqual({ text, refused: [] });
  });
});

describe('Karmada’s', () => {
  test('single override becomes a rule', () => {
    const policy = (spec: string) =>
      object(
        'policy.karmada.io/v1alpha1',
        'OverridePolicy',
        'podinfo',
        `spec:\n  resourceSelectors:\n    - apiVersion: apps/v1\n      kind: Deployment\n${spec}`,
      );
    expect(
      text(
        policy(
          '  targetCluster: # there\n    clusterNames: [member1]\n  overriders:\n    # two\n    plaintext:\n      - path: /spec/replicas\n        operator: replace\n        value: 2\n',
        ),
      ),
    ).toBe(
      policy(
        '  overrideRules:\n    - overriders:\n        # two\n        plaintext:\n          - path: /spec/replicas\n            operator: replace\n            value: 2\n      targetCluster: # there\n        clusterNames: [member1]\n',
      ),
    );
  });

  test('dependencies, which it finds only of old versions, are named', () => {
    const { notes } = migrated({
      'a.yaml': object(
        'policy.karmada.io/v1alpha1',
        'PropagationPolicy',
        'podinfo',
        'spec:\n  association: true\n  resourceSelectors:\n    - apiVersion: helm.toolkit.fluxcd.io/v2beta1\n      kind: HelmRelease\n  placement: {}\n',
      ),
    });
    expect(notes).toEqual([
      'a.yaml: PropagationPolicy podinfo propagates dependencies, which Karmada itself finds of helm.toolkit.fluxcd.io/v2beta1 HelmRelease and of no later version: select them as well',
    ]);
  });
});

describe('generated objects', () => {
  const comment = fc.constantFrom('', ' # one', ' # "two": {x}', '\t# three');
  const above = fc.constantFrom('', '  # above\n', '\n', '      # far\n');
  const patch = fc
    .tuple(comment, comment)
    .map(
      ([a, b]) =>
        `    - apiVersion: apps/v1${a}\n      kind: Deployment\n      # inside\n      metadata:\n        name: podinfo${b}\n      spec:\n        paused: true\n`,
    );
  const operation = fc
    .tuple(comment, fc.boolean())
    .map(
      ([a, deep]) =>
        `    - target:\n        kind: Service\n      patch:${a}\n${deep ? '        ' : '      '}- op: remove\n${deep ? '        ' : '      '}  path: /spec/type${a}\n`,
    );
  const field = fc.oneof(
    fc.tuple(comment).map(([a]) => ['validation', `  validation: client${a}\n`] as const),
    fc
      .tuple(comment, fc.array(patch, { minLength: 1, maxLength: 2 }))
      .map(
        ([a, items]) => ['patchesStrategicMerge', `  patchesStrategicMerge:${a}\n${items.join('')}`] as const,
      ),
    fc
      .tuple(comment, fc.array(operation, { minLength: 1, maxLength: 2 }))
      .map(([a, items]) => ['patchesJson6902', `  patchesJson6902:${a}\n${items.join('')}`] as const),
    fc
      .tuple(comment)
      .map(([a]) => ['patches', `  patches:${a}\n    # mine\n    - patch: "kind: Pod"${a}\n`] as const),
    fc.tuple(comment).map(([a]) => ['suspend', `  suspend: true${a}\n`] as const),
  );
  const objects = fc.record({
    fields: fc.uniqueArray(field, { selector: ([name]) => name, maxLength: 5 }),
    aboves: fc.array(above, { minLength: 5, maxLength: 5 }),
    version: fc.constantFrom('v1beta1', 'v1beta2', 'v1'),
    isWindows: fc.boolean(),
    hasEnd: fc.boolean(),
  });

  test('have no old field afterwards, mean the same, and keep every comment or quote it', () => {
    fc.assert(
      fc.property(objects, ({ fields, aboves, version, isWindows, hasEnd }) => {
        const body = fields.map(([, lines], index) => `${aboves[index] ?? ''}${lines}`).join('');
        const unix = kustomization(version, body);
        const before = (hasEnd ? unix : unix.trimEnd()).replaceAll('\n', isWindows ? '\r\n' : '\n');
        const { texts, refused, notes } = migrated({ 'a.yaml': before });
        const after = texts['a.yaml'] ?? '';
        expect(refused).toEqual([]);
        expect(migrated({ 'a.yaml': after }).texts['a.yaml']).toBe(after);
        expect(plainly(after)).toEqual(meaning(before));
        const left = `${after}\n${notes.join('\n')}`.split(/\r?\n/);
        for (const each of new Set(commentsIn(before))) {
          const were = commentsIn(before).filter((other) => other === each).length;
          expect(left.filter((line) => line.endsWith(each)).length, each).toBeGreaterThanOrEqual(were);
        }
        expect(/\r/.test(after.replaceAll('\r\n', ''))).toBe(false);
        expect(after.endsWith('\n')).toBe(before.endsWith('\n'));
        expect(schemas().faultsOf(resourceIn(after))).toEqual([]);
      }),
      { numRuns: 100 },
    );
  });

  const resourceIn = (yaml: string) => {
    const resource = subjectIn(yaml, 0)?.resource;
    if (resource === undefined) throw new Error('no object');
    return resource;
  };
  const data = (yaml: string): unknown => {
    const root = readYaml(yaml).documents[0]?.root;
    return root === undefined ? undefined : JSON.parse(JSON.stringify(toData(root, 'kustomize')));
  };
  /** The spec with patches as what their texts mean. */
  const plainly = (yaml: string): unknown => {
    const spec = JSON.parse(JSON.stringify(resourceIn(yaml).get('spec')));
    for (const each of spec.patches ?? []) each.patch = data(each.patch);
    return spec;
  };
  /** The same of the object as it was: strategic patches, then patches, then operations. */
  const meaning = (yaml: string): unknown => {
    const { validation, patchesStrategicMerge, patchesJson6902, patches, ...rest } = JSON.parse(
      JSON.stringify(resourceIn(yaml).get('spec')),
    );
    const all = [
      ...(patchesStrategicMerge ?? []).map((each: unknown) => ({ patch: each })),
      ...(patches ?? []).map((each: { patch: string }) => ({ ...each, patch: data(each.patch) })),
      ...(patchesJson6902 ?? []),
    ];
    return all.length === 0 ? rest : { ...rest, patches: all };
  };
});
