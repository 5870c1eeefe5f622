import { readFileSync } from 'node:fs';
import { Ajv } from 'ajv';
import addFormats from 'ajv-formats';
import { describe, expect, test } from 'vitest';
import type { Report } from '../../src/core/finding.ts';
import { fingerprints } from '../../src/report/fingerprint.ts';
import { sarifReport } from '../../src/report/sarif.ts';
import { rules } from '../../src/rules/registry.ts';
import { golden, lint } from '../support/golden.ts';
import { findingAt, reportingOf, reportOf } from '../support/report.ts';

/** The official schema; `id` and draft-04 are this file's only words that ajv 8 does not know. */
const {
  id: _id,
  $schema: _draft,
  ...schema
} = JSON.parse(readFileSync(new URL('../../fixtures/schemas/sarif-2.1.0.json', import.meta.url), 'utf8'));
const ajv = new Ajv({ allErrors: true, strict: false });
addFormats.default(ajv);
const isSarif = ajv.compile(schema);

/** The one run of the log, which is valid. */
function runOf(report: Report) {
  const log = JSON.parse(sarifReport(reportingOf(report)));
  expect(isSarif(log), JSON.stringify(isSarif.errors?.slice(0, 3))).toBe(true);
  expect(log.runs).toHaveLength(1);
  return log.runs[0];
}

const text = 'kind: HelmRelease\r\nname: 😀 podinof\r\n';
const file = 'podinfo/helmrelease-podinfo.yaml';

