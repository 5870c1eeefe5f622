import { expect, test } from 'vitest';
import { judgedBy } from '../../src/lint/judged.ts';
import { askedFor, onlyRules, type RuleChoice } from '../../src/lint/only-rules.ts';
import { defaultSettings, type Settings } from '../../src/model/config.ts';
import { rules } from '../../src/rules/registry.ts';
import type { Rule } from '../../src/rules/rule.ts';
import { reportOf } from '../support/report.ts';

const file = 'podinfo/helmrelease-podinfo.yaml';
const key = 'helmrelease/values-key';

interface Given {
  readonly settings?: Partial<Settings>;
  readonly choices?: readonly RuleChoice[];
  readonly failed?: readonly string[];
  readonly unread?: readonly string[];
}

/** Comparing rules of the registry are few; this one is like them. */
const comparing: Rule = {
  id: 'test/comparing',
  severity: 'error',
  preset: 'recommended',
  since: '0.1.0',
  summary: 'Compares.',
  why: '',
  examples: [],
  compares: true,
  check: () => [],
};

/** Of which of some rules a run has said all that there is of a file. */
function judged(
  ids: readonly string[],
  { settings = {}, choices = [], failed = [], unread = [] }: Given = {},
): readonly string[] {
  const failures = failed.map((rule) => ({ rule, message: 'too deep' }));
  const isJudged = judgedBy(reportOf({}, [], failures), {
    settings: onlyRules({ ...defaultSettings, ...settings }, rules, choices),
    rules: [...rules, comparing],
    repo: { unread: new Set(unread) },
    asked: askedFor(choices),
  });
  return ids.filter((rule) => isJudged({ rule, file }));
}

test('a rule that ran, and one that is no longer there', () => {
  expect(judged([key, 'gone/long-ago'])).toEqual([key, 'gone/long-ago']);
});

test('not one that is off, here or everywhere, or that failed', () => {
  const off = { [key]: 'off' } as const;
  expect(judged([key], { settings: { rules: off } })).toEqual([]);
  expect(judged([key], { settings: { overrides: [{ files: ['podinfo'], rules: off }] } })).toEqual([]);
  expect(judged([key], { settings: { overrides: [{ files: ['redis'], rules: off }] } })).toEqual([key]);
  expect(judged([key, 'layout/file-name'], { failed: [key] })).toEqual(['layout/file-name']);
});

test('not one that compares: the next change is another', () => {
  expect(judged([key, comparing.id])).toEqual([key]);
});

test('with rules that are named only these; with some left out all others', () => {
  const ids = [key, 'layout/file-name', 'gone/long-ago'];
  expect(judged(ids, { choices: [{ id: key, setting: undefined }] })).toEqual([key]);
  expect(judged(ids, { choices: [{ id: key, setting: 'off' }] })).toEqual([
    'layout/file-name',
    'gone/long-ago',
  ]);
});

test('nothing of a file that cannot be read', () => {
  expect(judged([key, 'gone/long-ago'], { unread: [file] })).toEqual([]);
});
