import { expect, test } from 'vitest';
import { gitlabReport } from '../../src/report/gitlab.ts';
import { golden, lint } from '../support/golden.ts';
import { findingAt, reportingOf, reportOf } from '../support/report.ts';

const file = 'podinfo/helmrelease-podinfo.yaml';
const text = 'kind: HelmRelease\nname: podinof\n';
const read = (...args: Parameters<typeof reportingOf>) => JSON.parse(gitlabReport(reportingOf(...args)));

test('a finding is an entry that GitLab takes', () => {
  const finding = findingAt(text, 'podinof', { message: 'wrong', help: 'right it' });
  expect(read(reportOf({ [file]: text }, [finding]))).toEqual([
    {
      description: 'wrong [helmrelease/source-missing]\nhelp: right it',
      check_name: 'helmrelease/source-missing',
      fingerprint: expect.stringMatching(/^[0-9a-f]{32}$/),
      severity: 'critical',
      location: { path: file, lines: { begin: 2, end: 2 } },
    },
  ]);
});

test('two that say the same are two, and the same two when lines move', () => {
  const twice = (before: string): string[] => {
    const moved = before + text + text;
    const one = findingAt(moved, 'podinof', { message: 'wrong' });
    const start = moved.lastIndexOf('podinof');
    const other = { ...one, at: { file, range: { start, end: start + 7 } } };
    return read(reportOf({ [file]: moved }, [one, other])).map(
      (entry: { fingerprint: string }) => entry.fingerprint,
    );
  };
  expect(new Set(twice('')).size).toBe(2);
  expect(twice('# a line\n')).toEqual(twice(''));
});

test('nothing found is an empty array', () => {
  expect(gitlabReport(reportingOf(lint(golden.files)))).toBe('[]\n');
});

test('what is missing blocks, and has the path without which GitLab reads nothing', () => {
  const failures = [{ rule: 'a/b', message: 'too deep' }];
  expect(read(reportOf({}, [], failures), ['app/x.yaml'])).toMatchObject([
    {
      description: 'rule a/b failed: too deep; its findings are missing',
      severity: 'blocker',
      location: { path: '.gitops-kit.jsonc', lines: { begin: 1 } },
    },
    {
      description: 'app/x.yaml could not be read, and no rule that runs says why',
      severity: 'blocker',
      location: { path: 'app/x.yaml', lines: { begin: 1 } },
    },
  ]);
});
