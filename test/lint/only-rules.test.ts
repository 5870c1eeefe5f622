import { describe, expect, test } from 'vitest';
import { onlyRules, type RuleChoice } from '../../src/lint/only-rules.ts';
import { defaultSettings, type Settings } from '../../src/model/config.ts';
import { rules } from '../../src/rules/registry.ts';
import { golden, lint } from '../support/golden.ts';

const release = 'podinfo/helmrelease-podinfo.yaml';
const key = 'helmrelease/values-key';
const advice = 'ignore/without-reason';
/** An error, a warning, and advice. */
const broken = golden.changed({
  replace: [
    [
      release,
      '      valuesKey: values.yaml',
      '      # gitops-kit: ignore[layout/file-name]\n      valuesKey: value.yaml',
    ],
  ],
});

/** `rule severity` of every finding. */
function found(choices: readonly RuleChoice[], settings: Partial<Settings> = {}): string[] {
  const chosen = onlyRules({ ...defaultSettings, ...settings }, rules, choices);
  return lint(broken, chosen).findings.map(({ rule, severity }) => `${rule} ${severity}`);
}

test('all rules speak when none is named', () => {
  expect(found([])).toEqual(['ignore/unused warning', `${key} error`]);
});

describe('a rule that is named', () => {
  const only = [{ id: key, setting: undefined }];

  test('runs alone, as configured', () => {
    expect(found(only)).toEqual([`${key} error`]);
    expect(found(only, { rules: { [key]: 'warning' } })).toEqual([`${key} warning`]);
    expect(found(only, { overrides: [{ files: ['podinfo'], rules: { [key]: 'off' } }] })).toEqual([]);
  });

  test('speaks although it is off or advice', () => {
    expect(found(only, { rules: { [key]: 'off' } })).toEqual([`${key} error`]);
    expect(found([{ id: advice, setting: undefined }])).toEqual([`${advice} info`]);
  });

  test('with a severity has that one in all files', () => {
    const warning = [{ id: key, setting: 'warning' }] as const;
    const settings = { overrides: [{ files: ['podinfo'], rules: { [key]: 'off' } }] } as const;
    expect(found(warning, settings)).toEqual([`${key} warning`]);
  });

  test('with others runs beside them', () => {
    expect(found([...only, { id: advice, setting: 'error' }])).toEqual([`${advice} error`, `${key} error`]);
  });

  test('as off is left out, in all files', () => {
    expect(found([{ id: key, setting: 'off' }])).toEqual(['ignore/unused warning']);
    const settings = { overrides: [{ files: ['podinfo'], rules: { [key]: 'error' } }] } as const;
    expect(found([{ id: key, setting: 'off' }], settings)).toEqual(['ignore/unused warning']);
  });

  test('twice: the last word counts', () => {
    expect(found([{ id: key, setting: 'off' }, ...only])).toEqual([`${key} error`]);
  });
});

test('a comment for a rule that did not run is not called unused', () => {
  expect(found([{ id: 'ignore/unused', setting: undefined }])).toEqual([]);
});
