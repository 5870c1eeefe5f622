import { readFileSync } from 'node:fs';
import { Ajv } from 'ajv';
import { expect, test } from 'vitest';
import { jsonReport } from '../../src/report/json.ts';
import { findingAt, reportOf } from '../support/report.ts';

const schema: object = JSON.parse(
  readFileSync(new URL('../../schemas/report.schema.json', import.meta.url), 'utf8'),
);
const isReport = new Ajv({ allErrors: true }).compile(schema);
const text = 'kind: HelmRelease\r\nname: podinof\r\n';
const file = 'podinfo/helmrelease-podinfo.yaml';

test('fits its schema, with everything that a finding can have', () => {
  const finding = findingAt(text, 'podinof', {
    message: 'wrong',
    help: 'right it',
    object: { apiVersion: 'v1', kind: 'HelmRelease', namespace: 'podinfo', name: 'podinfo' },
    related: [{ at: { file, range: { start: 0, end: 4 } }, message: 'here' }],
    fix: { title: 'write podinfo', safety: 'unsafe', changes: [{ kind: 'delete', path: file }] },
  });
  const report = JSON.parse(
    jsonReport(reportOf({ [file]: text }, [finding], [{ rule: 'a/b', message: 'broke' }]), '0.1.0'),
  );
  expect(isReport(report), JSON.stringify(isReport.errors)).toBe(true);
  expect(report.findings[0]).toEqual({
    rule: 'helmrelease/source-missing',
    severity: 'error',
    message: 'wrong',
    help: 'right it',
    file,
    start: { line: 2, column: 7, offset: 25 },
    end: { line: 2, column: 14, offset: 32 },
    object: { apiVersion: 'v1', kind: 'HelmRelease', namespace: 'podinfo', name: 'podinfo' },
    related: [
      {
        file,
        start: { line: 1, column: 1, offset: 0 },
        end: { line: 1, column: 5, offset: 4 },
        message: 'here',
      },
    ],
    fix: { title: 'write podinfo', safety: 'unsafe' },
    docs: 'gitops-kit explain helmrelease/source-missing',
  });
  expect(report.summary).toEqual({
    files: 12,
    unread: 0,
    apps: 3,
    errors: 1,
    warnings: 0,
    infos: 0,
    fixable: 0,
    unsafe: 1,
    suppressed: 0,
    baselined: 0,
    unchecked: { objects: 0, kinds: 0 },
    charts: { judged: 0, uncached: 0, outOfReach: 0, elsewhere: 0 },
  });
});

test('is one document, also when nothing was found or a file has no text', () => {
  expect(isReport(JSON.parse(jsonReport(reportOf({}, []), '0.1.0')))).toBe(true);
  const finding = findingAt(text, 'podinof', { message: 'gone' });
  expect(isReport(JSON.parse(jsonReport(reportOf({}, [finding]), '0.1.0')))).toBe(true);
});

test('holds no raw control character and still says the same', () => {
  const message = 'a\x00\x1b[2J\x7f\x9b\u202e\u2028"]]>\ud800';
  const json = jsonReport(reportOf({ [file]: text }, [findingAt(text, 'podinof', { message })]), '0.1.0');
  expect(json).not.toMatch(/[\x00-\x09\x0b-\x1f\x7f-\x9f\u202e\u2028]/);
  expect(JSON.parse(json).findings[0].message).toBe(message.toWellFormed());
});
