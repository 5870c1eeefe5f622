import { describe, expect, test } from 'vitest';
import { filesOf } from '../../src/core/change.ts';
import { defaultSettings } from '../../src/model/config.ts';
import { readRepo } from '../../src/model/read-repo.ts';
import { findApp } from '../../src/scaffold/find-app.ts';
import { planRemoval } from '../../src/scaffold/remove.ts';
import { withoutDocuments } from '../../src/yaml/without-documents.ts';
import { fiveFiles, helmRelease, kustomization, namespace, object } from '../model/repository.ts';
import { golden, lint, messages } from '../support/golden.ts';
import { removed, renamed, type Texts, textsOf } from './app-changes.ts';
import { emptyRoot, plan, refusal, registrySource, sharedSource, textsAfter } from './examples.ts';

const two = { ...fiveFiles('podinfo'), ...fiveFiles('redis') };
const owned = 'bootstrap/kustomizations/kustomization-podinfo.yaml';
const built = (...lines: string[]): string =>
  ['apiVersion: kustomize.config.k8s.io/v1beta1', 'kind: Kustomization', ...lines, ''].join('\n');

describe('after new-app, remove-app gives the tree before', () => {
  const redis = { ...emptyRoot, ...fiveFiles('redis', 'flux-system') };
  const listed = {
    ...redis,
    'flux-system/kustomization.yaml': built(
      'resources: # in order',
      '  - ./namespaces # first',
      '  - "kustomizations"',
      '  - helmrepositories/helmrepository-redis.yaml # by hand',
    ),
    'flux-system/namespaces/kustomization.yaml': built('resources: [namespace-redis.yaml]'),
    'flux-system/kustomizations/kustomization.yaml': built('resources: []').replaceAll('\n', '\r\n'),
  };
  test.each<[string, Texts, Parameters<typeof plan>[1]]>([
    ['in an empty root', emptyRoot, {}],
    ['beside another app', redis, { dependsOn: ['redis'] }],
    ['in another namespace', redis, { namespace: 'web', set: ['replicaCount=3'] }],
    ['in the namespace of another app', redis, { namespace: 'redis' }],
    ['with the source of another app', redis, { source: sharedSource(fiveFiles('redis')) }],
    ['listed in kustomization.yaml files', listed, {}],
    ['from a registry', redis, { source: registrySource() }],
    ['from a registry, listed in kustomization.yaml files', listed, { source: registrySource() }],
    ['listed at the top', { ...emptyRoot, 'flux-system/kustomization.yaml': built('resources: []') }, {}],
  ])('%s', (_, start, app) => {
    expect(removed(textsAfter(plan(start, app)), 'podinfo').texts).toEqual(start);
  });
});

