import { describe, expect, test } from 'vitest';
import { applyChanges, type Files, type Plan } from '../../src/core/change.ts';
import type { Settings } from '../../src/model/config.ts';
import { forgeOf, type Init, planInit } from '../../src/scaffold/init.ts';
import { recognised } from '../../src/scaffold/recognise.ts';
import { toData } from '../../src/yaml/data.ts';
import type { Data } from '../../src/yaml/node.ts';
import { readYaml } from '../../src/yaml/read.ts';
import { emptyRoot, plan, refusal, repoOf, templates, textsAfter } from './examples.ts';

function init(
  texts: Readonly<Record<string, string>>,
  options: Partial<Init> = {},
  settings: Partial<Settings> = {},
): Plan & { readonly after: Files } {
  const repo = repoOf(texts, settings);
  const planned = planInit({
    name: 'fleet',
    forge: forgeOf(repo.files),
    branch: 'main',
    root: undefined,
    appsDir: undefined,
    version: '0.1.0',
    schema: 'https://example.com/config.schema.json',
    ...options,
    repo,
    templates,
  });
  return { ...planned, after: applyChanges(repo.files, planned.changes) };
}

function readData(text: string): Data {
  const { documents, problems } = readYaml(text);
  expect(problems).toEqual([]);
  const root = documents[0]?.root;
  if (root === undefined) throw new Error(`no YAML: ${text}`);
  return toData(root, 'kubectl');
}

const rootSync = (path: string): Record<string, string> => ({
  [`${path === './' ? '' : `${path}/`}flux-system/gotk-sync.yaml`]: `apiVersion: source.toolkit.fluxcd.io/v1
kind: GitRepository
metadata:
  name: flux-system
  namespace: flux-system
spec:
  interval: 1m
  url: ssh://git@example.com/fleet
---
apiVersion: kustomize.toolkit.fluxcd.io/v1
kind: Kustomization
metadata:
  name: flux-system
  namespace: flux-system
spec:
  interval: 10m
  path: ${path}
  prune: true
  sourceRef:
    kind: GitRepository
    name: flux-system
`,
});

test('an empty repository gets root folders, README, configuration and hook', () => {
  const { after, notes } = init({});
  expect([...after.paths()]).toEqual([
    '.gitops-kit.jsonc',
    '.pre-commit-config.yaml',
    'README.md',
    'flux-system/helmrepositories/.gitkeep',
    'flux-system/kustomizations/.gitkeep',
    'flux-system/namespaces/.gitkeep',
  ]);
  expect(notes).toEqual([]);
  expect(after.text('README.md')).toContain(
    'flux bootstrap git --url=ssh://git@HOST/REPOSITORY.git --branch=main --path=flux-system\n',
  );
  expect(after.text('.gitops-kit.jsonc')).toContain('"fluxVersion": "2.9",');
});

test.each([
  [
    'github',
    '.github/workflows/gitops-kit.yml',
    '- uses: gitops-kit/gitops-kit@v0.1.0\n',
    'flux bootstrap github --owner=OWNER',
  ],
  [
    'gitlab',
    '.gitlab-ci.yml',
    '- npx --yes gitops-kit@0.1.0 lint ${base:+',
    'flux bootstrap gitlab --owner=GROUP',
  ],
  [
    'forgejo',
    '.forgejo/workflows/gitops-kit.yml',
    '- run: npx --yes gitops-kit@0.1.0 lint ${GITHUB_BASE_REF:+',
    'flux bootstrap gitea --hostname=HOST',
  ],
] as const)('on %s it gets a CI file and the bootstrap command of it', (forge, path, runs, command) => {
  const { after } = init({}, { forge });
  expect(after.text(path)).toContain(runs);
  expect(after.text('README.md')).toContain(command);
});

test('a workflow that runs gitops-kit already is enough', () => {
  const { changes } = init({
    ...emptyRoot,
    '.github/workflows/lint.yaml': 'jobs: { lint: { steps: [{ run: npx gitops-kit lint }] } }\n',
  });
  expect(changes.filter(({ path }) => path.startsWith('.github/'))).toEqual([]);
});

