import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { applyChanges } from '../../src/core/change.ts';
import type { Finding, Report } from '../../src/core/finding.ts';
import { type Format, formatReport, formats } from '../../src/report/formats.ts';
import { plainStyle } from '../../src/report/style.ts';
import { golden, lint } from '../support/golden.ts';
import { outsideCode, readers } from '../support/read-reports.ts';
import { reportingOf, reportOf } from '../support/report.ts';

const print = (format: Format, report: Report): string =>
  formatReport(format, reportingOf(report), plainStyle);

/** What a terminal, a log or a reader of a comment would act upon. */
const acted =
  /[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200b\u200e\u200f\u2028\u2029\u202a-\u202e\u2060\u2066-\u2069\ufeff\ufffe\uffff]/;

const odd = 'podinfo/odd, name: 100 %.yaml';
const hostile = '100 % <b>&amp; \\"it\'s\\"\\n::error::x \\e[31m \\u202e [x](http://e.example) @all #1 ##[x]';

/** A repository with faults of every severity, one in a file with an odd name, about an object with a hostile one. */
function faulty(): Report {
  const files = golden.changed({
    replace: [
      ['podinfo/helmrelease-podinfo.yaml', 'valuesKey: values.yaml', 'valuesKey: value.yaml'],
      [
        'redis/helmrelease-redis.yaml',
        'interval: 15m',
        'interval: 5 min # gitops-kit: ignore[layout/file-name]',
      ],
    ],
  });
  const text = `apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: "${hostile}"\n  namespace: podinfo\ndata:\n  a: 1\n`;
  return lint(applyChanges(files, [{ kind: 'create', path: odd, text }]), { extends: 'strict' });
}

describe('every format of one faulty repository', () => {
  const report = faulty();
  const { place } = reportingOf(report);
  const found = report.findings.map(({ rule, severity, at }) => ({
    file: at.file,
    line: place(at).start.line,
    severity,
    rule,
  }));

  test('has something to say', () => {
    expect(new Set(found.map(({ severity }) => severity))).toEqual(new Set(['error', 'warning', 'info']));
    expect(found.filter(({ file }) => file === odd).length).toBeGreaterThan(1);
    const said = report.findings.map(({ message }) => message).join('\n');
    expect(said).toContain(
      '100 % <b>&amp; "it\'s"\n::error::x \x1b[31m \u202e [x](http://e.example) @all #1 ##[x]',
    );
  });

  test.each(formats)('%s holds the same findings', (format) => {
    expect(readers[format](print(format, report))).toEqual(found);
  });

  test('markdown holds the same findings when there are many, by rule', () => {
    const apps = Array.from({ length: 10 }, (_, at) => `app, ${at}: %.yaml`);
    const spread = apps.flatMap((file) =>
      report.findings.map((finding) => ({ ...finding, at: { ...finding.at, file } })),
    );
    const many = reportOf({}, spread);
    const sorted = (format: Format) =>
      readers[format](print(format, many))
        .map((each) => JSON.stringify(each))
        .sort();
    expect(sorted('markdown')).toEqual(sorted('json'));
  });

  test.each(formats)('%s is the same from run to run', (format) => {
    expect(print(format, faulty())).toBe(print(format, report));
  });

  test.each(formats)('%s holds nothing that a terminal acts upon', (format) => {
    expect(print(format, report)).not.toMatch(acted);
  });

  test.each(formats.filter((format) => format !== 'text'))('%s begins no command to a runner', (format) => {
    const printed = print(format, report);
    const lines = printed.split('\n').filter((line) => /^\s*::/.test(line));
    expect(lines).toHaveLength(format === 'github' ? found.length : 0);
    if (format !== 'github' && format !== 'markdown') expect(printed).not.toContain('##[');
  });
});

describe('of a clean repository', () => {
  const clean = lint(golden.files);

  test.each(formats.filter((format) => format !== 'junit'))('%s holds no finding', (format) => {
    expect(readers[format](print(format, clean))).toEqual([]);
  });
});

/** Strings that are made to break out of something. */
const nasty = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 40 }),
  fc
    .array(
      fc.constantFrom(
        ...[
          '`',
          '``',
          '<',
          '>',
          '&',
          '"',
          "'",
          '\\',
          '\n',
          '\r\n',
          '\n\n- ',
          '|',
          '[x](y)',
          '![x](y)',
          '<!--',
          '-->',
        ],
        ...[
          ']]>',
          '<![CDATA[',
          '&#0;',
          '%0A',
          '::error::',
          '##[',
          '@all',
          '#1',
          ' ',
          'word',
          ')',
          '(',
          '!',
          '\x1b[2J',
        ],
        ...[
          '\u202e',
          '\u0000',
          '\x85',
          '\ud800',
          '\udc00',
          '\uffff',
          '</code>',
          '</details>',
          'https://e.example',
          '~~~',
        ],
      ),
      { maxLength: 12 },
    )
    .map((parts) => parts.join('')),
);

const findings: fc.Arbitrary<Finding[]> = fc.array(
  fc.record({
    rule: fc.constantFrom('a/b', 'helmrelease/values-key'),
    severity: fc.constantFrom('error', 'warning', 'info'),
    at: fc.record({
      file: nasty.filter((path) => path !== ''),
      range: fc.constant({ start: 0, end: 0 }),
    }),
    message: nasty,
    help: nasty,
    related: fc.array(
      fc.record({
        at: fc.record({ file: nasty, range: fc.constant({ start: 0, end: 0 }) }),
        message: nasty,
      }),
      { maxLength: 1 },
    ),
  }),
  { maxLength: 24 },
);

test.each(formats)('%s can be read back and acts upon nothing, whatever the repository says', (format) => {
  fc.assert(
    fc.property(findings, (some) => {
      const inOrder = [...some].sort((a, b) => (a.at.file < b.at.file ? -1 : 1));
      const printed = print(format, reportOf({}, inOrder));
      expect(printed).not.toMatch(acted);
      expect(printed.isWellFormed()).toBe(true);
      // a strict reader of JSON refuses half of a surrogate pair, also as an escape
      if (['json', 'sarif', 'gitlab', 'rdjson'].includes(format))
        expect(printed).not.toMatch(/(?<!\\)(?:\\\\)*\\u[dD][89a-fA-F]/);
      const read = readers[format](printed).map(({ rule }) => rule);
      expect(read.sort()).toEqual(inOrder.map(({ rule }) => rule).sort());
      if (format === 'markdown')
        expect(outsideOurs(printed)).not.toMatch(/[<>[\]@#&*_~|\\$%{}^=+]|:\/\/|:\w|\d{7}/);
    }),
    { numRuns: 100 },
  );
});

/** A comment without its code and without the markup that is ours. */
function outsideOurs(markdown: string): string {
  return outsideCode(markdown)
    .replace(/^<!-- gitops-kit lint -->$/m, '')
    .replace(/^#{3,4} /gm, '')
    .replace(/^- \*\*(?:error|warning|info)\*\* in (?:line \d+)?:/gm, '')
    .replace(
      / \(\[\]\(https:\/\/github\.com\/gitops-kit\/gitops-kit\/blob\/main\/docs\/rules\/[a-z/-]+\.md\)\)/g,
      '',
    )
    .replace(
      / \[More\]\(https:\/\/github\.com\/gitops-kit\/gitops-kit\/blob\/main\/docs\/rules\/[a-z/-]+\.md\)/g,
      '',
    )
    .replace(/<br>(?:help|see )/g, '')
    .replace(/<details><summary>(: [^<]*)<\/summary>|<\/details>/g, '');
}