describe('what goes', () => {
  test('the folder with all that is in it, and lint has nothing new to say', () => {
    const { texts, files, title, dependants } = removed(
      { ...textsOf(golden.files), 'podinfo/README.md': '', 'podinfo/secret.enc': '' },
      'podinfo',
    );
    expect(title).toBe('remove podinfo');
    expect(Object.keys(texts).filter((path) => path.includes('podinfo'))).toEqual([]);
    expect(messages(lint(files, { extends: 'strict' }))).toEqual([]);
    expect(dependants).toEqual([]);
  });

  test('with it what others say of it in dependsOn and healthChecks; they are named', () => {
    const waiting = kustomization(
      'redis',
      './redis',
      '  dependsOn:\n    - name: podinfo # first\n  healthChecks:\n    - kind: Deployment\n      name: podinfo\n      namespace: podinfo\n    - kind: HelmRelease\n      name: redis\n      namespace: redis # its own\n',
    );
    const path = 'bootstrap/kustomizations/kustomization-redis.yaml';
    const { texts, dependants } = removed({ ...two, [path]: waiting }, 'podinfo');
    expect(dependants).toEqual([
      `Kustomization redis (spec.dependsOn[0] in ${path})`,
      `Kustomization redis (spec.healthChecks[0] in ${path})`,
    ]);
    expect(texts[path]).toBe(
      kustomization(
        'redis',
        './redis',
        '  healthChecks:\n    - kind: HelmRelease\n      name: redis\n      namespace: redis # its own\n',
      ),
    );
  });

  test('of several entries only those that name it', () => {
    const start = {
      ...two,
      ...fiveFiles('web'),
      'web/helmrelease-web.yaml': helmRelease(
        'web',
        '  dependsOn:\n    - name: redis\n      namespace: redis\n    - {name: podinfo, namespace: podinfo}\n    # last\n    - name: web-db\n',
      ),
    };
    expect(removed(start, 'podinfo').texts['web/helmrelease-web.yaml']).toBe(
      helmRelease(
        'web',
        '  dependsOn:\n    - name: redis\n      namespace: redis\n    # last\n    - name: web-db\n',
      ),
    );
  });

  test('its document of a file that holds others; their comments stay', () => {
    const rest = `# the rest\n${kustomization('redis', './redis')}`;
    const { 'bootstrap/kustomizations/kustomization-redis.yaml': _, ...others } = two;
    const start = { ...others, [owned]: `${kustomization('podinfo', './podinfo')}---\n${rest}` };
    expect(removed(start, 'podinfo').texts[owned]).toBe(`---\n${rest}`);
  });

  test('entries of every kind in a kustomization.yaml that stays', () => {
    const lines = [
      'resources:',
      '- ../bootstrap',
      '- ../podinfo/extra',
      'patches:',
      '- path: ../podinfo/patch.yaml',
      '- path: other.yaml',
    ];
    const { texts } = removed(
      {
        ...two,
        'all/kustomization.yaml': built(...lines),
        'podinfo/patch.yaml': '',
        'podinfo/extra/kustomization.yaml': built(),
        'all/other.yaml': '',
      },
      'podinfo',
    );
    expect(texts['all/kustomization.yaml']).toBe(
      built('resources:', '- ../bootstrap', 'patches:', '- path: other.yaml'),
    );
  });
});

describe('an app that is not complete', () => {
  test('goes as far as it is there', () => {
    const { 'podinfo/helmrelease-podinfo.yaml': _, ...waiting } = two;
    expect(removed(waiting, 'podinfo').texts).toEqual(fiveFiles('redis'));
    const { [owned]: __, ...idle } = two;
    expect(Object.keys(removed(idle, 'podinfo').texts).filter((path) => path.startsWith('podinfo/'))).toEqual(
      [],
    );
  });
});

describe('what stays', () => {
  test('the Namespace, when asked to', () => {
    const { texts, notes, consequences } = removed(two, 'podinfo', { keepNamespace: true });
    expect(Object.keys(texts).filter((path) => path.includes('podinfo'))).toEqual([
      'bootstrap/namespaces/namespace-podinfo.yaml',
    ]);
    expect(notes).toEqual(['Namespace podinfo in bootstrap/namespaces/namespace-podinfo.yaml stays']);
    expect(consequences.losesData).toBe(false);
    expect(consequences.sentences).toEqual(['Flux will uninstall the release podinfo in podinfo']);
  });

  test('the folder of several releases, but for its own files', () => {
    const worker = helmRelease('worker', '').replace('namespace: worker', 'namespace: podinfo');
    const { texts } = removed({ ...two, 'podinfo/helmrelease-worker.yaml': worker }, 'podinfo');
    expect(Object.keys(texts).filter((path) => path.includes('podinfo'))).toEqual([
      owned,
      'bootstrap/namespaces/namespace-podinfo.yaml',
      'podinfo/helmrelease-worker.yaml',
    ]);
  });

  test('an Alert that names it, with a word about that', () => {
    const alert = object(
      'notification.toolkit.fluxcd.io/v1beta3',
      'Alert',
      'all',
      '  namespace: flux-system\nspec:\n  eventSources:\n    - kind: Kustomization\n      name: podinfo\n',
    );
    const { texts, notes } = removed({ ...two, 'bootstrap/alert-all.yaml': alert }, 'podinfo');
    expect(texts['bootstrap/alert-all.yaml']).toBe(alert);
    expect(notes).toEqual([
      'Alert all in bootstrap/alert-all.yaml still names what goes: spec.eventSources[0].name',
    ]);
  });

  test('a README that names it, with a word about that', () => {
    const { texts, notes } = removed({ ...two, 'README.md': 'see\npodinfo/\n' }, 'podinfo');
    expect(texts['README.md']).toBe('see\npodinfo/\n');
    expect(notes).toEqual(['left alone, though they name paths that are no more: README.md:2']);
  });
});

