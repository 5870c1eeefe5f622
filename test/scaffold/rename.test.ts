import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { filesOf } from '../../src/core/change.ts';
import { plainText } from '../../src/yaml/plain-text.ts';
import { configMap, fiveFiles, helmRelease, kustomization, namespace, object } from '../model/repository.ts';
import { golden, lint, messages } from '../support/golden.ts';
import { renamed, type Texts, textsOf } from './app-changes.ts';
import { emptyRoot, plan, podinfoChart, refusal, sharedSource, textsAfter } from './examples.ts';

const goldenTexts = textsOf(golden.files);
const two = { ...fiveFiles('podinfo'), ...fiveFiles('redis') };
const built = (...lines: string[]): string =>
  ['apiVersion: kustomize.config.k8s.io/v1beta1', 'kind: Kustomization', ...lines, ''].join('\n');
const owned = 'bootstrap/kustomizations/kustomization-podinfo.yaml';

describe('the five files', () => {
  const { texts, files, title, notes } = renamed(goldenTexts, 'podinfo', 'frontend');

  test('get new names and a new folder, and lint stays silent', () => {
    expect(title).toBe('rename podinfo to frontend');
    expect(Object.keys(texts).filter((path) => !path.includes('redis'))).toEqual([
      'flux-system/helmrepositories/helmrepository-frontend.yaml',
      'flux-system/kustomizations/kustomization-frontend.yaml',
      'flux-system/namespaces/namespace-frontend.yaml',
      'frontend/configmap-frontend-helm-chart-value-overrides.yaml',
      'frontend/helmrelease-frontend.yaml',
    ]);
    expect(messages(lint(files, { extends: 'strict' }))).toEqual([]);
    expect(notes).toEqual([]);
  });

  test('change only where the app is meant: comments, the chart and its values stay', () => {
    const differing = (old: string, now: string): string[] => {
      const before = (goldenTexts[old] ?? '').split('\n');
      return (texts[now] ?? '').split('\n').filter((line, index) => line !== before[index]);
    };
    expect(differing('podinfo/helmrelease-podinfo.yaml', 'frontend/helmrelease-frontend.yaml')).toEqual([
      '  name: frontend',
      '  namespace: frontend',
      '        name: frontend',
      '  releaseName: frontend',
      '      name: frontend-helm-chart-value-overrides',
    ]);
    expect(
      differing(
        'podinfo/configmap-podinfo-helm-chart-value-overrides.yaml',
        'frontend/configmap-frontend-helm-chart-value-overrides.yaml',
      ),
    ).toEqual(['  name: frontend-helm-chart-value-overrides', '  namespace: frontend']);
    expect(
      differing(
        'flux-system/kustomizations/kustomization-podinfo.yaml',
        'flux-system/kustomizations/kustomization-frontend.yaml',
      ),
    ).toEqual([
      '  name: frontend',
      '  path: ./frontend',
      '      name: frontend',
      '      namespace: frontend',
    ]);
  });

  test('of another app name what was renamed', () => {
    const after = renamed(goldenTexts, 'redis', 'cache').texts;
    expect(after['flux-system/kustomizations/kustomization-podinfo.yaml']).toContain(
      'dependsOn:\n    - name: cache\n',
    );
  });
});

describe('there and back gives the same bytes', () => {
  const name = fc.stringMatching(/^[a-z][a-z0-9]{0,8}(-[a-z0-9]{1,8}){0,2}$/);

  test('for any name', () => {
    fc.assert(
      fc.property(name, (other) => {
        fc.pre(!['podinfo', 'redis', 'default', 'flux-system'].includes(other));
        // A name that YAML takes for a number or a truth value gets quotes, and keeps them.
        fc.pre(plainText(other) === other);
        fc.pre(!/^(con|prn|aux|nul|com\d|lpt\d|kube-.*)$/.test(other));
        const there = renamed(goldenTexts, 'podinfo', other);
        expect(renamed(there.texts, other, 'podinfo').texts).toEqual(goldenTexts);
      }),
      { numRuns: 60 },
    );
  });

  const repository = {
    ...emptyRoot,
    'flux-system/kustomization.yaml': built(
      'resources:',
      '  - ./kustomizations',
      '  - ./helmrepositories',
      '  - namespaces',
    ),
  };
  test.each<[string, Texts, Parameters<typeof plan>[1]]>([
    ['in another namespace', emptyRoot, { namespace: 'web' }],
    [
      'with settings and a dependency',
      { ...emptyRoot, ...fiveFiles('redis', 'flux-system') },
      { dependsOn: ['redis'], set: ['replicaCount=3'] },
    ],
    [
      'of a chart with another name',
      emptyRoot,
      { chart: { ...podinfoChart, name: 'web' }, version: { pin: 'exact', asked: undefined } },
    ],
    [
      'listed in kustomization.yaml files',
      { ...repository, 'flux-system/namespaces/kustomization.yaml': built('resources: []') },
      {},
    ],
    [
      'with a source that is shared',
      { ...emptyRoot, ...fiveFiles('redis', 'flux-system') },
      { source: sharedSource(fiveFiles('redis', 'flux-system')) },
    ],
  ])('for what new-app writes %s', (_, start, app) => {
    const before = textsAfter(plan(start, app));
    const there = renamed(before, 'podinfo', 'frontend');
    expect(Object.keys(there.texts).some((path) => path.includes('podinfo'))).toBe(false);
    expect(messages(lint(there.files)).map((each) => each.replace('frontend', 'podinfo'))).toEqual(
      messages(lint(filesOf(before))),
    );
    expect(renamed(there.texts, 'frontend', 'podinfo').texts).toEqual(before);
  });
});

