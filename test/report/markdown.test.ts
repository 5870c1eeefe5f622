import { describe, expect, test } from 'vitest';
import type { Finding, Severity } from '../../src/core/finding.ts';
import { commentMarker, markdownReport } from '../../src/report/markdown.ts';
import { golden, lint } from '../support/golden.ts';
import { readers } from '../support/read-reports.ts';
import { findingAt, reportingOf, reportOf } from '../support/report.ts';

const file = 'podinfo/helmrelease-podinfo.yaml';
const text = 'kind: HelmRelease\nname: podinof\n';
const printed = (...args: Parameters<typeof reportingOf>): string => markdownReport(reportingOf(...args));

/** So many findings of each severity, ten to a file. */
function many(counts: Readonly<Partial<Record<Severity, number>>>, words = 'wrong'): Finding[] {
  const severities = (['info', 'warning', 'error'] as const).flatMap((severity) =>
    Array.from({ length: counts[severity] ?? 0 }, () => severity),
  );
  return severities.map((severity, at) => ({
    rule: `family/${severity}`,
    severity,
    at: { file: `app-${String(Math.floor(at / 10)).padStart(3, '0')}/a.yaml`, range: { start: 0, end: 0 } },
    message: `${words} ${at}`,
    help: 'right it',
  }));
}

test('few findings stand open, by file', () => {
  const error = findingAt(text, 'podinof', {
    message: 'HelmRelease podinfo has no key value.yaml',
    help: 'write values.yaml',
    related: [{ at: { file: 'podinfo/a b.yaml', range: { start: 0, end: 0 } }, message: 'the keys' }],
  });
  const info = findingAt(text, 'kind', { message: 'advice', severity: 'info', rule: 'a/b' });
  const other = { ...info, at: { file: 'x.yaml', range: { start: 0, end: 0 } } };
  const docs = 'https://github.com/gitops-kit/gitops-kit/blob/main/docs/rules';
  expect(printed(reportOf({ [file]: text }, [info, error, other]))).toBe(`${commentMarker}
### gitops-kit: 1 error, 2 infos

3 apps in 12 files

#### \`${file}\`

- **info** in line 1: advice ([\`a/b\`](${docs}/a/b.md))
- **error** in line 2: HelmRelease podinfo has no key \`value.yaml\` ([\`helmrelease/source-missing\`](${docs}/helmrelease/source-missing.md))<br>help: write \`values.yaml\`<br>see \`podinfo/a b.yaml:1\`: the keys

#### \`x.yaml\`

- **info** in line 1: advice ([\`a/b\`](${docs}/a/b.md))
`);
});

test('a clean report says what was clean', () => {
  expect(printed(lint(golden.files))).toBe(
    `${commentMarker}\n### gitops-kit: no problems\n\n2 apps in 10 files (charts: 2 not in the cache)\n`,
  );
});

test('what was looked at is said as the summary says it, and cannot mention anybody', () => {
  const reporting = { ...reportingOf(lint(golden.files)), subject: 'since @{u}: nothing changed' };
  expect(markdownReport(reporting)).toContain(
    'no problems\n\nsince `@{u}`: nothing changed (charts: 2 not in the cache)\n',
  );
});

test('a report that is not complete says so first', () => {
  const failures = [{ rule: 'a/b', message: 'too @deep' }];
  const comment = printed(reportOf({}, [], failures), ['app/x.yaml']);
  expect(comment).toContain('### gitops-kit: incomplete\n');
  expect(comment).toContain(
    '**The report is incomplete:**\n\n' +
      '- rule `a/b` failed: too `@deep`; its findings are missing\n' +
      '- `app/x.yaml` could not be read, and no rule that runs says why\n',
  );
});

describe('many findings', () => {
  test('are folded by rule, the gravest first, then what is said most often', () => {
    const findings = many({ info: 12, warning: 10, error: 2 });
    findings.push({ ...findings[0], ...findingAt('', '', { message: 'm', severity: 'info', rule: 'x/y' }) });
    const comment = printed(reportOf({}, findings));
    expect(comment).toContain('### gitops-kit: 2 errors, 10 warnings, 13 infos\n');
    expect([...comment.matchAll(/<details><summary>(.*)<\/summary>/g)].map(([, summary]) => summary)).toEqual(
      [
        '<code>family/error</code>: 2 errors',
        '<code>family/warning</code>: 10 warnings',
        '<code>family/info</code>: 12 infos',
        '<code>x/y</code>: 1 info',
      ],
    );
    expect(comment).toContain(
      '\n\n- **error** in `app-002/a.yaml:1`: wrong 22<br>help: right it\n- **error**',
    );
    expect(comment.match(/\n\n<\/details>\n/g)).toHaveLength(4);
  });

  test('of a rule say first what it finds', () => {
    const findings = Array.from({ length: 21 }, (_, at) =>
      findingAt('', '', { message: `m ${at}`, rule: 'ignore/unused', severity: 'warning' }),
    );
    expect(printed(reportOf({}, findings))).toContain(
      '<details><summary><code>ignore/unused</code>: 21 warnings</summary>\n\n' +
        'An ignore comment silences nothing. [More](https://github.com/gitops-kit/gitops-kit/blob/main/docs/rules/ignore/unused.md)\n\n' +
        '- **warning** in `podinfo/helmrelease-podinfo.yaml:1`: m 0\n',
    );
  });

  test('are cut where GitHub would refuse the comment: the gravest stay, the rest is counted', () => {
    const comment = printed(reportOf({}, many({ info: 300, warning: 300, error: 100 }, 'wrong '.repeat(20))));
    expect(Buffer.byteLength(comment)).toBeLessThan(60_000);
    const shown = readers.markdown(comment);
    const count = (severity: Severity): number => shown.filter((each) => each.severity === severity).length;
    expect(count('error')).toBe(100);
    expect(count('warning')).toBeGreaterThan(50);
    expect(count('info')).toBe(0);
    const warnings = 300 - count('warning');
    expect(comment).toMatch(
      new RegExp(
        `\\*\\*Not shown, for want of room:\\*\\* ${warnings} warnings, 300 infos in \\d+ files, ` +
          `by rule: \`family/warning\` ${warnings}, \`family/info\` 300\\. \`gitops-kit lint\` prints all of them\\.\n$`,
      ),
    );
    // without help where room is short
    expect(comment).not.toContain('help:');
  });

  test('stay below the limit whatever their names and numbers', () => {
    const long = 'ü'.repeat(2_000);
    const findings = Array.from({ length: 3_000 }, (_, at) => ({
      ...findingAt('', '', { message: at % 2 === 0 ? long : 'short' }),
      rule: `family/${'x'.repeat(40)}-${at % 200}`,
      at: { file: at % 100 === 0 ? `${long}/${at}.yaml` : `${at}.yaml`, range: { start: 0, end: 0 } },
    }));
    const unread = Array.from({ length: 100 }, (_, at) => `${long}${at}.yaml`);
    const comment = printed(reportOf({}, findings), unread);
    expect(Buffer.byteLength(comment)).toBeLessThan(65_536);
    expect(readers.markdown(comment).length).toBeGreaterThan(30);
    expect(comment).toContain('\n- and 85 more\n');
  });
});