describe('what Flux will do', () => {
  test('is said, with ways to keep the data', () => {
    expect(removed(two, 'podinfo').consequences).toEqual({
      sentences: [
        'Flux will delete Namespace podinfo with everything that is in it, volumes included',
        'Flux will uninstall the release podinfo in podinfo',
      ],
      advice: [
        'to keep Namespace podinfo and what else is in it: --keep-namespace',
        'to keep Namespace podinfo: first give it the annotation kustomize.toolkit.fluxcd.io/prune: disabled, and let Flux apply that',
        'to let the release run on: first write suspend: true into HelmRelease podinfo (or deletionPolicy: Orphan into its Kustomization), and let Flux apply that',
      ],
      losesData: true,
      byFlux: true,
    });
  });

  test('a claim that its folder declares is data as well', () => {
    const claim = object('v1', 'PersistentVolumeClaim', 'data', '  namespace: podinfo\n');
    const { consequences } = removed(
      { ...two, 'podinfo/persistentvolumeclaim-data.yaml': claim },
      'podinfo',
      {
        keepNamespace: true,
      },
    );
    expect(consequences.losesData).toBe(true);
    expect(consequences.sentences[0]).toBe(
      'Flux will delete PersistentVolumeClaim data in podinfo with its data',
    );
  });

  test.each([
    ['postgresql.cnpg.io/v1', 'Cluster', true],
    ['minio.min.io/v2', 'Tenant', true],
    ['monitoring.coreos.com/v1', 'ServiceMonitor', false],
    ['networking.k8s.io/v1', 'Ingress', false],
    ['external-secrets.io/v1', 'ExternalSecret', false],
  ])('an operator may keep data for an object: %s %s', (apiVersion, kind, isLoss) => {
    const database = object(apiVersion, kind, 'data', '  namespace: podinfo\n');
    const start = { ...two, 'podinfo/data.yaml': database };
    const { consequences } = removed(start, 'podinfo', { keepNamespace: true });
    expect(consequences.losesData).toBe(isLoss);
    const said = `Flux will delete ${kind} data in podinfo, and its operator perhaps the data that it keeps`;
    expect(consequences.sentences.includes(said)).toBe(isLoss);
    expect(renamed(start, 'podinfo', 'web').consequences.sentences.includes(said)).toBe(isLoss);
  });

  test('is said as well of the last app, with which its root goes', () => {
    expect(removed(fiveFiles('podinfo'), 'podinfo').consequences.sentences).toEqual([
      'Flux will delete Namespace podinfo with everything that is in it, volumes included',
      'Flux will uninstall the release podinfo in podinfo',
    ]);
  });

  test('nothing goes that an Orphan policy or prune: disabled keeps', () => {
    const kept = {
      ...two,
      [owned]: kustomization('podinfo', './podinfo', '  deletionPolicy: Orphan\n'),
      'bootstrap/namespaces/namespace-podinfo.yaml': `${namespace('podinfo')}  annotations:\n    kustomize.toolkit.fluxcd.io/prune: disabled\n`,
    };
    expect(removed(kept, 'podinfo').consequences).toEqual({
      sentences: [],
      advice: [],
      losesData: false,
      byFlux: true,
    });
  });
});

