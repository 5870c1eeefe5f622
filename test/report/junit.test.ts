import { expect, test } from 'vitest';
import { junitReport } from '../../src/report/junit.ts';
import { golden, lint } from '../support/golden.ts';
import { elements } from '../support/read-reports.ts';
import { findingAt, reportingOf, reportOf } from '../support/report.ts';

const file = 'podinfo/helmrelease-podinfo.yaml';
const text = 'kind: HelmRelease\nname: podinof\n';
const printed = (...args: Parameters<typeof reportingOf>): string => junitReport(reportingOf(...args));

test('a finding is a case that failed, in the suite of its file', () => {
  const finding = findingAt(text, 'podinof', {
    message: 'wrong',
    help: 'right it',
    related: [{ at: { file, range: { start: 0, end: 4 } }, message: 'here' }],
  });
  expect(printed(reportOf({ [file]: text }, [finding]))).toBe(
    `<?xml version="1.0" encoding="UTF-8"?>
<testsuites name="gitops-kit" tests="1" failures="1" errors="0">
  <testsuite name="${file}" tests="1" failures="1" errors="0">
    <testcase name="helmrelease/source-missing: wrong" classname="${file}" file="${file}" line="2">
      <failure type="error" message="wrong">${file}:2:7: error: wrong [helmrelease/source-missing]
help: right it
see ${file}:1:1: here</failure>
    </testcase>
  </testsuite>
</testsuites>
`,
  );
});

test('no two cases of a file have one name, whatever they say', () => {
  const messages = ['wrong', 'wrong', 'wrong (2)', 'wrong', 'wrong (2)', 'wrong (2) (2)'];
  const xml = printed(
    reportOf(
      { [file]: text },
      messages.map((message) => findingAt(text, 'podinof', { message })),
    ),
  );
  const names = elements(xml, 'testcase').map(({ attributes }) => attributes['name']);
  expect(new Set(names).size).toBe(messages.length);
  expect(names.slice(0, 2)).toEqual([
    'helmrelease/source-missing: wrong',
    'helmrelease/source-missing: wrong (2)',
  ]);
});

test('a name stays when lines move', () => {
  const named = (moved: string) =>
    elements(
      printed(reportOf({ [file]: moved }, [findingAt(moved, 'podinof', { message: 'wrong' })])),
      'testcase',
    )[0]?.attributes['name'];
  expect(named(`# a line\n${text}`)).toBe(named(text));
});

test('a clean run is a case that passed: Jenkins refuses a report without any', () => {
  const cases = elements(printed(lint(golden.files)), 'testcase');
  expect(cases).toMatchObject([
    { attributes: { name: 'no problems', classname: 'gitops-kit' }, children: [] },
  ]);
});

test('what is missing is an error', () => {
  const xml = printed(reportOf({}, [], [{ rule: 'a/b', message: 'too <deep>' }]), ['app/x.yaml']);
  expect(elements(xml, 'testsuites')[0]?.attributes).toMatchObject({
    tests: '2',
    failures: '0',
    errors: '2',
  });
  expect(elements(xml, 'error').map(({ text: said }) => said)).toEqual([
    'rule a/b failed: too <deep>; its findings are missing',
    'app/x.yaml could not be read, and no rule that runs says why',
  ]);
  expect(elements(xml, 'testcase').map(({ attributes }) => attributes['file'])).toEqual([
    undefined,
    'app/x.yaml',
  ]);
});

test('text is read back as it was, but for what XML cannot hold', () => {
  const message = 'a <b> & "c" \'d\' ]]> ü😀 \x00\x1b\ud800\uffff';
  const xml = printed(reportOf({ [file]: text }, [findingAt(text, 'podinof', { message })]));
  const [failure] = elements(xml, 'failure');
  expect(failure?.attributes['message']).toBe('a <b> & "c" \'d\' ]]> ü😀 \\x00\\x1b\\ud800\\uffff');
  expect(failure?.text).toContain('a <b> & "c" \'d\' ]]> ü😀 \\x00\\x1b\\ud800\\uffff');
});
