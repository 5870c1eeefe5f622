import { expect, test } from 'vitest';
import { filesOf } from '../../src/core/change.ts';
import type { Finding, Report } from '../../src/core/finding.ts';
import { addedFindings } from '../../src/scaffold/added-findings.ts';

const finding = (message: string, severity: Finding['severity'] = 'warning', start = 0): Finding => ({
  rule: 'source/dangling-reference',
  severity,
  message,
  at: { file: 'podinfo/helmrelease-podinfo.yaml', range: { start, end: start + 1 } },
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
    suppressed: 0,
    unread: 0,
    unchecked: { objects: 0, kinds: 0 },
  },
  files: filesOf({}),
});

test('a finding that was there before is not added, wherever its line moved', () => {
  expect(addedFindings(report(finding('a')), report(finding('a', 'warning', 40)))).toEqual([]);
});

test('a second finding with the same words is', () => {
  expect(addedFindings(report(finding('a')), report(finding('a'), finding('a', 'warning', 40)))).toEqual([
    finding('a', 'warning', 40),
  ]);
});

test('errors and warnings count, advice does not', () => {
  const after = report(finding('a', 'error'), finding('b', 'warning'), finding('c', 'info'));
  expect(addedFindings(report(), after).map(({ message }) => message)).toEqual(['a', 'b']);
});