describe('refusals', () => {
  test('another Kustomization that reads what would go', () => {
    const path = 'bootstrap/kustomizations/kustomization-redis.yaml';
    const start = {
      ...two,
      'podinfo/configmap-settings.yaml': object('v1', 'ConfigMap', 'settings', '  namespace: flux-system\n'),
      [path]: kustomization(
        'redis',
        './redis',
        '  postBuild:\n    substituteFrom:\n      - kind: ConfigMap\n        name: settings\n',
      ),
    };
    expect(refusal(() => removed(start, 'podinfo'))).toBe(
      `still-used: app podinfo cannot be removed: ConfigMap settings is used by Kustomization redis in ${path} | remove what uses it first`,
    );
  });

  test('another Kustomization of the same folder, which would find it empty', () => {
    const start = { ...two, 'drafts/kustomization-podinfo.yaml': kustomization('draft', './podinfo') };
    expect(refusal(() => removed(start, 'podinfo'))).toBe(
      'still-used: drafts/kustomization-podinfo.yaml applies podinfo/, which would be empty | remove what applies it first',
    );
  });

  test('a patch of it, in a file or in place', () => {
    const head = 'kind: HelmRelease\napiVersion: helm.toolkit.fluxcd.io/v2\nmetadata: {name: podinfo}\n';
    const inFile = {
      ...two,
      'all/kustomization.yaml': built('patches:', '- path: patch.yaml'),
      'all/patch.yaml': head,
    };
    expect(refusal(() => removed(inFile, 'podinfo'))).toBe(
      'still-used: app podinfo cannot be removed: all/patch.yaml patches HelmRelease podinfo | remove that patch first',
    );
    const patch = `  patches:\n    - patch: |\n${head.replace(/^(?=.)/gm, '        ')}`;
    const path = 'bootstrap/kustomizations/kustomization-redis.yaml';
    expect(
      refusal(() => removed({ ...two, [path]: kustomization('redis', './redis', patch) }, 'podinfo')),
    ).toContain(`still-used: app podinfo cannot be removed: ${path} patches HelmRelease podinfo`);
  });

  test('an item of a list with others in it', () => {
    const item = (text: string): string => `- ${text.trimEnd().replaceAll('\n', '\n  ')}\n`;
    const {
      [owned]: own = '',
      'bootstrap/kustomizations/kustomization-redis.yaml': other = '',
      ...rest
    } = two;
    const list = `apiVersion: v1\nkind: List\nitems:\n${item(own)}${item(other)}`;
    expect(refusal(() => removed({ ...rest, 'bootstrap/all.yaml': list }, 'podinfo'))).toContain(
      'edit-refused: bootstrap/all.yaml holds the app and other objects in one list',
    );
  });
});

test('a manifest that cannot be read and says its name is named', () => {
  const broken = 'spec:\n  dependsOn: [{name: podinfo}\n';
  const { notes } = removed(
    {
      ...two,
      'bootstrap/blue.yaml': broken,
      'podinfo/old.yaml': broken,
      'bootstrap/red.yaml': 'a: [podinfo-2\n',
    },
    'podinfo',
  );
  expect(notes).toEqual([
    'left alone, since they cannot be read, though they say podinfo: bootstrap/blue.yaml',
  ]);
});

describe('a file of the folder that cannot be read', () => {
  test.each([
    ['symlink', 'a symbolic link'],
    ['unreadable', 'unreadable'],
  ] as const)('%s', (kind, words) => {
    const path = 'podinfo/picture';
    const files = filesOf(two);
    const repo = readRepo(
      {
        paths: () => [...files.paths(), path].sort(),
        text: (each) => files.text(each),
        fault: (each) => (each === path ? { kind, cause: 'denied' } : undefined),
      },
      defaultSettings,
    );
    const apps = findApp(repo, { name: 'podinfo', root: undefined, namespace: undefined });
    expect(refusal(() => planRemoval({ repo, apps, keepNamespace: false }))).toBe(
      `cannot-delete: ${path} would have to go, and is ${words} | delete it yourself first: git rm ${path} | nothing was written`,
    );
  });
});

describe('withoutDocuments', () => {
  test.each([
    ['the first', [0], '---\nb: 2\n--- # c\nc: 3'],
    ['one in the middle', [1], '# a\na: 1\n--- # c\nc: 3'],
    ['the last', [2], '# a\na: 1\n---\nb: 2\n'],
    ['several', [0, 2], '---\nb: 2\n'],
  ])('%s', (_, gone, wanted) => {
    expect(withoutDocuments('# a\na: 1\n---\nb: 2\n--- # c\nc: 3', new Set(gone))).toBe(wanted);
  });

  test('CRLF stays', () => {
    expect(withoutDocuments('a: 1\r\n---\r\nb: 2\r\n', new Set([0]))).toBe('---\r\nb: 2\r\n');
  });
});
