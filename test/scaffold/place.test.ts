import { expect, test } from 'vitest';
import { placeOf } from '../../src/scaffold/place.ts';
import { emptyRoot, plan, refusal, repoOf } from './examples.ts';

const kustomization = (name: string, source: string): Record<string, string> => ({
  [`flux-system/kustomizations/kustomization-${name}.yaml`]: `apiVersion: kustomize.toolkit.fluxcd.io/v1\nkind: Kustomization\nmetadata:\n  name: ${name}\n  namespace: gitops\nspec:\n  interval: 10m\n  path: ./${name}\n  prune: true\n  sourceRef:\n    kind: OCIRepository\n    name: ${source}\n`,
});
const texts = {
  ...emptyRoot,
  ...kustomization('redis', 'fleet'),
  ...kustomization('traefik', 'fleet'),
  ...kustomization('odd', 'other'),
};

test('a new app is built from what most Kustomizations here are built from', () => {
  expect(placeOf(repoOf(texts)).source).toEqual({
    kind: 'OCIRepository',
    name: 'fleet',
    namespace: undefined,
  });
  const { after } = plan(texts);
  expect(after.text('flux-system/kustomizations/kustomization-podinfo.yaml')).toContain(
    '  name: podinfo\n  namespace: gitops\n',
  );
  expect(after.text('flux-system/kustomizations/kustomization-podinfo.yaml')).toContain(
    '    kind: OCIRepository\n    name: fleet\n',
  );
});

test('a repository without a Kustomization uses the names of flux bootstrap', () => {
  expect(placeOf(repoOf(emptyRoot))).toMatchObject({
    home: 'flux-system',
    source: { kind: 'GitRepository', name: 'flux-system' },
  });
});

test('without a root the help names init and the configuration', () => {
  expect(refusal(() => placeOf(repoOf({})))).toContain(
    'gitops-kit init makes one | or name yours in .gitops-kit.jsonc',
  );
});