test('the forge is seen by its files', () => {
  const seen = (path: string): string => forgeOf(repoOf({ [path]: '' }).files);
  expect(['.github/CODEOWNERS', '.gitlab-ci.yml', '.forgejo/x', 'README.md'].map(seen)).toEqual([
    'github',
    'gitlab',
    'forgejo',
    'other',
  ]);
});

test('what init wrote is recognised, and nothing is missing', () => {
  const first = init({});
  const texts = Object.fromEntries(
    [...first.after.paths()].map((path) => [path, first.after.text(path) ?? '']),
  );
  expect(repoOf(texts).layout.root?.path).toBe('flux-system');
  expect(init(texts).changes).toEqual([]);
});

test('another root and a folder for the apps go into the configuration', () => {
  const { after } = init({}, { root: './clusters/production/', appsDir: 'apps' });
  expect(after.text('clusters/production/kustomizations/.gitkeep')).toBe('');
  expect(after.text('.gitops-kit.jsonc')).toContain('"roots": ["clusters/production"],');
  expect(after.text('.gitops-kit.jsonc')).toContain('"appsDir": "apps",');
});

test.each(['../x', '/abs/', 'a/../../x', ' /abs'])(
  'a root or apps folder outside, %j, is refused',
  (outside) => {
    const message = `lies outside the repository; a folder from its top was expected`;
    expect(refusal(() => init({}, { root: outside }))).toContain(`bad-folder: --root ${outside} ${message}`);
    expect(refusal(() => init({}, { appsDir: outside }))).toContain(
      `bad-folder: --apps-dir ${outside} ${message}`,
    );
  },
);

test.each([
  ['trunk', '--branch=trunk ', 'branches: [trunk]'],
  ['no', '--branch=no ', 'branches: ["no"]'],
  ["it's;a,b", "--branch='it'\\''s;a,b' ", 'branches: ["it\'s;a,b"]'],
])('README and workflow speak of the branch %s', (branch, bootstrap, workflow) => {
  const { after } = init({}, { branch, forge: 'github' });
  expect(after.text('README.md')).toContain(bootstrap);
  expect(after.text('.github/workflows/gitops-kit.yml')).toContain(workflow);
});

test('an existing repository keeps every byte, its root included', () => {
  const before = {
    ...textsAfter(
      plan({ 'bootstrap/helmrepositories/.gitkeep': '', 'bootstrap/kustomizations/.gitkeep': '' }),
    ),
    'readme.md': '# mine\n',
    ...rootSync('bootstrap'),
  };
  const { after, changes } = init(before);
  for (const [path, text] of Object.entries(before)) expect(after.text(path)).toBe(text);
  expect(changes.map(({ path }) => path)).toEqual(['.gitops-kit.jsonc', '.pre-commit-config.yaml']);
  expect(refusal(() => init(before, { root: 'flux-system' }))).toContain(
    'root-exists: this repository has the root bootstrap, not flux-system',
  );
});

