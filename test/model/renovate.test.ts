import { expect, test } from 'vitest';
import { filesOf } from '../../src/core/change.ts';
import { fluxPatterns, isReadByRenovate, renovateFile } from '../../src/model/renovate.ts';
import { resourcesOf } from '../../src/model/resource.ts';
import { readYaml } from '../../src/yaml/read.ts';

test.each([
  [['README.md'], undefined],
  [['.github/renovate.json5'], '.github/renovate.json5'],
  [['.renovaterc', '.gitlab/renovate.json'], '.gitlab/renovate.json'],
  [['apps/renovate.json', '.github/dependabot.yml'], undefined],
])('of %j the configuration is %s', (paths, expected) => {
  expect(renovateFile(filesOf(Object.fromEntries(paths.map((path) => [path, '']))))).toBe(expected);
});

test('package.json counts where it speaks of Renovate', () => {
  expect(renovateFile(filesOf({ 'package.json': '{ "name": "fleet" }' }))).toBeUndefined();
  expect(renovateFile(filesOf({ 'package.json': '{ "renovate": {} }' }))).toBe('package.json');
  expect(renovateFile(filesOf({ 'package.json': 'no JSON' }))).toBeUndefined();
});

test('patterns take all YAML below a folder, and a folder inside another needs none', () => {
  expect(fluxPatterns(['flux-system', 'apps/web', 'apps', 'apps'])).toEqual([
    '/^apps/.+\\.ya?ml$/',
    '/^flux-system/.+\\.ya?ml$/',
  ]);
  expect(fluxPatterns(['flux-system', ''])).toEqual(['/\\.ya?ml$/']);
  const [pattern = ''] = fluxPatterns(['c++/1.0']);
  const expression = new RegExp(pattern.slice(1, -1));
  expect(expression.test('c++/1.0/web/helmrelease-web.yml')).toBe(true);
  expect(expression.test('c++/100/web/helmrelease-web.yml')).toBe(false);
});

test.each([
  ['helm.toolkit.fluxcd.io/v2', 'HelmRelease', '{}', true],
  ['source.toolkit.fluxcd.io/v1', 'OCIRepository', '{}', true],
  ['source.toolkit.fluxcd.io/v1', 'Bucket', '{}', false],
  ['kustomize.toolkit.fluxcd.io/v1', 'Kustomization', '{}', false],
  ['kustomize.toolkit.fluxcd.io/v1', 'Kustomization', '{ images: [{ name: web }] }', true],
  ['v1', 'ConfigMap', '{}', false],
])('%s %s %s: read by Renovate is %s', (apiVersion, kind, spec, expected) => {
  const text = `apiVersion: ${apiVersion}\nkind: ${kind}\nmetadata: { name: web }\nspec: ${spec}\n`;
  expect(resourcesOf('web.yaml', readYaml(text)).map(isReadByRenovate)).toEqual([expected]);
});
