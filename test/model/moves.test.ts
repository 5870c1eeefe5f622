import { expect, test } from 'vitest';
import { applyChanges } from '../../src/core/change.ts';
import { KitError } from '../../src/core/errors.ts';
import { mentionsOf } from '../../src/model/mentions.ts';
import { movedPaths, movesWithReferences } from '../../src/model/moves.ts';
import { fiveFiles, helmRelease, kustomization, object, repoOf } from './repository.ts';

type Texts = Readonly<Record<string, string>>;

/** The repository after moves, as texts. */
function moved(texts: Texts, moves: Texts): Record<string, string> {
  const repo = repoOf(texts);
  const after = applyChanges(repo.files, movesWithReferences(repo, new Map(Object.entries(moves))));
  return Object.fromEntries([...after.paths()].map((path) => [path, after.text(path) ?? '']));
}

function refusal(texts: Texts, moves: Texts): string {
  try {
    moved(texts, moves);
  } catch (error) {
    if (error instanceof KitError) return `${error.code}: ${error.message}`;
    throw error;
  }
  return 'accepted';
}

const built = (...lines: string[]): string =>
  ['apiVersion: kustomize.config.k8s.io/v1beta1', 'kind: Kustomization', ...lines, ''].join('\n');
const service = object('v1', 'Service', 'podinfo', '  namespace: podinfo\n');

test('a folder takes the path of its Kustomization with it, comment and quotes kept', () => {
  const files = fiveFiles('podinfo');
  const applied = 'bootstrap/kustomizations/kustomization-podinfo.yaml';
  const text = kustomization('podinfo', '"./podinfo/" # the app');
  const after = moved({ ...files, [applied]: text }, { podinfo: 'apps/frontend' });
  expect(after[applied]).toBe(kustomization('podinfo', '"./apps/frontend/" # the app'));
  expect(after['apps/frontend/helmrelease-podinfo.yaml']).toBe(files['podinfo/helmrelease-podinfo.yaml']);
  expect(Object.keys(after)).toHaveLength(5);
});

test('a Kustomization of a folder that stays keeps its path', () => {
  const files = fiveFiles('podinfo');
  const after = moved(files, { 'podinfo/helmrelease-podinfo.yaml': 'podinfo/helmrelease-frontend.yaml' });
  const applied = 'bootstrap/kustomizations/kustomization-podinfo.yaml';
  expect(after[applied]).toBe(files[applied]);
});

test('a Kustomization that nothing applies here follows as well', () => {
  const texts = {
    'podinfo/service.yaml': service,
    'drafts/podinfo.yaml': kustomization('podinfo', 'podinfo'),
  };
  expect(moved(texts, { podinfo: 'frontend' })['drafts/podinfo.yaml']).toBe(
    kustomization('podinfo', 'frontend'),
  );
});

test('every kind of entry of a kustomization.yaml follows, each in its own form', () => {
  const lines = (name: string): string[] => [
    'resources: # what is applied',
    `  - ./${name}.yaml # first`,
    `  - '${name}/'`,
    `bases: [${name}/base]`,
    'components:',
    `- ${name}/component`,
    `crds: ["./${name}/crd.yaml"]`,
    'configurations:',
    `- ${name}/names.yaml`,
    'patchesStrategicMerge:',
    `- ${name}/patch.yaml`,
    '- |-',
    '  kind: Service',
    'patches:',
    `- path: ${name}/patch.yaml\t# a tab`,
    '  target: {kind: Service}',
    'patchesJson6902:',
    `- {path: ./${name}/json.yaml, target: {kind: Service, name: podinfo, version: v1}}`,
    `replacements: [{path: ${name}/replacement.yaml}]`,
    'transformers:',
    `- ${name}/transformer`,
    'openapi:',
    `  path: ${name}/schema.json`,
    'configMapGenerator:',
    '- name: podinfo',
    `  files: [${name}/config.ini, settings.ini=./${name}/config.ini]`,
    `  envs: [${name}/variables.env]`,
  ];
  const parts = [
    'base/kustomization.yaml',
    'component/kustomization.yaml',
    'crd.yaml',
    'names.yaml',
    'patch.yaml',
  ];
  const more = [
    'json.yaml',
    'replacement.yaml',
    'transformer/kustomization.yaml',
    'schema.json',
    'config.ini',
  ];
  const texts: Record<string, string> = {
    'app/kustomization.yaml': built(...lines('podinfo')),
    'app/podinfo.yaml': service,
    'app/podinfo/variables.env': 'A=1\n',
    'app/podinfo/kustomization.yaml': built('resources: []'),
  };
  for (const part of [...parts, ...more])
    texts[`app/podinfo/${part}`] = part.endsWith('kustomization.yaml') ? built('resources: []') : '{}\n';
  const after = moved(texts, { 'app/podinfo.yaml': 'app/frontend.yaml', 'app/podinfo': 'app/frontend' });
  expect(after['app/kustomization.yaml']).toBe(built(...lines('frontend')));
  expect(moved(after, { 'app/frontend.yaml': 'app/podinfo.yaml', 'app/frontend': 'app/podinfo' })).toEqual(
    texts,
  );
});