describe('what else belongs to the app', () => {
  test('further files of its folder move with it and keep their names; their namespace is the new one', () => {
    const { texts } = renamed(
      {
        ...two,
        'podinfo/ingress-podinfo.yaml': object(
          'networking.k8s.io/v1',
          'Ingress',
          'podinfo',
          '  namespace: podinfo # here\n',
        ),
      },
      'podinfo',
      'frontend',
    );
    expect(texts['frontend/ingress-podinfo.yaml']).toContain('name: podinfo\n  namespace: frontend # here\n');
  });

  test('policies of Karmada, Alerts and patch targets select it by its new name', () => {
    const policy = (name: string): string =>
      object(
        'policy.karmada.io/v1alpha1',
        'PropagationPolicy',
        name,
        `  namespace: ${name}\nspec:\n  resourceSelectors:\n    - apiVersion: helm.toolkit.fluxcd.io/v2\n      kind: HelmRelease\n      name: ${name} # the release\n    - {apiVersion: v1, kind: ConfigMap, name: ${name}-helm-chart-value-overrides}\n    - apiVersion: v1\n      kind: Namespace\n      name: ${name}\n`,
      );
    const alert = (name: string): string =>
      object(
        'notification.toolkit.fluxcd.io/v1beta3',
        'Alert',
        'all',
        `  namespace: flux-system\nspec:\n  eventSources:\n    - kind: Kustomization\n      name: ${name}\n    - kind: HelmRelease\n      name: ${name}\n      namespace: ${name}\n    - kind: HelmRelease\n      name: redis\n      namespace: redis\n`,
      );
    const { texts } = renamed(
      {
        ...two,
        'podinfo/propagationpolicy-podinfo.yaml': policy('podinfo'),
        'bootstrap/alert-all.yaml': alert('podinfo'),
      },
      'podinfo',
      'frontend',
    );
    expect(texts['frontend/propagationpolicy-frontend.yaml']).toBe(policy('frontend'));
    expect(texts['bootstrap/alert-all.yaml']).toBe(alert('frontend'));
  });

  test('patches of it follow, in files and in place', () => {
    const patches = (name: string): Texts => ({
      'clusters/kustomization.yaml': built(
        'resources: [../bootstrap]',
        'patches:',
        '- path: patch.yaml',
        `- target: {kind: HelmRepository, name: ${name}}`,
        '  patch: "[]"',
        '- patch: |-',
        '    # faster here',
        '    kind: Kustomization',
        '    apiVersion: kustomize.toolkit.fluxcd.io/v1',
        `    metadata: {name: ${name}, namespace: flux-system}`,
        '    spec: {interval: 5m}',
      ),
      'clusters/patch.yaml': kustomization(name, './other').replace(/ {2}path.*\n/, ''),
    });
    const { texts } = renamed({ ...two, ...patches('podinfo') }, 'podinfo', 'frontend');
    for (const [path, text] of Object.entries(patches('frontend'))) expect(texts[path]).toBe(text);
  });

  test('a Kustomization called APP--NAMESPACE keeps its form', () => {
    const start = { ...two, [owned]: kustomization('podinfo--podinfo', './podinfo') };
    const { texts } = renamed(start, 'podinfo', 'frontend');
    expect(texts['bootstrap/kustomizations/kustomization-frontend.yaml']).toBe(
      kustomization('frontend--frontend', './frontend'),
    );
  });

  test('a source and a namespace that others use stay, which is said', () => {
    const release = helmRelease('podinfo').replace(
      'kind: HelmRepository\n        name: podinfo',
      'kind: HelmRepository\n        name: podinfo',
    );
    const other = helmRelease('redis')
      .replace('namespace: redis', 'namespace: podinfo')
      .replace('kind: HelmRepository\n        name: redis', 'kind: HelmRepository\n        name: podinfo');
    const start = {
      ...two,
      'podinfo/helmrelease-podinfo.yaml': release,
      'redis/helmrelease-redis.yaml': other,
    };
    const { texts, notes } = renamed(start, 'podinfo', 'frontend');
    expect(texts['frontend/helmrelease-frontend.yaml']).toContain('name: frontend\n  namespace: podinfo\n');
    expect(texts['bootstrap/namespaces/namespace-podinfo.yaml']).toBe(namespace('podinfo'));
    expect(notes.slice(0, 2)).toEqual([
      'HelmRepository podinfo in bootstrap/helmrepositories/helmrepository-podinfo.yaml stays: HelmRelease redis uses it',
      'Namespace podinfo in bootstrap/namespaces/namespace-podinfo.yaml stays: HelmRelease redis is in it',
    ]);
  });

  test('a folder with other releases stays, and so does its Kustomization', () => {
    const start = {
      ...two,
      'podinfo/helmrelease-worker.yaml': helmRelease('worker', '').replace(
        'namespace: worker',
        'namespace: podinfo',
      ),
    };
    const { texts } = renamed(start, 'podinfo', 'frontend');
    expect(texts[owned]).toBe(kustomization('podinfo', './podinfo'));
    expect(Object.keys(texts).filter((path) => path.startsWith('podinfo/'))).toEqual([
      'podinfo/configmap-frontend-helm-chart-value-overrides.yaml',
      'podinfo/helmrelease-frontend.yaml',
      'podinfo/helmrelease-worker.yaml',
    ]);
  });

  test('values that say the old name are left alone, and their places said', () => {
    const values = configMap('podinfo-helm-chart-value-overrides', 'podinfo').replace(
      'replicaCount: 1\n',
      'host: podinfo.example.com\n    image: ghcr.io/stefanprodan/podinfo # podinfo\n',
    );
    const redis = configMap('redis-helm-chart-value-overrides', 'redis').replace(
      'replicaCount: 1',
      'url: http://podinfo.podinfo:9898',
    );
    const { notes } = renamed(
      {
        ...two,
        'podinfo/configmap-podinfo-helm-chart-value-overrides.yaml': values,
        'redis/configmap-redis-helm-chart-value-overrides.yaml': redis,
        'README.md': 'See podinfo/helmrelease-podinfo.yaml\n',
      },
      'podinfo',
      'frontend',
    );
    expect(notes).toEqual([
      'left alone, though they name paths that are no more: README.md:1',
      'still say podinfo; look whether they mean the app or its namespace: frontend/configmap-frontend-helm-chart-value-overrides.yaml:8, redis/configmap-redis-helm-chart-value-overrides.yaml:8',
    ]);
  });

  test('what was encrypted for its namespace is named', () => {
    const secret = object('bitnami.com/v1alpha1', 'SealedSecret', 'login', '  namespace: podinfo\n');
    const { notes } = renamed({ ...two, 'podinfo/sealedsecret-login.yaml': secret }, 'podinfo', 'frontend');
    expect(notes[0]).toBe(
      'SealedSecret login in podinfo/sealedsecret-login.yaml was sealed for namespace podinfo: seal it again for frontend',
    );
  });
});

