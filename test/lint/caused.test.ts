import { expect, test } from 'vitest';
import { applyChanges, type Files } from '../../src/core/change.ts';
import { comparisonOf } from '../../src/core/comparison.ts';
import { onlyCaused } from '../../src/lint/caused.ts';
import { defaultSettings, type Settings } from '../../src/model/config.ts';
import { readRepo } from '../../src/model/read-repo.ts';
import { golden, lint } from '../support/golden.ts';
import { twoClusters, twoRoots } from '../support/two-clusters.ts';

const release = 'podinfo/helmrelease-podinfo.yaml';
const values = 'podinfo/configmap-podinfo-helm-chart-value-overrides.yaml';

interface State {
  readonly files: Files;
  readonly settings?: Partial<Settings>;
}

/** What is said of a change: `severity file message`. */
function said(before: State, after: State): string[] {
  const change = comparisonOf(before.files, after.files);
  const cause = {
    change,
    comparing: new Set<string>(),
    paths: [],
    before: () => lint(before.files, before.settings).findings,
  };
  const repo = readRepo(after.files, { ...defaultSettings, ...after.settings });
  const { findings } = onlyCaused(lint(after.files, after.settings), repo, cause);
  return findings.map(({ severity, at, message }) => `${severity} ${at.file} ${message}`);
}

/** The ConfigMap of one cluster has no key of the name that its HelmRelease reads. */
function brokenIn(cluster: string): State {
  const path = `${cluster}/${values}`;
  const text = twoClusters.text(path) ?? '';
  const at = text.indexOf('  values.yaml: |');
  const edit = { range: { start: at, end: at + '  values.yaml: |'.length }, text: '  value.yaml: |' };
  return {
    files: applyChanges(twoClusters, [{ kind: 'edit', path, edits: [edit] }]),
    settings: { roots: twoRoots },
  };
}

test('what was mended in one cluster is no leave to break another', () => {
  expect(said(brokenIn('staging'), brokenIn('production'))).toEqual([
    expect.stringContaining(
      `error production/${release} ConfigMap podinfo-helm-chart-value-overrides has no key`,
    ),
  ]);
  expect(said(brokenIn('production'), brokenIn('production'))).toEqual([]);
});

test('what was known moves with its file', () => {
  const files = golden.with(release, 'interval: 15m', 'interval: 1s');
  const text = files.text(release) ?? '';
  const to = 'podinfo/release.yaml';
  const before = { files };
  const after = applyChanges(files, [{ kind: 'move', path: release, to }]);
  const change = comparisonOf(files, after);
  const cause = {
    change: { ...change, written: new Map([[to, release]]) },
    comparing: new Set<string>(),
    paths: [],
    before: () => lint(before.files).findings,
  };
  expect(after.text(to)).toBe(text);
  const { findings } = onlyCaused(lint(after), readRepo(after, defaultSettings), cause);
  expect(findings.filter(({ rule }) => rule === 'helmrelease/interval-too-short')).toEqual([]);
});

test('what is graver than before is said again, what is less grave is not', () => {
  const files = golden.with(release, 'interval: 15m', 'interval: 1s');
  const rules = (severity: 'error' | 'info') => ({ 'helmrelease/interval-too-short': severity });
  const [graver, milder] = [
    { files, settings: { rules: rules('error') } },
    { files, settings: { rules: rules('info') } },
  ];
  expect(said({ files }, graver)).toEqual([expect.stringContaining(`error ${release}`)]);
  expect(said({ files }, milder)).toEqual([]);
});
