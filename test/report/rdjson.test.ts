import { readFileSync } from 'node:fs';
import { Ajv } from 'ajv';
import { describe, expect, test } from 'vitest';
import { applyChanges } from '../../src/core/change.ts';
import { rdjsonReport } from '../../src/report/rdjson.ts';
import { golden, lint } from '../support/golden.ts';
import { findingAt, reportingOf, reportOf } from '../support/report.ts';

const { $schema: _draft, ...schema } = JSON.parse(
  readFileSync(new URL('../../fixtures/schemas/rdjson-0.21.2.json', import.meta.url), 'utf8'),
);
const ajv = new Ajv({ allErrors: true, strict: false });
/** The official schema allows every field; a misspelt one is found by it closed. */
const closed = structuredClone(schema);
for (const definition of Object.values<{ additionalProperties: boolean }>(closed.definitions))
  definition.additionalProperties = false;
const isOfficial = ajv.compile(schema);
const isClosed = ajv.compile(closed);

function read(...args: Parameters<typeof reportingOf>) {
  const result = JSON.parse(rdjsonReport(reportingOf(...args)));
  expect(isOfficial(result), JSON.stringify(isOfficial.errors?.slice(0, 3))).toBe(true);
  expect(isClosed(result), JSON.stringify(isClosed.errors?.slice(0, 3))).toBe(true);
  return result.diagnostics;
}

const file = 'podinfo/helmrelease-podinfo.yaml';

test('the schema refuses what is no result', () => {
  expect(isOfficial({ diagnostics: [{ message: 1 }] })).toBe(false);
  expect(isClosed({ diagnostics: [{ mesage: 'x' }] })).toBe(false);
});

describe('a diagnostic', () => {
  test('says where, in bytes, what and by which rule', () => {
    // the example of the format: the 𐐀 takes four bytes of UTF-8, and two units of ours
    const text = 'kind: x\r\na𐐀b: 5\r\n';
    const finding = findingAt(text, 'b', {
      message: 'wrong is b.c',
      help: 'right it',
      severity: 'warning',
      related: [{ at: { file, range: { start: 0, end: 4 } }, message: 'here' }],
    });
    expect(read(reportOf({ [file]: text }, [finding]))).toEqual([
      {
        message: 'wrong is `b.c`\nhelp: right it',
        location: { path: file, range: { start: { line: 2, column: 6 }, end: { line: 2, column: 7 } } },
        severity: 'WARNING',
        code: {
          value: 'helmrelease/source-missing',
          url: 'https://github.com/gitops-kit/gitops-kit/blob/main/docs/rules/helmrelease/source-missing.md',
        },
        related_locations: [
          {
            message: 'here',
            location: { path: file, range: { start: { line: 1, column: 1 }, end: { line: 1, column: 5 } } },
          },
        ],
      },
    ]);
  });

  test('far to the right has its line alone', () => {
    const text = `${'x'.repeat(20_000)}y`;
    const [{ location }] = read(reportOf({ [file]: text }, [findingAt(text, 'y', { message: 'm' })]));
    expect(location.range).toEqual({ start: { line: 1 }, end: { line: 1 } });
  });

  test('of a file without text stands at its beginning', () => {
    const [{ location }] = read(reportOf({}, [findingAt('x', 'x', { message: 'm' })]));
    expect(location.range.start).toEqual({ line: 1, column: 1 });
  });

  test('has a place also when what it speaks of has none', () => {
    const failures = [{ rule: 'a/b', message: 'm' }];
    expect(read(reportOf({}, [], failures), ['app/x.yaml'])).toMatchObject([
      { location: { path: '.gitops-kit.jsonc' }, severity: 'ERROR', code: { value: 'a/b' } },
      { location: { path: 'app/x.yaml' }, severity: 'ERROR' },
    ]);
  });
});

describe('a suggestion', () => {
  const text = 'a: ü1\nb: 2\nc: 3\n';
  const fixed = (edits: readonly [string, string][], rest: { safety?: 'unsafe'; path?: string } = {}) =>
    findingAt(text, '2', {
      message: 'm',
      fix: {
        title: 't',
        safety: rest.safety ?? 'safe',
        changes: [
          {
            kind: 'edit',
            path: rest.path ?? file,
            edits: edits.map(([old, now]) => {
              const start = text.indexOf(old);
              return { range: { start, end: start + old.length }, text: now };
            }),
          },
        ],
      },
    });
  const suggested = (...args: Parameters<typeof fixed>) =>
    read(reportOf({ [file]: text }, [fixed(...args)]))[0].suggestions;

  test('is the fix', () => {
    expect(suggested([['1', 'one']])).toEqual([
      { range: { start: { line: 1, column: 6 }, end: { line: 1, column: 7 } }, text: 'one' },
    ]);
  });

  test('joins edits, since each would be taken alone', () => {
    expect(
      suggested([
        ['3', 'three'],
        ['1', 'one'],
      ]),
    ).toEqual([
      { range: { start: { line: 1, column: 6 }, end: { line: 3, column: 5 } }, text: 'one\nb: 2\nc: three' },
    ]);
  });

  test('is neither unsafe nor of another file', () => {
    expect(suggested([['1', 'one']], { safety: 'unsafe' })).toBeUndefined();
    expect(suggested([['1', 'one']], { path: 'other.yaml' })).toBeUndefined();
  });

  test('of a rule mends the file', () => {
    const files = golden.with(file, 'interval: 15m', 'interval: 5 min');
    const [{ suggestions }] = read(lint(files));
    expect(suggestions).toEqual([
      { range: { start: { line: 15, column: 14 }, end: { line: 15, column: 18 } }, text: 'm' },
    ]);
  });

  test('holds no value of a Secret', () => {
    const secret =
      'apiVersion: v1\nkind: Secret\nmetadata:\n  name: podinfo\n  namespace: podinfo\nstringData:\n  a: 2001-12-14\n';
    const report = lint(
      applyChanges(golden.files, [{ kind: 'create', path: 'podinfo/secret-podinfo.yaml', text: secret }]),
    );
    expect(report.counts.fixable).toBe(1);
    expect(JSON.stringify(read(report))).not.toContain('suggestions');
  });
});
