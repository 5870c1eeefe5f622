import { describe, expect, test } from 'vitest';
import { applyChanges, type Files } from '../../src/core/change.ts';
import { positions } from '../../src/core/text.ts';
import { defaultSettings } from '../../src/model/config.ts';
import { readRepo } from '../../src/model/read-repo.ts';
import { planInit } from '../../src/scaffold/init.ts';
import { templates } from '../scaffold/examples.ts';
import { golden, lint } from '../support/golden.ts';

const all = 'Renovate reads none of the 4 files of charts and sources';

/** What the rule says of golden with these files added. */
function said(create: Readonly<Record<string, string>>): string[] {
  return findings(golden.changed({ create })).map(({ message }) => message);
}

function findings(files: Files) {
  const report = lint(files, { extends: 'strict' });
  expect(report.failures).toEqual([]);
  return report.findings.filter(({ rule }) => rule === 'ci/renovate-blind');
}

const renovate = (config: unknown): Readonly<Record<string, string>> => ({
  'renovate.json': JSON.stringify(config),
});
const everything = { managerFilePatterns: ['/\\.ya?ml$/'] };

describe('what is seen', () => {
  test('patterns as globs, in any case', () => {
    expect(said(renovate({ flux: { managerFilePatterns: ['**/*.YAML'] } }))).toEqual([]);
  });

  test('expressions in any case only where they say so', () => {
    expect(said(renovate({ flux: { managerFilePatterns: ['/\\.YAML$/i'] } }))).toEqual([]);
    expect(said(renovate({ flux: { managerFilePatterns: ['/\\.YAML$/'] } }))).toHaveLength(1);
  });

  test('files that a manager of one’s own reads', () => {
    const customManagers = [{ customType: 'regex', managerFilePatterns: ['/\\.yaml$/'], matchStrings: [] }];
    expect(said(renovate({ customManagers }))).toEqual([]);
    expect(said(renovate({ enabledManagers: ['custom.regex'], customManagers }))).toEqual([]);
  });

  test('what a manager says of its own, in place of what holds for all', () => {
    const config = { ignorePaths: ['redis/**'], flux: { ...everything, ignorePaths: [] } };
    expect(said(renovate(config))).toEqual([]);
  });
});

describe('what is not seen', () => {
  test('a manager that is switched off', () => {
    expect(said(renovate({ flux: { ...everything, enabled: false } }))).toEqual([
      `${all}: its manager flux is switched off`,
    ]);
  });

  test('what is not included', () => {
    expect(said(renovate({ includePaths: ['podinfo/**', 'flux-system/**'], flux: everything }))).toEqual([
      'Renovate does not read redis/helmrelease-redis.yaml: includePaths does not name it',
    ]);
  });

  test('a part of a path that is ignored', () => {
    expect(said(renovate({ ignorePaths: ['helmrelease-redis'], flux: everything }))).toEqual([
      'Renovate does not read redis/helmrelease-redis.yaml: ignorePaths leaves it out with helmrelease-redis',
    ]);
  });

  test('a folder that the recommended preset leaves out', () => {
    const files = golden.changed({
      replace: [
        ['flux-system/kustomizations/kustomization-redis.yaml', 'path: ./redis', 'path: ./tests/redis'],
      ],
      move: ['helmrelease-redis.yaml', 'configmap-redis-helm-chart-value-overrides.yaml'].map((name) => [
        `redis/${name}`,
        `tests/redis/${name}`,
      ]),
      create: renovate({ extends: ['config:recommended'], flux: everything }),
    });
    expect(findings(files).map(({ message }) => message)).toEqual([
      'Renovate does not read tests/redis/helmrelease-redis.yaml: what it extends leaves it out with **/tests/**',
    ]);
  });

  test('the key of package.json', () => {
    expect(said({ 'package.json': '{ "name": "podinfo", "renovate": {} }' })).toHaveLength(1);
    expect(said({ 'package.json': '{ "name": "podinfo" }' })).toEqual([]);
  });
});

describe('silent where it cannot know', () => {
  test.each([
    ['JSON5', '{ extends: ["config:recommended"] }'],
    ['no object', '[]'],
    ['a glob that is not understood', JSON.stringify({ flux: { managerFilePatterns: ['@(a|b)/**'] } })],
    ['an expression that is not of RE2', JSON.stringify({ flux: { managerFilePatterns: ['/(?=a)b/'] } })],
    ['a preset of somebody', JSON.stringify({ extends: ['config:recommended', 'local>podinfo/renovate'] })],
    ['a preset from an address', JSON.stringify({ extends: ['https://renovate.example/base.json'] })],
    ['Renovate switched off', JSON.stringify({ enabled: false })],
  ])('%s', (_, text) => {
    expect(said({ 'renovate.json': text })).toEqual([]);
  });

  test('no configuration', () => {
    expect(findings(golden.files)).toEqual([]);
  });
});

test('stands on the patterns, and names objects', () => {
  const text = '{\n  "flux": {\n    "managerFilePatterns": ["/^apps/"]\n  }\n}\n';
  const [finding] = findings(golden.changed({ create: { 'renovate.json': text } }));
  expect(finding?.at.file).toBe('renovate.json');
  expect(positions(text)(finding?.at.range.start ?? 0)).toEqual({ line: 3, column: 28 });
  expect(finding?.help).toBe(
    'add to flux.managerFilePatterns: "/^flux-system/.+\\\\.ya?ml$/", "/^podinfo/.+\\\\.ya?ml$/", "/^redis/.+\\\\.ya?ml$/"',
  );
  expect(finding?.related?.map(({ message }) => message)).toEqual([
    'HelmRepository podinfo is not seen',
    'HelmRepository redis is not seen',
    'HelmRelease podinfo is not seen',
  ]);
});

test.each([
  ['at the top', {}],
  ['in a folder of tests', { appsDir: 'tests' }],
])('what init writes sees everything, with apps %s', (_, { appsDir }: { appsDir?: string }) => {
  const files =
    appsDir === undefined
      ? golden.files
      : golden.changed({
          replace: [
            ['flux-system/kustomizations/kustomization-redis.yaml', 'path: ./redis', 'path: ./tests/redis'],
          ],
          move: [['redis/helmrelease-redis.yaml', 'tests/redis/helmrelease-redis.yaml']],
        });
  const plan = planInit({
    repo: readRepo(files, defaultSettings),
    name: 'fleet',
    forge: 'github',
    branch: 'main',
    root: undefined,
    appsDir,
    version: '0.1.0',
    schema: 'https://example.com/config.schema.json',
    templates,
  });
  const after = applyChanges(files, plan.changes);
  expect(after.text('renovate.json')).toContain('managerFilePatterns');
  expect(findings(after)).toEqual([]);
});
