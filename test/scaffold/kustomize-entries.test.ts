import { expect, test } from 'vitest';
import { emptyRoot, plan, refusal } from './examples.ts';

const kustomization = (...entries: string[]): string =>
  `apiVersion: kustomize.config.k8s.io/v1beta1\nkind: Kustomization\nresources:\n${entries.map((entry) => `  - ${entry}\n`).join('')}`;

test('what a kustomization.yaml of the root lists gets the new files, comments kept', () => {
  const before = `# by hand\n${kustomization('helmrepositories/helmrepository-redis.yaml # redis')}`;
  const { after, changes } = plan({
    ...emptyRoot,
    'flux-system/kustomization.yaml': before,
    'flux-system/helmrepositories/helmrepository-redis.yaml':
      'apiVersion: source.toolkit.fluxcd.io/v1\nkind: HelmRepository\nmetadata:\n  name: redis\n  namespace: flux-system\nspec:\n  interval: 15m\n  url: https://charts.example.com\n',
  });
  expect(after.text('flux-system/kustomization.yaml')).toBe(
    `${before}  - helmrepositories/helmrepository-podinfo.yaml\n  - kustomizations/kustomization-podinfo.yaml\n  - namespaces/namespace-podinfo.yaml\n`,
  );
  expect(changes.filter(({ kind }) => kind === 'edit')).toHaveLength(1);
});

test('a folder with its own kustomization.yaml gets the entry, and the one above lists the folder', () => {
  const { after } = plan({
    ...emptyRoot,
    'flux-system/kustomization.yaml': kustomization('./kustomizations', './namespaces'),
    'flux-system/kustomizations/kustomization.yaml':
      'apiVersion: kustomize.config.k8s.io/v1beta1\nkind: Kustomization\nresources: []\n',
    'flux-system/namespaces/kustomization.yaml':
      'apiVersion: kustomize.config.k8s.io/v1beta1\nkind: Kustomization\n',
    'flux-system/helmrepositories/kustomization.yaml': kustomization('helmrepository-podinfo.yaml'),
  });
  expect(after.text('flux-system/kustomization.yaml')).toBe(
    kustomization('./kustomizations', './namespaces', 'helmrepositories'),
  );
  expect(after.text('flux-system/kustomizations/kustomization.yaml')).toContain('kustomization-podinfo.yaml');
  expect(after.text('flux-system/namespaces/kustomization.yaml')).toContain('namespace-podinfo.yaml');
  expect(after.text('flux-system/helmrepositories/kustomization.yaml')).toBe(
    kustomization('helmrepository-podinfo.yaml'),
  );
});

test('folders that Flux reads whole need no entry', () => {
  expect(plan(emptyRoot).changes.every(({ kind }) => kind === 'create')).toBe(true);
});

test('a folder of the app that has a kustomization.yaml gets the entries', () => {
  const { after } = plan({
    ...emptyRoot,
    'podinfo/kustomization.yaml': kustomization('secret-podinfo.yaml'),
    'podinfo/secret-podinfo.yaml':
      'apiVersion: v1\nkind: Secret\nmetadata:\n  name: podinfo\n  namespace: podinfo\n',
  });
  expect(after.text('podinfo/kustomization.yaml')).toBe(
    kustomization(
      'secret-podinfo.yaml',
      'helmrelease-podinfo.yaml',
      'configmap-podinfo-helm-chart-value-overrides.yaml',
    ),
  );
});

test('a kustomization.yaml that cannot be read is refused', () => {
  expect(refusal(() => plan({ ...emptyRoot, 'flux-system/kustomization.yaml': 'resources: [' }))).toContain(
    'kustomization-unreadable: flux-system/kustomization.yaml cannot be read',
  );
});

test('a kustomization.yaml whose namespace would rename the new Namespace is refused', () => {
  const root = `${kustomization('kustomizations')}namespace: flux-system\n`;
  const texts = { ...emptyRoot, 'flux-system/kustomization.yaml': root };
  expect(refusal(() => plan(texts))).toContain(
    'namespace-renamed: flux-system/kustomization.yaml sets namespace: flux-system, which would rename the Namespace podinfo',
  );
  expect(refusal(() => plan(texts, { namespace: 'kube-system' }))).toBe('accepted');
});