describe('an app that is not complete', () => {
  test.each([
    ['without HelmRelease', 'podinfo/helmrelease-podinfo.yaml'],
    ['without values', 'podinfo/configmap-podinfo-helm-chart-value-overrides.yaml'],
    ['without Kustomization', owned],
    ['without Namespace', 'bootstrap/namespaces/namespace-podinfo.yaml'],
    ['without source', 'bootstrap/helmrepositories/helmrepository-podinfo.yaml'],
  ])('%s there and back', (_, missing) => {
    const start = Object.fromEntries(Object.entries(two).filter(([path]) => path !== missing));
    const there = renamed(start, 'podinfo', 'frontend');
    expect(Object.keys(there.texts).filter((path) => path.startsWith('podinfo/'))).toEqual([]);
    expect(renamed(there.texts, 'frontend', 'podinfo').texts).toEqual(start);
  });
});

describe('--keep-release', () => {
  test('leaves namespace and release as they are, and writes the name that Helm knows', () => {
    const { texts, consequences } = renamed(two, 'podinfo', 'frontend', { keepRelease: true });
    expect(texts['frontend/helmrelease-frontend.yaml']).toContain('name: frontend\n  namespace: podinfo\n');
    expect(texts['frontend/helmrelease-frontend.yaml']).toContain('  releaseName: podinfo\n');
    expect(Object.keys(texts)).toContain('bootstrap/namespaces/namespace-podinfo.yaml');
    expect(consequences).toEqual({
      sentences: ['Flux will uninstall the release podinfo in podinfo, and install it anew'],
      advice: ['to keep the release: write suspend: true into HelmRelease podinfo and let Flux apply that'],
      losesData: true,
      byFlux: true,
    });
  });

  test('loses nothing once the release is suspended', () => {
    const release = helmRelease('podinfo').replace('  interval: 15m\n', '  interval: 15m\n  suspend: true\n');
    const { consequences, notes } = renamed(
      { ...two, 'podinfo/helmrelease-podinfo.yaml': release },
      'podinfo',
      'frontend',
      { keepRelease: true },
    );
    expect(consequences).toEqual({ sentences: [], advice: [], losesData: false, byFlux: true });
    expect(notes).toEqual([
      'HelmRelease frontend is suspended; take suspend: true out when Flux has applied the new name',
    ]);
  });
});

