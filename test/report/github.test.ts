import { expect, test } from 'vitest';
import type { Report } from '../../src/core/finding.ts';
import { githubReport } from '../../src/report/github.ts';
import { findingAt, reportingOf, reportOf } from '../support/report.ts';

const file = 'podinfo/helmrelease-podinfo.yaml';
const text = 'kind: HelmRelease\nname: podinof\n';

const printed = (report: Report, unjudged: readonly string[] = []): string =>
  githubReport(reportingOf(report, unjudged));

test('a finding is an annotation at its columns', () => {
  const error = findingAt(text, 'podinof', { message: 'wrong', help: 'right it' });
  const info = findingAt(text, 'kind', { message: 'advice', severity: 'info', rule: 'a/b' });
  expect(printed(reportOf({ [file]: text }, [info, error]))).toBe(
    `::notice file=${file},line=1,endLine=1,col=1,endColumn=5,title=a/b::advice\n` +
      `::error file=${file},line=2,endLine=2,col=7,endColumn=14,title=helmrelease/source-missing::wrong%0Ahelp: right it\n`,
  );
});

test('of several lines it has no columns', () => {
  const finding = findingAt(text, 'HelmRelease\nname', { message: 'm', severity: 'warning' });
  expect(printed(reportOf({ [file]: text }, [finding]))).toBe(
    `::warning file=${file},line=1,endLine=2,title=helmrelease/source-missing::m\n`,
  );
});

test('nothing of a repository ends its line or its property', () => {
  const finding = findingAt('', '', {
    message: '100 %: a\n::error::b\r\x1b[2J',
    at: { file: 'a:b,c%\n::d.yaml', range: { start: 0, end: 0 } },
  });
  expect(printed(reportOf({}, [finding]))).toBe(
    '::error file=a%3Ab%2Cc%25%0A%3A%3Ad.yaml,line=1,endLine=1,col=1,endColumn=1,title=helmrelease/source-missing::' +
      '100 %25: a\\n::error::b\\x0d\\x1b[2J\n',
  );
});

test('a rule that failed is an error without a place', () => {
  expect(printed(reportOf({}, [], [{ rule: 'a/b', message: 'too deep' }]))).toBe(
    '::error title=a/b::rule a/b failed: too deep; its findings are missing\n',
  );
});

test('a file that nobody judged is an error without a line', () => {
  expect(printed(reportOf({}, []), ['a,b.yaml'])).toBe(
    '::error file=a%2Cb.yaml,title=not judged::could not be read, and no rule that runs says why\n',
  );
});

test('a clean report has no line', () => {
  expect(printed(reportOf({}, []))).toBe('');
});