describe('a hook or CI file that exists is left alone, and the lines to add are printed', () => {
  const others = { ...emptyRoot, 'renovate.json': '{}\n' };
  const told = (path: string, text: string): string => {
    const { after, notes } = init({ ...others, [path]: text }, { forge: 'gitlab' });
    expect(after.text(path)).toBe(text);
    const about = notes.filter((note) => note.startsWith(path));
    expect(about).toHaveLength(1);
    const [first, ...rest] = (about[0] ?? '').split('\n');
    expect(first).toMatch(/ exists and stays as it is; to run gitops-kit there, add(?: under repos)?:$/);
    return rest.map((line) => `${line.slice(2)}\n`).join('');
  };

  test.each(['', '  ', '    '])('an entry of repos, indented by %j as those that are there', (indent) => {
    const hooks = `repos:\n${indent}- repo: meta\n${indent}  hooks:\n${indent}    - id: identity\n`;
    const all = readData(hooks + told('.pre-commit-config.yaml', hooks));
    expect(all).toEqual({
      repos: [
        { repo: 'meta', hooks: [{ id: 'identity' }] },
        {
          repo: 'local',
          hooks: [
            expect.objectContaining({
              id: 'gitops-kit',
              language: 'node',
              additional_dependencies: ['gitops-kit@0.1.0'],
            }),
          ],
        },
      ],
    });
  });

  test.each([
    ['test: { script: [make] }\n', undefined],
    ['stages: [build, test]\n', undefined],
    ['stages: [check, deploy]\n', 'check'],
  ])('a job of the pipeline %j, with the stage %s', (pipeline, stage) => {
    const all = readData(`${pipeline}${told('.gitlab-ci.yml', pipeline)}`);
    expect(all).toMatchObject({ 'gitops-kit': { image: 'node:22-bookworm' } });
    if (stage === undefined) expect(all).not.toHaveProperty('gitops-kit.stage');
    else expect(all).toHaveProperty('gitops-kit.stage', stage);
  });

  test('and nothing is said of one that has them', () => {
    const texts = { ...others, '.gitlab-ci.yml': 'lint: { script: [npx gitops-kit lint] }\n' };
    expect(init(texts, { forge: 'gitlab' }).notes).toEqual([]);
  });
});

describe('Renovate', () => {
  const configuration = (texts: Record<string, string>, options: Partial<Init> = {}): unknown => {
    const text = init(texts, { forge: 'github', ...options }).after.text('renovate.json');
    return text === undefined ? undefined : JSON.parse(text);
  };
  const release =
    'apiVersion: helm.toolkit.fluxcd.io/v2\nkind: HelmRelease\nmetadata:\n  name: web\n  namespace: web\nspec:\n  interval: 15m\n';

  test('looks at every YAML file where the apps lie at the top', () => {
    expect(configuration({})).toEqual({
      $schema: 'https://docs.renovatebot.com/renovate-schema.json',
      extends: ['config:recommended'],
      flux: { managerFilePatterns: ['/\\.ya?ml$/'] },
    });
  });

  test('looks at root and apps folder, and where else a release lies', () => {
    expect(configuration({}, { root: 'clusters/production', appsDir: 'apps' })).toMatchObject({
      flux: { managerFilePatterns: ['/^apps/.+\\.ya?ml$/', '/^clusters/production/.+\\.ya?ml$/'] },
    });
    expect(configuration({ 'old/web/release.yaml': release }, { appsDir: 'apps' })).toMatchObject({
      flux: { managerFilePatterns: ['/^apps/.+\\.ya?ml$/', '/^old/.+\\.ya?ml$/'] },
    });
  });

  test('looks at every root of several', () => {
    const texts = { ...rootSync('clusters/eu'), ...rootSync('clusters/us') };
    expect(configuration(texts, { appsDir: 'apps' })).toMatchObject({
      flux: {
        managerFilePatterns: [
          '/^apps/.+\\.ya?ml$/',
          '/^clusters/eu/.+\\.ya?ml$/',
          '/^clusters/us/.+\\.ya?ml$/',
        ],
      },
    });
  });

  test('is told to look into folders named test, which its preset leaves out', () => {
    expect(configuration({}, { root: 'clusters/test' })).toMatchObject({ flux: { ignorePaths: [] } });
    expect(configuration({}, { root: 'clusters/latest' })).not.toHaveProperty('flux.ignorePaths');
  });

  test('is left alone where it is configured, where no forge is known, and beside Dependabot', () => {
    expect(configuration({ '.github/renovate.json5': '{}' })).toBeUndefined();
    expect(configuration({ 'package.json': '{ "renovate": {} }' })).toBeUndefined();
    expect(configuration({}, { forge: 'other' })).toBeUndefined();
    const { after, notes } = init({ '.github/dependabot.yml': 'version: 2\nupdates: []\n' });
    expect(after.text('renovate.json')).toBeUndefined();
    expect(notes).toEqual([
      '.github/dependabot.yml exists, so no renovate.json was written; Dependabot does not read HelmReleases, Renovate does',
    ]);
  });
});