describe('what Flux will do', () => {
  test('the namespace goes with all that is in it, and the release is installed anew', () => {
    expect(renamed(two, 'podinfo', 'frontend').consequences).toEqual({
      sentences: [
        'Flux will delete Namespace podinfo with everything that is in it, volumes included',
        'Flux will uninstall the release podinfo in podinfo, and install it anew',
      ],
      advice: [
        'to keep the release: write suspend: true into HelmRelease podinfo and let Flux apply that; then use --keep-release',
        'to keep Namespace podinfo: first give it the annotation kustomize.toolkit.fluxcd.io/prune: disabled, and let Flux apply that',
      ],
      losesData: true,
      byFlux: true,
    });
  });

  test('nothing of the release where its Kustomization does not prune, and nothing at all where the root does not', () => {
    const idle = kustomization('podinfo', './podinfo').replace('prune: true', 'prune: false');
    expect(renamed({ ...two, [owned]: idle }, 'podinfo', 'frontend').consequences.sentences).toEqual([
      'Flux will delete Namespace podinfo with everything that is in it, volumes included',
    ]);
    const kept = `${namespace('podinfo')}  annotations:\n    kustomize.toolkit.fluxcd.io/prune: disabled\n`;
    const start = { ...two, [owned]: idle, 'bootstrap/namespaces/namespace-podinfo.yaml': kept };
    expect(renamed(start, 'podinfo', 'frontend').consequences.losesData).toBe(false);
  });
});

describe('refusals', () => {
  const refused = (name: string, texts: Texts = two, old = 'podinfo'): string =>
    refusal(() => renamed(texts, old, name));

  test.each([
    ['Frontend', 'bad-name: app name Frontend has upper-case letters'],
    ['flux-system', 'bad-name: app name flux-system is reserved'],
    ['podinfo', 'same-name: app podinfo has that name already'],
    [
      'redis',
      'app-exists: app podinfo cannot be called redis: there is Kustomization redis in bootstrap/kustomizations/kustomization-redis.yaml, Namespace redis',
    ],
  ])('the name %s', (name, words) => {
    expect(refused(name)).toContain(words);
  });

  test('a folder that exists', () => {
    expect(refused('frontend', { ...two, 'frontend/README.md': '' })).toContain(
      'app-exists: podinfo/ cannot be called frontend/, which exists',
    );
  });

  test('an app that there is not, with the nearest that there is', () => {
    expect(refused('frontend', two, 'podinf')).toBe(
      'no-such-app: app podinf does not exist; did you mean podinfo? | see what there is: gitops-kit list',
    );
  });

  test('a name that a prefix makes', () => {
    const texts = {
      ...two,
      'podinfo/kustomization.yaml': built('namePrefix: my-', 'resources: [helmrelease-podinfo.yaml]'),
    };
    expect(refused('frontend', texts, 'my-podinfo')).toContain(
      'made-name: HelmRelease my-podinfo is called podinfo in',
    );
  });

  test('a patch in place that cannot be written as it stands', () => {
    const patch = '"kind: HelmRelease\\napiVersion: helm.toolkit.fluxcd.io/v2\\nmetadata: {name: podinfo}"';
    const texts = { ...two, 'clusters/kustomization.yaml': built('patches:', `- patch: ${patch}`) };
    expect(refused('frontend', texts)).toBe(
      'edit-refused: clusters/kustomization.yaml holds a patch of what is renamed, and is written so that more than the name would change | change the name in that patch by hand first, and run the command again',
    );
  });

  test('a name that others share by an anchor', () => {
    const release = helmRelease('podinfo').replace(
      'name: podinfo\n  namespace: podinfo',
      'name: &app podinfo\n  namespace: *app',
    );
    expect(refused('frontend', { ...two, 'podinfo/helmrelease-podinfo.yaml': release })).toBe(
      'edit-refused: podinfo/helmrelease-podinfo.yaml: an alias stands at metadata.namespace, and its value is written elsewhere | edit that file by hand first, and run the command again',
    );
  });
});

