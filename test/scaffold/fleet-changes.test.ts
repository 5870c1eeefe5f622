import { describe, expect, test } from 'vitest';
import { filesOf } from '../../src/core/change.ts';
import { defaultSettings } from '../../src/model/config.ts';
import { readRepo } from '../../src/model/read-repo.ts';
import { bases, lint, messages } from '../support/golden.ts';
import { removed, renamed, type Texts, textsOf } from './app-changes.ts';
import { simulate } from './simulate.ts';

const fleet = textsOf(bases.fleet);
const shared = 'flux-system/propagationpolicies/propagationpolicy-shared.yaml';

test('remove-app takes the policies of the app with it, wherever they lie', () => {
  const { texts, files } = removed(fleet, 'podinfo');
  expect(Object.keys(texts).filter((path) => path.includes('podinfo'))).toEqual([]);
  expect(messages(lint(files, { extends: 'strict' }))).toEqual([]);
});

test('a policy that others use keeps their selectors', () => {
  const own = 'flux-system/propagationpolicies/propagationpolicy-podinfo.yaml';
  const other = `    - apiVersion: source.toolkit.fluxcd.io/v1 # of both
      kind: HelmRepository
      name: redis
      namespace: flux-system
`;
  const { [own]: text = '', ...rest } = fleet;
  const both = text
    .replace('  name: podinfo\n', '  name: shared\n')
    .replace('  placement:', `${other}  placement:`);
  const { texts } = removed({ ...rest, [shared]: both }, 'podinfo');
  expect(texts[shared]).toContain(`  resourceSelectors:\n${other}  placement:`);
});

test('a policy does not wait for an override that went', () => {
  const policy = 'redis/propagationpolicy-redis.yaml';
  const awaiting = {
    ...fleet,
    'redis/overridepolicy-extra.yaml': `apiVersion: policy.karmada.io/v1alpha1
kind: OverridePolicy
metadata:
  name: extra
  namespace: redis
spec:
  resourceSelectors:
    - apiVersion: v1
      kind: ConfigMap
      name: podinfo-helm-chart-value-overrides
      namespace: podinfo
  overrideRules: []
`,
    [policy]: (fleet[policy] ?? '').replace(
      '  placement:\n',
      '  dependentOverrides:\n    - extra\n  placement:\n',
    ),
  };
  const { texts } = removed(awaiting, 'podinfo');
  expect(texts['redis/overridepolicy-extra.yaml']).toBeUndefined();
  expect(texts[policy]).toBe(fleet[policy]);
});

test('rename-app renames the policies, and who waits for them; back again gives the same bytes', () => {
  const there = renamed(fleet, 'podinfo', 'frontend');
  expect(Object.keys(there.texts).filter((path) => path.includes('podinfo'))).toEqual([]);
  expect(there.texts['frontend/propagationpolicy-frontend.yaml']).toContain(
    '  dependentOverrides: # nothing is sent before this OverridePolicy is there\n    - frontend\n',
  );
  expect(there.texts['frontend/overridepolicy-frontend.yaml']).toContain(
    '  name: frontend\n  namespace: frontend\n',
  );
  expect(messages(lint(there.files, { extends: 'strict' }))).toEqual([]);
  expect(renamed(there.texts, 'frontend', 'podinfo').texts).toEqual(fleet);
});

test('an app whose policies lie elsewhere in its namespace takes the Namespace with it', () => {
  const paths = Object.keys(fleet).filter((path) => /podinfo\/(propagation|override)policy-/.test(path));
  const all = 'flux-system/propagationpolicies/all.yaml';
  const rest = Object.fromEntries(Object.entries(fleet).filter(([path]) => !paths.includes(path)));
  const texts = { ...rest, [all]: paths.map((path) => fleet[path]).join('---\n') };
  const gone = removed(texts, 'podinfo');
  expect(gone.notes).toEqual([]);
  expect(Object.keys(gone.texts).filter((path) => path.includes('podinfo') || path === all)).toEqual([]);
  const there = renamed(texts, 'podinfo', 'frontend');
  expect(there.texts['flux-system/namespaces/namespace-podinfo.yaml']).toBeUndefined();
  expect(there.texts[all]).not.toContain('podinfo\n');
  expect(renamed(there.texts, 'frontend', 'podinfo').texts).toEqual(texts);
});

test('a policy of other objects keeps the Namespace that it lies in', () => {
  const policy = (fleet['redis/propagationpolicy-redis.yaml'] ?? '')
    .replace('  name: redis\n  namespace: redis\n', '  name: others\n  namespace: podinfo\n')
    .replaceAll('      name: redis\n', '      name: other\n');
  const { notes, texts } = removed({ ...fleet, [shared]: policy }, 'podinfo');
  expect(notes).toContain(
    'Namespace podinfo in flux-system/namespaces/namespace-podinfo.yaml stays: PropagationPolicy others is in it',
  );
  expect(texts['flux-system/namespaces/namespace-podinfo.yaml']).toBeDefined();
});

test('on a control plane that kubectl delivers to, what goes stays until somebody deletes it', () => {
  const words = (what: string) => `${what} stays on the control plane until you kubectl delete it there`;
  const { consequences } = removed(fleet, 'podinfo');
  expect(consequences).toEqual({
    sentences: [`${words('Namespace podinfo')} with everything that is in it`, words('HelmRelease podinfo')],
    advice: [],
    losesData: false,
    byFlux: false,
  });
  expect(renamed(fleet, 'podinfo', 'frontend').consequences.sentences).toContain(
    words('HelmRelease podinfo'),
  );
  const policies = Object.keys(fleet).filter((path) => path.includes('policy-'));
  const unplaced = Object.fromEntries(Object.entries(fleet).filter(([path]) => !policies.includes(path)));
  expect(removed(unplaced, 'podinfo').consequences.byFlux).toBe(true);
});

