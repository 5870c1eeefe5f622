import { expect, test } from 'vitest';
import { filesOf } from '../../src/core/change.ts';
import type { Finding, Report } from '../../src/core/finding.ts';
import { addedFindings } from '../../src/scaffold/added-findings.ts';

const file = 'podinfo/helmrelease-podinfo.yaml';
const touched = new Set([file]);

const finding = (message: string, severity: Finding['severity'] = 'warning', start = 0): Finding => ({
  rule: 'source/dangling-reference',
  severity,
  message,
  at: { file, range: { start, end: start + 1 } },
});

const report = (...findings: Finding[]): Report => ({
  findings,
  failures: [],
  counts: {
    files: 1,
    apps: 1,
    error: 0,
    warning: 0,
    info: 0,
    fixable: 0,
    unsafe: 0,
    suppressed: 0,
    baselined: 0,
    unread: 0,
    unchecked: { objects: 0, kinds: 0 },
    charts: { judged: 0, uncached: 0, outOfReach: 0, elsewhere: 0 },
  },
  files: filesOf({}),
});

test('a finding that was there before is not added, wherever its line moved', () => {
  expect(addedFindings(report(finding('a')), report(finding('a', 'warning', 40)), touched)).toEqual([]);
});

test('a second finding with the same words is', () => {
  expect(
    addedFindings(report(finding('a')), report(finding('a'), finding('a', 'warning', 40)), touched),
  ).toEqual([finding('a', 'warning', 40)]);
});

test('errors and warnings count, advice does not', () => {
  const after = report(finding('a', 'error'), finding('b', 'warning'), finding('c', 'info'));
  expect(addedFindings(report(), after, touched).map(({ message }) => message)).toEqual(['a', 'b']);
});

test('in a file that the plan leaves alone, the same place is the same finding, whatever it counts now', () => {
  const before = report(finding('4 others'));
  expect(addedFindings(before, report(finding('5 others')), new Set())).toEqual([]);
  expect(addedFindings(before, report(finding('5 others')), touched)).toHaveLength(1);
});