describe('a SARIF log', () => {
  test('is refused by the schema when it is none', () => {
    expect(isSarif({ version: '2.1.0' })).toBe(false);
    expect(isSarif({ version: '2.1.0', runs: [{ tool: { driver: { name: 'x' } }, results: [{}] }] })).toBe(
      false,
    );
  });

  test('says where, what and about which object', () => {
    const run = runOf(
      reportOf({ [file]: text }, [
        findingAt(text, 'podinof', {
          message: 'wrong',
          help: 'right it',
          object: {
            apiVersion: 'helm.toolkit.fluxcd.io/v2',
            kind: 'HelmRelease',
            namespace: 'web',
            name: 'podinfo',
          },
          related: [{ at: { file, range: { start: 0, end: 4 } }, message: 'here' }],
        }),
      ]),
    );
    const [result] = run.results;
    expect(result).toEqual({
      ruleId: 'helmrelease/source-missing',
      ruleIndex: rules.findIndex(({ id }) => id === 'helmrelease/source-missing'),
      level: 'error',
      message: { text: 'wrong\nhelp: right it' },
      locations: [
        {
          physicalLocation: {
            artifactLocation: { uri: file, uriBaseId: '%SRCROOT%' },
            // in UTF-16 units: the pictograph takes two
            region: { startLine: 2, startColumn: 10, endLine: 2, endColumn: 17 },
          },
          logicalLocations: [
            { name: 'podinfo', fullyQualifiedName: 'HelmRelease/web/podinfo', kind: 'resource' },
          ],
        },
      ],
      relatedLocations: [
        {
          id: 1,
          physicalLocation: {
            artifactLocation: { uri: file, uriBaseId: '%SRCROOT%' },
            region: { startLine: 1, startColumn: 1, endLine: 1, endColumn: 5 },
          },
          message: { text: 'here' },
        },
      ],
      partialFingerprints: { 'gitopsKitFinding/v1': expect.stringMatching(/^[0-9a-f]{32}$/) },
    });
    expect(run.columnKind).toBe('utf16CodeUnits');
    expect(run.tool.driver.rules[result.ruleIndex].id).toBe(result.ruleId);
  });

  test('describes every rule, and which of them speak unasked', () => {
    const described = runOf(reportOf({}, [])).tool.driver.rules;
    expect(described.map(({ id }: { id: string }) => id)).toEqual(rules.map(({ id }) => id));
    const byId = Object.fromEntries(described.map((each: { id: string }) => [each.id, each]));
    expect(byId['ignore/unused']).toMatchObject({
      shortDescription: { text: 'An ignore comment silences nothing.' },
      defaultConfiguration: { level: 'warning', enabled: true },
      helpUri: 'https://github.com/gitops-kit/gitops-kit/blob/main/docs/rules/ignore/unused.md',
    });
    expect(byId['ignore/without-reason'].defaultConfiguration).toEqual({ level: 'note', enabled: false });
  });

  test('is one document also when nothing was found', () => {
    const run = runOf(reportOf({}, []));
    expect(run.results).toEqual([]);
    expect(run.invocations[0]).toEqual({ executionSuccessful: true, toolExecutionNotifications: [] });
  });

  test('of a run in which a rule failed was not successful', () => {
    const failures = [
      { rule: 'ignore/unused', message: 'too {deep}' },
      { rule: 'no/such', message: 'm' },
    ];
    const { invocations } = runOf(reportOf({}, [], failures));
    expect(invocations[0].executionSuccessful).toBe(false);
    expect(invocations[0].toolExecutionNotifications).toEqual([
      {
        level: 'error',
        message: { text: 'rule ignore/unused failed: too {{deep}}; its findings are missing' },
        associatedRule: { id: 'ignore/unused', index: rules.findIndex(({ id }) => id === 'ignore/unused') },
      },
      {
        level: 'error',
        message: { text: 'rule no/such failed: m; its findings are missing' },
        associatedRule: { id: 'no/such', index: -1 },
      },
    ]);
  });

  test('encodes paths', () => {
    const odd = 'a b/c:d#e?f%/ü\ud800[1].yaml';
    const at = { file: odd, range: { start: 0, end: 0 } };
    const { results } = runOf(reportOf({}, [findingAt('', '', { message: 'm', at })]));
    const { uri } = results[0].locations[0].physicalLocation.artifactLocation;
    expect(uri).toBe('a%20b/c%3Ad%23e%3Ff%25/%C3%BC%EF%BF%BD%5B1%5D.yaml');
  });

  test('holds no link and no placeholder that a repository wrote', () => {
    const message = 'path is [click](https://evil.example) {x}, [a]';
    const [result] = runOf(reportOf({}, [findingAt('', '', { message })])).results;
    expect(result.message.text).toBe('path is \\[click\\](https://evil.example) {{x}}, [a]');
  });

  test('of a real repository is valid, with findings of every level', () => {
    const files = golden.changed({
      replace: [
        [
          file,
          '      valuesKey: values.yaml',
          '      # gitops-kit: ignore[layout/file-name]\n      valuesKey: v',
        ],
      ],
    });
    const report = lint(files, { extends: 'strict' });
    const levels = runOf(report).results.map(({ level }: { level: string }) => level);
    expect(new Set(levels)).toEqual(new Set(['error', 'warning', 'note']));
  });
});

describe('what a finding is known by', () => {
  const report = lint(golden.with(file, 'valuesKey: values.yaml', 'valuesKey: value.yaml'));
  const [print] = fingerprints(report.findings);

  test('stays when lines move', () => {
    const moved = golden.changed({
      replace: [
        [file, 'valuesKey: values.yaml', 'valuesKey: value.yaml'],
        [file, 'kind: HelmRelease\n', '# a line\n# and another\nkind: HelmRelease\n'],
      ],
    });
    expect(fingerprints(lint(moved).findings)).toEqual([print]);
  });

  test('differs for two of one kind, and for another file, object, rule or word', () => {
    const one = findingAt('', '', { message: 'm' });
    const others = [
      one,
      { ...one, message: 'n' },
      { ...one, rule: 'a/b' },
      { ...one, at: { ...one.at, file: 'x.yaml' } },
      { ...one, object: { apiVersion: 'v1', kind: 'Service', name: 'x' } },
    ];
    expect(new Set(fingerprints([one, ...others])).size).toBe(6);
  });

  test('stays when the API version moves', () => {
    const of = (apiVersion: string) =>
      fingerprints([findingAt('', '', { message: 'm', object: { apiVersion, kind: 'A', name: 'x' } })]);
    expect(of('a/v1')).toEqual(of('a/v2'));
  });
});