describe('selectors of all namespaces', () => {
  const wide = 'flux-system/clusterpolicy.yaml';
  const selectors = `  resourceSelectors:
    - {apiVersion: helm.toolkit.fluxcd.io/v2, kind: HelmRelease, name: podinfo} # wherever it is
    - apiVersion: v1
      kind: ConfigMap
      name: podinfo-helm-chart-value-overrides
      namespace: ""
`;
  const policy = (kind: string, rest: string): string =>
    `apiVersion: policy.karmada.io/v1alpha1\nkind: ${kind}\nmetadata:\n  name: wide\nspec:\n${selectors}${rest}`;
  const propagation = policy('ClusterPropagationPolicy', '  placement: {}\n');
  const one: Texts = {
    ...Object.fromEntries(Object.entries(fleet).filter(([path]) => !/podinfo.*policy-/.test(path))),
    [wide]: propagation,
  };
  const another = (name: string): string =>
    (one[name] ?? '').replaceAll('namespace: podinfo\n', 'namespace: staging\n');
  /** With another podinfo, in namespace staging. */
  const both: Texts = {
    ...one,
    'flux-system/namespaces/namespace-staging.yaml': (
      one['flux-system/namespaces/namespace-podinfo.yaml'] ?? ''
    ).replace('name: podinfo\n', 'name: staging\n'),
    'flux-system/kustomizations/kustomization-podinfo--staging.yaml': (
      one['flux-system/kustomizations/kustomization-podinfo.yaml'] ?? ''
    )
      .replace('name: podinfo\n', 'name: podinfo--staging\n')
      .replace('./podinfo\n', './podinfo-staging\n'),
    'podinfo-staging/helmrelease-podinfo.yaml': another('podinfo/helmrelease-podinfo.yaml'),
    'podinfo-staging/configmap-podinfo-helm-chart-value-overrides.yaml': another(
      'podinfo/configmap-podinfo-helm-chart-value-overrides.yaml',
    ),
  };
  const clustersOf = (texts: Texts, name: string): (readonly string[])[] => {
    const plane = simulate(readRepo(filesOf(texts), defaultSettings));
    return plane.templates
      .filter((each) => /^(HelmRelease|ConfigMap)$/.test(each.kind) && each.name.startsWith(name))
      .map((each) => plane.decide(each).clusters);
  };

  test.each([
    ['ClusterPropagationPolicy', '  placement: {}\n'],
    ['ClusterOverridePolicy', '  overrideRules: []\n'],
  ])('keep what else they mean in a %s', (kind, rest) => {
    const before = policy(kind, rest);
    const { texts, notes } = renamed({ ...both, [wide]: before }, 'podinfo', 'front', {
      namespace: 'staging',
    });
    expect(texts[wide]).toBe(
      before.replace(
        selectors,
        `${selectors}    - apiVersion: helm.toolkit.fluxcd.io/v2
      kind: HelmRelease
      name: front
      namespace: staging
    - apiVersion: v1
      kind: ConfigMap
      name: front-helm-chart-value-overrides
      namespace: staging
`,
      ),
    );
    expect(notes).toContain(
      `${kind} wide in ${wide} selects HelmRelease podinfo of every namespace: that stays, and front is selected beside it`,
    );
  });

  test('leave each app where it was', () => {
    const { texts } = renamed(both, 'podinfo', 'front', { namespace: 'staging' });
    const all = ['member1', 'member2'];
    expect(clustersOf(both, 'podinfo')).toEqual([all, all, all, all]);
    expect(clustersOf(texts, 'podinfo')).toEqual([all, all]);
    expect(clustersOf(texts, 'front')).toEqual([all, all]);
  });

  test('change with the only object that they mean', () => {
    const { texts, notes } = renamed(one, 'podinfo', 'front');
    expect(texts[wide]).toBe(propagation.replaceAll('name: podinfo', 'name: front'));
    expect(notes).toEqual([]);
  });

  test('stay when one of several goes, and go with the last one', () => {
    expect(removed(both, 'podinfo', { namespace: 'staging' }).texts[wide]).toBe(propagation);
    expect(removed(one, 'podinfo').texts[wide]).toBeUndefined();
    const here = Object.fromEntries(
      Object.entries(both).map(([path, text]) => [
        path,
        text.replaceAll('namespace: staging\n', 'namespace: default\n'),
      ]),
    );
    expect(removed(here, 'podinfo', { namespace: 'default' }).texts[wide]).toBe(propagation);
  });
});

test.each([
  ['labels', '      labelSelector: {matchLabels: {app: podinfo}}\n'],
  ['nothing but their kind', ''],
])('an app that is placed by %s stays on the control plane', (_, selector) => {
  const policy = 'podinfo/propagationpolicy-podinfo.yaml';
  const release = 'podinfo/helmrelease-podinfo.yaml';
  const texts = {
    ...fleet,
    [policy]: (fleet[policy] ?? '').replace(
      /(kind: HelmRelease\n) {6}name: podinfo\n/,
      (_match, kind: string) => kind + selector,
    ),
    [release]: (fleet[release] ?? '').replace(
      '  namespace: podinfo\n',
      '  namespace: podinfo\n  labels: {app: podinfo}\n',
    ),
  };
  expect(removed(texts, 'podinfo').consequences.byFlux).toBe(false);
  expect(renamed(texts, 'podinfo', 'front').consequences.byFlux).toBe(false);
});
