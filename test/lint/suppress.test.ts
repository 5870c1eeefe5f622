import { describe, expect, test } from 'vitest';
import { filesOf } from '../../src/core/change.ts';
import { suppressions } from '../../src/lint/suppress.ts';
import { golden, lint, messages } from '../support/golden.ts';

const release = 'podinfo/helmrelease-podinfo.yaml';
const config = 'podinfo/configmap-podinfo-helm-chart-value-overrides.yaml';
const key = '      valuesKey: values.yaml # the default, explicit for clarity';

describe('an ignore comment', () => {
  test('silences on its own line', () => {
    const files = golden.with(
      release,
      key,
      '      valuesKey: v.yaml # gitops-kit: ignore[helmrelease/values-key] made by a job',
    );
    const report = lint(files);
    expect(messages(report)).toEqual([]);
    expect(report.counts.suppressed).toBe(1);
  });

  test('silences on the line below when it stands alone', () => {
    const files = golden.with(
      release,
      key,
      '      # gitops-kit: ignore[helmrelease/values-key] a job\n      valuesKey: v.yaml',
    );
    expect(messages(lint(files))).toEqual([]);
  });

  test('does not reach further', () => {
    const files = golden.with(
      release,
      key,
      '      # gitops-kit: ignore[helmrelease/values-key] a job\n      # why\n      valuesKey: v.yaml',
    );
    expect(messages(lint(files))).toEqual([
      'nothing to ignore here for helmrelease/values-key',
      'ConfigMap podinfo-helm-chart-value-overrides has no key v.yaml; it has values.yaml',
    ]);
  });

  test('several stand above one line, or several rules in one', () => {
    const above =
      '      # gitops-kit: ignore[layout/file-name] x\n      # gitops-kit: ignore[helmrelease/values-key, layout/placement] y\n';
    expect(messages(lint(golden.with(release, key, `${above}      valuesKey: v.yaml`)))).toEqual([
      'nothing to ignore here for layout/file-name',
      'nothing to ignore here for layout/placement',
    ]);
  });

  test('works inside a values block, where it is data and harmless', () => {
    const files = golden.changed({
      replace: [
        [
          config,
          '    ui:\n',
          '    # gitops-kit: ignore[values/duplicate-key] both are wanted\n    replicaCount: 3\n\n    ui:\n',
        ],
      ],
    });
    expect(messages(lint(files))).toEqual([]);
    expect(lint(files).counts.suppressed).toBe(1);
  });

  test('of a rule that is off is neither needed nor unused', () => {
    const files = golden.with(
      release,
      '  interval: 15m',
      '  interval: 15m # gitops-kit: ignore[layout/file-name] x',
    );
    expect(messages(lint(files, { rules: { 'layout/file-name': 'off' } }))).toEqual([]);
    expect(messages(lint(files))).toEqual(['nothing to ignore here for layout/file-name']);
  });
});

test('reads comments with CRLF, at the end of a file, and in a text that only looks like one', () => {
  const covers = (text: string, mark: string): boolean => {
    const start = text.indexOf(mark);
    return suppressions(filesOf({ 'a.yaml': text }), ['a.yaml']).covers('a/b', 'a.yaml', {
      start,
      end: start + 1,
    });
  };
  expect(covers('a: 1\r\n# gitops-kit: ignore[a/b] r\r\nbad: 1\r\n', 'bad')).toBe(true);
  expect(covers('bad: 1 # gitops-kit: ignore[a/b]', 'bad')).toBe(true);
  expect(covers('# gitops-kit: ignore[a/b]', '#')).toBe(true);
  expect(covers('bad: x#gitops-kit: ignore[a/b] r\n', 'bad')).toBe(false);
  expect(covers('bad: 1 # gitops-kit: ignore[a/b\n', 'bad')).toBe(false);
  expect(covers('bad: 1\n# gitops-kit: ignore[a/b] r\n', 'bad')).toBe(false);
});
