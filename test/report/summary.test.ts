import { expect, test } from 'vitest';
import { summaryLine } from '../../src/report/summary.ts';
import { findingAt, reportOf } from '../support/report.ts';

const error = findingAt('x', 'x', { message: 'e' });
const warning = findingAt('x', 'x', { message: 'w', severity: 'warning' });

test('counts in words', () => {
  expect(summaryLine(reportOf({}, [error, warning, warning]))).toBe('12 files, 3 apps: 1 error, 2 warnings');
});

test('says that all is well', () => {
  expect(summaryLine(reportOf({}, []))).toBe('3 apps in 12 files, no problems');
});

test('says what else there is to know', () => {
  const fix = { title: 'f', safety: 'safe', changes: [] } as const;
  const report = reportOf({}, [{ ...error, fix }]);
  const counts = { ...report.counts, suppressed: 1, unread: 2, unchecked: { objects: 12, kinds: 3 } };
  expect(summaryLine({ ...report, counts })).toBe(
    '12 files, 3 apps: 1 error (1 fixable with --fix, 1 ignored, 2 files could not be read, 12 objects of 3 unknown kinds not checked against a schema)',
  );
});

test('a rule that failed is never "no problems"', () => {
  const report = reportOf({}, [], [{ rule: 'a/b', message: 'm' }]);
  expect(summaryLine(report)).toBe('12 files, 3 apps: incomplete (1 rule failed)');
});

test('says how many charts were judged, and why the others were not', () => {
  const report = reportOf({}, []);
  const charts = { judged: 3, uncached: 2, outOfReach: 1, elsewhere: 1 };
  expect(summaryLine({ ...report, counts: { ...report.counts, charts } })).toBe(
    '3 apps in 12 files, no problems (charts: 3 judged, 2 not in the cache, 1 out of reach, 1 from elsewhere)',
  );
});