describe('several roots', () => {
  const cluster = (root: string, app = 'podinfo', path = `./${app}`): Texts => ({
    [`${root}/helmrepositories/helmrepository-${app}.yaml`]:
      fiveFiles(app)[`bootstrap/helmrepositories/helmrepository-${app}.yaml`] ?? '',
    [`${root}/kustomizations/kustomization-${app}.yaml`]: kustomization(app, path),
    [`${root}/namespaces/namespace-${app}.yaml`]: namespace(app),
  });
  const app = Object.fromEntries(
    Object.entries(fiveFiles('podinfo')).filter(([path]) => path.startsWith('podinfo/')),
  );

  test('an app that two of them apply is renamed in both', () => {
    const { texts, notes } = renamed(
      { ...app, ...cluster('clusters/a'), ...cluster('clusters/b') },
      'podinfo',
      'frontend',
    );
    expect(notes).toEqual([
      'several roots apply it, and it changes in all of them: clusters/a/, clusters/b/',
    ]);
    expect(Object.keys(texts).filter((path) => path.includes('podinfo'))).toEqual([]);
    expect(texts['clusters/b/kustomizations/kustomization-frontend.yaml']).toBe(
      kustomization('frontend', './frontend'),
    );
  });

  test('nobody who names one of them changes it in the other as well', () => {
    const both = { ...app, ...cluster('clusters/a'), ...cluster('clusters/b') };
    expect(refusal(() => renamed(both, 'podinfo', 'frontend', { root: 'clusters/a' }))).toBe(
      'shared-app: app podinfo cannot be changed in one root alone: root clusters/b/, namespace podinfo applies the same files | to change it in all of them: leave --root out | nothing was written',
    );
  });

  test('of two apps of one name the root says which; the other stays', () => {
    const at = (root: string): Texts => ({
      ...cluster(root, 'podinfo', `./apps-${root.at(-1)}/podinfo`),
      ...Object.fromEntries(Object.entries(app).map(([path, text]) => [`apps-${root.at(-1)}/${path}`, text])),
    });
    const both = { ...at('clusters/a'), ...at('clusters/b') };
    expect(refusal(() => renamed(both, 'podinfo', 'frontend'))).toBe(
      'ambiguous-app: there are 2 apps podinfo: in root clusters/a/, namespace podinfo, and in root clusters/b/, namespace podinfo | say which one: --root FOLDER, or --namespace NAME',
    );
    const { texts } = renamed(both, 'podinfo', 'frontend', { root: './clusters/b/' });
    expect(Object.keys(texts).filter((path) => path.includes('podinfo'))).toEqual(
      Object.keys(at('clusters/a')).sort(),
    );
  });
});

test('a workload that the chart calls after its release is waited for in vain, and that is said', () => {
  const check = (name: string): string =>
    `  healthChecks:\n    - apiVersion: apps/v1\n      kind: Deployment\n      name: ${name}\n      namespace: podinfo\n`;
  const notes = (name: string): readonly string[] =>
    renamed({ ...two, [owned]: kustomization('podinfo', './podinfo', check(name)) }, 'podinfo', 'frontend')
      .notes;
  const said =
    'Kustomization frontend waits for Deployment podinfo-web: a chart as a rule calls it after its release, which has another name now; check what the chart makes';
  expect(notes('podinfo-web')).toContain(said);
  expect(notes('web').join()).not.toContain('waits for');
});