test('a generated ConfigMap keeps its key when the file gets another name', () => {
  const texts = {
    'app/kustomization.yaml': built('configMapGenerator:', '- name: podinfo', '  files:', '  - podinfo.ini'),
    'app/podinfo.ini': 'a=1\n',
  };
  const after = moved(texts, { 'app/podinfo.ini': 'app/frontend.ini' });
  expect(after['app/kustomization.yaml']).toContain('  - podinfo.ini=frontend.ini\n');
});

test('a kustomization.yaml that moves finds what stays, and what moves with it, by the way from its new folder', () => {
  const texts = {
    'base/service.yaml': service,
    'podinfo/kustomization.yaml': built(
      'resources:',
      '- ../base/service.yaml',
      '- service.yaml',
      '- missing.yaml',
      '- https://example.com/x.yaml',
    ),
    'podinfo/service.yaml': service,
  };
  const after = moved(texts, {
    podinfo: 'apps/web/podinfo',
    'podinfo/service.yaml': 'apps/web/podinfo/service-podinfo.yaml',
  });
  expect(after['apps/web/podinfo/kustomization.yaml']).toBe(
    built(
      'resources:',
      '- ../../../base/service.yaml',
      '- service-podinfo.yaml',
      '- missing.yaml',
      '- https://example.com/x.yaml',
    ),
  );
});

test('a kustomization.yaml far above names the new path; CRLF and a missing final newline stay', () => {
  const entry = (folder: string): string =>
    `resources:\r\n  - "clusters/a/${folder}" # app\r\n  - other.yaml`;
  const texts = {
    'kustomization.yaml': entry('podinfo'),
    'other.yaml': service,
    'clusters/a/podinfo/service.yaml': service,
  };
  expect(moved(texts, { 'clusters/a/podinfo': 'clusters/a/frontend' })['kustomization.yaml']).toBe(
    entry('frontend'),
  );
});

test('a folder whose files move one by one takes its references with it', () => {
  const texts = { ...fiveFiles('podinfo') };
  const after = moved(texts, {
    'podinfo/helmrelease-podinfo.yaml': 'frontend/helmrelease-podinfo.yaml',
    'podinfo/configmap-podinfo-helm-chart-value-overrides.yaml': 'frontend/configmap-podinfo.yaml',
  });
  expect(after['bootstrap/kustomizations/kustomization-podinfo.yaml']).toContain('path: ./frontend\n');
});

test('files that part leave a path that names both: refused', () => {
  const moves = {
    'podinfo/helmrelease-podinfo.yaml': 'a/helmrelease-podinfo.yaml',
    'podinfo/configmap-podinfo-helm-chart-value-overrides.yaml': 'b/configmap-podinfo.yaml',
  };
  expect(refusal(fiveFiles('podinfo'), moves)).toBe(
    'edit-refused: bootstrap/kustomizations/kustomization-podinfo.yaml names ./podinfo, which cannot follow the move: the files of podinfo/ would part, and it can name one folder only',
  );
});

test('items of a list and later documents are edited where they stand', () => {
  const item = (path: string): string =>
    `kind: List\napiVersion: v1\nitems:\n- ${kustomization('podinfo', path).replaceAll('\n', '\n  ').trimEnd()}\n`;
  const text = (path: string): string => `# first\n---\n${service}---\n${item(path)}`;
  const texts = { 'bootstrap/all.yaml': text('./podinfo'), 'podinfo/service.yaml': service };
  expect(moved(texts, { podinfo: 'frontend' })['bootstrap/all.yaml']).toBe(text('./frontend'));
});

test('charts and values files of this repository follow', () => {
  const chart = (path: string): string =>
    helmRelease('podinfo', `      valuesFiles: [./${path}/values.yaml]\n`)
      .replace('chart: podinfo', `chart: ./${path}`)
      .replace(
        'kind: HelmRepository\n        name: podinfo',
        'kind: GitRepository\n        name: flux-system',
      );
  const texts = {
    ...fiveFiles('podinfo'),
    'podinfo/helmrelease-podinfo.yaml': chart('charts/podinfo'),
    'charts/podinfo/Chart.yaml': 'name: podinfo\n',
    'charts/podinfo/values.yaml': 'a: 1\n',
  };
  const after = moved(texts, { 'charts/podinfo': 'charts/frontend' });
  expect(after['podinfo/helmrelease-podinfo.yaml']).toBe(chart('charts/frontend'));
});