test('where Flux applies the whole top, it is told to leave our YAML out', () => {
  const { after } = init(rootSync('./'));
  expect(after.text('.sourceignore')).toBe(
    '# no Kubernetes objects: Flux must not apply them\n/.pre-commit-config.yaml\n',
  );
  const appended = init({ ...rootSync('./'), '.sourceignore': 'docs/\r\n*.txt' });
  expect(appended.after.text('.sourceignore')).toBe(
    'docs/\r\n*.txt\r\n# no Kubernetes objects: Flux must not apply them\r\n/.pre-commit-config.yaml\r\n',
  );
});

test('what Flux leaves out anyway needs no line', () => {
  expect(init({ ...rootSync('./'), '.sourceignore': '.*.yaml\n' }).after.text('.sourceignore')).toBe(
    '.*.yaml\n',
  );
  expect(init(rootSync('bootstrap')).after.text('.sourceignore')).toBeUndefined();
  expect(init(rootSync('./'), { forge: 'github' }).after.text('.sourceignore')).not.toContain('.github');
});

test('a repository is described before anything is written', () => {
  expect(recognised(repoOf({ 'README.md': '' }))).toEqual([]);
  const texts = textsAfter(
    plan({ 'bootstrap/helmrepositories/.gitkeep': '', 'bootstrap/kustomizations/.gitkeep': '' }),
  );
  delete texts['bootstrap/namespaces/namespace-podinfo.yaml'];
  expect(recognised(repoOf(texts))).toEqual([
    expect.stringMatching(/^root bootstrap\/ \(.*\)$/),
    expect.stringMatching(/^apps in \.\/ \(.*\)$/),
    '1 app: 0 complete, 1 incomplete',
    '  podinfo has no Namespace',
    'Flux 2.9 (newest known)',
  ]);
});

test('where objects are but no root is seen, none is invented', () => {
  const namespace = 'apiVersion: v1\nkind: Namespace\nmetadata:\n  name: web\n';
  const { changes, notes } = init({ 'infra/namespace.yaml': namespace });
  expect(changes.map(({ path }) => path)).toEqual(['.gitops-kit.jsonc', '.pre-commit-config.yaml']);
  expect(notes).toEqual([expect.stringMatching(/^no root was recognised/)]);
  expect(
    init({ 'infra/namespace.yaml': namespace }, { root: 'infra' }).after.text(
      'infra/kustomizations/.gitkeep',
    ),
  ).toBe('');
});

test('of several bootstrapped roots none is preferred: all go into the configuration', () => {
  const texts = { ...rootSync('clusters/eu'), ...rootSync('clusters/us') };
  const { after, changes } = init(texts);
  expect(changes.filter(({ path }) => path.endsWith('.gitkeep'))).toEqual([]);
  expect(after.text('.gitops-kit.jsonc')).toContain('"roots": ["clusters/eu","clusters/us"],');
});

test('a freshly bootstrapped root gets its folders, one whose apps lie otherwise does not', () => {
  const folders = (texts: Record<string, string>): string[] =>
    init(texts)
      .changes.map(({ path }) => path)
      .filter((path) => path.endsWith('.gitkeep'));
  const bootstrapped = rootSync('clusters/home');
  expect(folders(bootstrapped)).toHaveLength(3);
  const release =
    'apiVersion: helm.toolkit.fluxcd.io/v2\nkind: HelmRelease\nmetadata:\n  name: web\n  namespace: web\nspec:\n  interval: 15m\n';
  expect(folders({ ...bootstrapped, 'clusters/home/web/release.yaml': release })).toEqual([]);
});

test('a root at the top is refused: it would apply the app folders a second time', () => {
  expect(refusal(() => init({}, { root: './' }))).toContain(
    'root-is-top: the root ./ would apply the app folders',
  );
});

test('where Flux watches already, the README tells nobody to bootstrap it again', () => {
  const { after } = init(rootSync('flux-system'));
  expect(after.text('README.md')).toContain('## Daily work');
  expect(after.text('README.md')).not.toContain('flux bootstrap');
});
