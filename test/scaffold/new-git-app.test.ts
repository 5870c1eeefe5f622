import { describe, expect, test } from 'vitest';
import { applyChanges, filesOf } from '../../src/core/change.ts';
import { type GitWords, gitSource } from '../../src/scaffold/git-source.ts';
import { planNewGitApp } from '../../src/scaffold/new-git-app.ts';
import { lint, messages } from '../support/golden.ts';
import { removed, renamed, type Texts, textsOf } from './app-changes.ts';
import { emptyRoot, refusal, repoOf, templates } from './examples.ts';
import { fleetWith, placed } from './placed.ts';

const words: GitWords = {
  url: 'https://github.com/stefanprodan/podinfo',
  branch: undefined,
  tag: '6.14.1',
  path: './deploy/overlays/dev/',
  secretRef: undefined,
};

function added(
  texts: Texts,
  name: string,
  change: Partial<GitWords> & { readonly dependsOn?: readonly string[] } = {},
) {
  const { dependsOn = [], ...more } = change;
  const repo = repoOf(texts);
  const source = gitSource({ ...words, ...more });
  const plan = planNewGitApp({ repo, name, namespace: undefined, source, dependsOn, templates });
  return { ...plan, texts: textsOf(applyChanges(repo.files, plan.changes)) };
}

const kustomization = 'flux-system/kustomizations/kustomization-frontend.yaml';
const source = 'flux-system/gitrepositories/gitrepository-frontend.yaml';
const namespace = 'flux-system/namespaces/namespace-frontend.yaml';

describe('new-app --git', () => {
  test('writes a GitRepository, a Kustomization and a Namespace', () => {
    const { texts, title, notes } = added(fleetWith(), 'frontend', { dependsOn: ['redis'] });
    expect(texts[source]).toBe(`apiVersion: source.toolkit.fluxcd.io/v1
kind: GitRepository
metadata:
  name: frontend
  namespace: flux-system
spec:
  interval: 15m
  url: https://github.com/stefanprodan/podinfo
  ref:
    tag: 6.14.1
`);
    expect(texts[kustomization]).toBe(`apiVersion: kustomize.toolkit.fluxcd.io/v1
kind: Kustomization
metadata:
  name: frontend
  namespace: flux-system
spec:
  dependsOn:
    - name: redis
  interval: 15m
  retryInterval: 2m
  timeout: 5m
  path: ./deploy/overlays/dev
  prune: true # remove what is later removed from the path
  wait: true # ready when all that it applies is
  targetNamespace: frontend # where everything goes that it applies
  sourceRef:
    kind: GitRepository
    name: frontend
`);
    expect(texts[namespace]).toBe('apiVersion: v1\nkind: Namespace\nmetadata:\n  name: frontend\n');
    expect(title).toBe('add frontend (github.com/stefanprodan/podinfo, ./deploy/overlays/dev)');
    expect(notes).toEqual([]);
  });

  test('is clean at strict, alone and beside others', () => {
    for (const change of [{}, { branch: 'main', tag: undefined, path: undefined }]) {
      const { texts } = added(emptyRoot, 'frontend', change);
      expect(messages(lint(filesOf(texts), { extends: 'strict' }))).toEqual([]);
    }
  });

  test('a private one names its Secret, and says how it is made', () => {
    const url = 'ssh://git@github.com/stefanprodan/podinfo';
    const { texts, notes } = added(emptyRoot, 'frontend', { url, secretRef: 'github' });
    expect(texts[source]).toContain(
      '  secretRef: # the key of SSH, and the hosts that are known\n    name: github\n',
    );
    expect(notes).toEqual([
      `this repository has no Secret github; Flux looks for it in flux-system: flux create secret git github --namespace=flux-system --url=${url}`,
    ]);
  });

  test('a second folder of the same repository and ref shares the GitRepository', () => {
    const { texts } = added(emptyRoot, 'frontend');
    const second = added(texts, 'backend', { path: 'deploy/backend' });
    expect(second.texts['flux-system/gitrepositories/gitrepository-backend.yaml']).toBeUndefined();
    expect(second.texts['flux-system/kustomizations/kustomization-backend.yaml']).toContain(
      '    kind: GitRepository\n    name: frontend\n',
    );
    expect(second.notes).toEqual([`GitRepository frontend exists in ${source} and is shared`]);
    expect(messages(lint(filesOf(second.texts), { extends: 'strict' }))).toEqual([]);
  });

  test.each([
    [
      { tag: undefined },
      'bad-option: --git needs --branch or --tag: without one Flux takes the branch master',
    ],
    [{ branch: 'main' }, 'bad-option: --branch and --tag do not go together'],
    [{ tag: 'a..b' }, 'bad-option: --tag "a..b" is no name of a tag'],
    [{ path: '../other' }, 'bad-option: --path ../other is no folder of the other repository'],
    [
      { url: 'git@github.com:a/b.git' },
      'bad-url: "git@github.com:a/b.git" is a form that Flux does not take',
    ],
    [{ url: 'github.com/a/b' }, 'bad-url: "github.com/a/b" is no URL of a git repository'],
    [{ url: 'https://me:secret@github.com/a/b' }, 'credentials-in-url: the URL https://…@github.com/a/b'],
    [{ url: 'ssh://git@github.com/a/b' }, 'bad-option: --git over SSH needs --secret-ref'],
    [
      { dependsOn: ['rediss'] },
      'no-such-dependency: Kustomization rediss does not exist; did you mean redis?',
    ],
  ] as const)('%j is refused', (change, message) => {
    expect(refusal(() => added(fleetWith(), 'frontend', change))).toContain(message);
  });

  test('an app of that name is refused', () => {
    expect(refusal(() => added(fleetWith(), 'podinfo'))).toContain('app-exists: app podinfo exists');
  });
});

describe('a Kustomize app', () => {
  const texts = added(fleetWith(), 'frontend').texts;

  test('is an app: it is listed, renamed and removed with all its files', () => {
    expect(repoOf(texts).apps.map(({ name }) => name)).toEqual(['frontend', 'podinfo', 'redis']);
    expect(removed(texts, 'frontend').texts).toEqual(fleetWith());
    const shop = renamed(texts, 'frontend', 'shop');
    expect(Object.keys(shop.texts).filter((path) => /frontend|shop/.test(path))).toEqual([
      'flux-system/gitrepositories/gitrepository-shop.yaml',
      'flux-system/kustomizations/kustomization-shop.yaml',
      'flux-system/namespaces/namespace-shop.yaml',
    ]);
    expect(renamed(shop.texts, 'shop', 'frontend').texts).toEqual(texts);
  });

  test('is placed with its source by one policy, and keeps waiting: it runs on the members', () => {
    const policy = 'flux-system/propagationpolicies/propagationpolicy-frontend.yaml';
    const done = placed(texts, 'frontend', 'member1');
    expect(done.touched).toEqual([policy]);
    expect(done.texts[policy]).toBe(`apiVersion: policy.karmada.io/v1alpha1
kind: PropagationPolicy
metadata:
  name: frontend
  namespace: flux-system
spec:
  resourceSelectors:
    - apiVersion: kustomize.toolkit.fluxcd.io/v1
      kind: Kustomization
      name: frontend
      namespace: flux-system
    - apiVersion: source.toolkit.fluxcd.io/v1
      kind: GitRepository
      name: frontend
      namespace: flux-system
  placement:
    clusterAffinity:
      clusterNames:
        - member1
`);
    expect(placed(done.texts, 'frontend', 'member1').touched).toEqual([]);
    expect(removed(done.texts, 'frontend').texts).toEqual(fleetWith());
  });
});