test('components of a Flux Kustomization count from its path', () => {
  const text = (path: string, component: string): string =>
    kustomization('podinfo', path, `  components:\n    - ${component}\n`);
  const texts = {
    'bootstrap/podinfo.yaml': text('./podinfo', '../parts/tls'),
    'podinfo/service.yaml': service,
    'parts/tls/kustomization.yaml': 'apiVersion: kustomize.config.k8s.io/v1alpha1\nkind: Component\n',
  };
  expect(moved(texts, { podinfo: 'apps/podinfo' })['bootstrap/podinfo.yaml']).toBe(
    text('./apps/podinfo', '../../parts/tls'),
  );
  expect(moved(texts, { parts: 'shared' })['bootstrap/podinfo.yaml']).toBe(
    text('./podinfo', '../shared/tls'),
  );
});

test('a path with a variable is refused, and named', () => {
  const texts = {
    'bootstrap/kustomization-root.yaml': kustomization(
      'root',
      './clusters',
      '  postBuild:\n    substitute:\n      app: podinfo\n',
    ),
    'clusters/podinfo.yaml': kustomization('podinfo', './${app}'),
    'podinfo/service.yaml': service,
  };
  expect(refusal(texts, { podinfo: 'frontend' })).toBe(
    'edit-refused: clusters/podinfo.yaml names ./${app}, which cannot follow the move: a variable stands in it',
  );
});

test('an alias that is shared is refused, and nothing is written', () => {
  const texts = {
    'kustomization.yaml': built('resources: &all', '- podinfo.yaml', 'crds: *all'),
    'podinfo.yaml': service,
  };
  expect(refusal(texts, { 'podinfo.yaml': 'frontend.yaml' })).toBe(
    'edit-refused: kustomization.yaml: cannot change resources[0] without changing more than that',
  );
});

test('a taken place is refused; moves that make room for each other are put in order', () => {
  const texts = { 'a.yaml': service, 'b.yaml': object('v1', 'Service', 'redis') };
  expect(refusal(texts, { 'a.yaml': 'b.yaml' })).toBe(
    'path-taken: a.yaml cannot move to b.yaml, which exists',
  );
  expect(refusal(texts, { 'a.yaml': 'b.yaml', 'b.yaml': 'a.yaml' })).toMatch(/^path-taken/);
  expect(moved(texts, { 'a.yaml': 'b.yaml', 'b.yaml': 'c.yaml' })).toEqual({
    'b.yaml': texts['a.yaml'],
    'c.yaml': texts['b.yaml'],
  });
});

test('a kustomization.yaml that cannot be read is refused where it may list what moves', () => {
  const texts = {
    'podinfo/kustomization.yaml': 'resources: [',
    'podinfo/service.yaml': service,
    'redis/a.yaml': service,
  };
  expect(refusal(texts, { 'podinfo/service.yaml': 'podinfo/b.yaml' })).toMatch(
    /^kustomization-unreadable: podinfo\/kustomization.yaml/,
  );
  expect(refusal(texts, { 'redis/a.yaml': 'redis/b.yaml' })).toBe('accepted');
});

test('texts that name a moved path are said, and where they lie afterwards', () => {
  const readme = [
    'The app podinfo lives in `podinfo/`, see [release](./podinfo/helmrelease-podinfo.yaml)',
    'and https://github.com/example/fleet/blob/main/podinfo/helmrelease-podinfo.yaml#L3,',
    'but neither in my-podinfo/ nor at https://charts.example.com/podinfo/.',
  ].join('\n');
  const repo = repoOf({
    ...fiveFiles('podinfo'),
    'README.md': readme,
    'podinfo/README.md': 'values: configmap-podinfo-helm-chart-value-overrides.yaml\n',
    '.github/CODEOWNERS': '/podinfo/ @ops\n',
  });
  const mentions = mentionsOf(repo, movedPaths(repo, new Map([['podinfo', 'frontend']])));
  expect(mentions.map(({ at, after, written }) => `${after} ${at.range.start} ${written}`)).toEqual([
    '.github/CODEOWNERS 1 podinfo/',
    `README.md ${readme.indexOf('podinfo/')} podinfo/`,
    `README.md ${readme.indexOf('podinfo/helm')} podinfo/helmrelease-podinfo.yaml`,
    `README.md ${readme.lastIndexOf('podinfo/helm')} podinfo/helmrelease-podinfo.yaml`,
    'frontend/README.md 8 configmap-podinfo-helm-chart-value-overrides.yaml',
  ]);
});
