import { describe, expect, test } from 'vitest';
import { lint as lintRepo } from '../../src/lint/lint.ts';
import { defaultSettings } from '../../src/model/config.ts';
import { readRepo } from '../../src/model/read-repo.ts';
import { rules } from '../../src/rules/registry.ts';
import type { Rule } from '../../src/rules/rule.ts';
import { golden, lint, messages } from '../support/golden.ts';

const release = 'podinfo/helmrelease-podinfo.yaml';
const broken = golden.with(release, 'valuesKey: values.yaml', 'valuesKey: value.yaml');
const found = 'ConfigMap podinfo-helm-chart-value-overrides has no key value.yaml; did you mean values.yaml?';

test('a ConfigMap key misspelt in valuesFrom is found and named', () => {
  expect(messages(lint(broken))).toEqual([found]);
});

describe('severity', () => {
  test('a rule can be turned off, or given another severity', () => {
    expect(messages(lint(broken, { rules: { 'helmrelease/values-key': 'off' } }))).toEqual([]);
    expect(lint(broken, { rules: { 'helmrelease/values-key': 'info' } }).counts).toMatchObject({
      error: 0,
      info: 1,
    });
  });

  test('overrides hold for some files; the last one that speaks of the rule wins', () => {
    const off = { files: ['podinfo/**'], rules: { 'helmrelease/values-key': 'off' } } as const;
    const warning = { files: ['**/helmrelease-*'], rules: { 'helmrelease/values-key': 'warning' } } as const;
    expect(messages(lint(broken, { overrides: [off] }))).toEqual([]);
    expect(lint(broken, { overrides: [off, warning] }).counts.warning).toBe(1);
    expect(messages(lint(broken, { overrides: [{ ...off, files: ['redis/**'] }] }))).toEqual([found]);
    expect(messages(lint(broken, { overrides: [{ ...off, files: ['podinfo'] }] }))).toEqual([]);
  });

  test('a rule that is off everywhere but in one folder runs there', () => {
    const settings = {
      rules: { 'helmrelease/values-key': 'off' },
      overrides: [{ files: ['podinfo/**'], rules: { 'helmrelease/values-key': 'warning' } }],
    } as const;
    expect(lint(broken, settings).counts.warning).toBe(1);
  });

  test('advice speaks in the strict preset only', () => {
    const files = golden.with(
      release,
      '      valuesKey: values.yaml',
      '      # gitops-kit: ignore[helmrelease/values-key]\n      valuesKey: value.yaml',
    );
    expect(messages(lint(files))).toEqual([]);
    expect(messages(lint(files, { extends: 'strict' }))).toEqual(['ignore comment without a reason']);
  });
});

describe('a rule that throws', () => {
  const failing: Rule = {
    id: 'test/failing',
    severity: 'error',
    preset: 'recommended',
    since: '0.1.0',
    summary: 'Fails.',
    why: '',
    examples: [],
    *check({ repo }) {
      yield { at: { file: release, range: { start: 0, end: 1 } }, message: `before ${repo.apps.length}` };
      throw new RangeError('too deep');
    },
  };

  test('is reported, and the others still speak', () => {
    const report = lintRepo(readRepo(broken, defaultSettings), {
      settings: defaultSettings,
      rules: [failing, ...rules],
    });
    expect(report.failures).toEqual([{ rule: 'test/failing', message: 'too deep' }]);
    expect(messages(report)).toEqual(['before 2', found]);
  });
});

test('what two views of a repository see is said once', () => {
  const twice: Rule = {
    ...({
      severity: 'error',
      preset: 'recommended',
      since: '0.1.0',
      summary: '',
      why: '',
      examples: [],
    } as const),
    id: 'test/twice',
    *check() {
      for (let view = 0; view < 2; view += 1)
        yield { at: { file: release, range: { start: 0, end: 1 } }, message: 'm' };
    },
  };
  expect(
    messages(
      lintRepo(readRepo(golden.files, defaultSettings), { settings: defaultSettings, rules: [twice] }),
    ),
  ).toEqual(['m']);
});
