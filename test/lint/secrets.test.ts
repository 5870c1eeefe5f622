import { describe, expect, test } from 'vitest';
import { applyChanges } from '../../src/core/change.ts';
import { baselineOf, baselineText } from '../../src/lint/baseline.ts';
import { secretStretches } from '../../src/lint/secrets.ts';
import { formatReport, formats } from '../../src/report/formats.ts';
import { plainStyle } from '../../src/report/style.ts';
import { golden, lint } from '../support/golden.ts';
import { reportingOf } from '../support/report.ts';

const file = 'podinfo/secret-podinfo.yaml';
const head = 'apiVersion: v1\nkind: Secret\nmetadata:\n  name: podinfo\n  namespace: podinfo\n';

describe('no report or baseline holds a value of a Secret', () => {
  test.each([
    ['that is there twice', `${head}stringData:\n  a: hunter2\n  a: hunter3\n`],
    ['that begins like no YAML', `${head}stringData:\n  a: @hunter2\n`],
    ['whose quote is never closed', `${head}stringData:\n  a: "hunter2\n`],
    ['behind a tab', `${head}stringData:\n\ta: hunter2\n`],
    ['without a key', `${head}stringData:\n  a: x\n  hunter2\n`],
    ['glued to its key', `${head}stringData:\n  a:hunter2\n  b: 1\n`],
    ['with text behind its quote', `${head}stringData:\n  a: 'hunter2'x\n`],
    ['in a list', `${head}stringData:\n  a: [hunter2, b]\n`],
    ['in a mapping', `${head}stringData:\n  a:\n    b: hunter2\n`],
    ['that is no base64', `${head}data:\n  a: hunter2hunter2\n`],
    ['in a block that falls back', `${head}stringData:\n  a: |\n    hunter2\n   hunter3\n`],
    ['of an object without apiVersion', 'kind: Secret\nstringData:\n  a: hunter2\n  a: hunter3\n'],
    ['in braces', '{apiVersion: v1, kind: Secret, stringData: {a: hunter2, a: hunter3}}\n'],
    ['beside another document', `${head}stringData:\n  a: hunter2\n---\n${head}data:\n  b: [hunter3]\n`],
    [
      'that is a date, which has a fix',
      `${head}stringData:
  a: 2001-12-14
`,
    ],
    ['that is a number', `${head}stringData:\n  a: 8472639\n`],
  ])('%s', (_name, text) => {
    const report = lint(applyChanges(golden.files, [{ kind: 'create', path: file, text }]));
    expect(report.findings.length).toBeGreaterThan(0);
    for (const format of formats) {
      const printed = formatReport(format, reportingOf(report), { ...plainStyle, width: 120 });
      expect(printed, format).not.toMatch(/hunter|8472639|2001/);
    }
    expect(baselineText(baselineOf(report.findings))).not.toMatch(/hunter|8472639|2001/);
  });
});

test('what is no data of a Secret is shown', () => {
  const text = `${head}stringData:\n  a: x\ntype: Opaqe\n---\napiVersion: v1\nkind: ConfigMap\ndata:\n  b: y\n`;
  const shown = secretStretches(text).map(({ start, end }) => text.slice(start, end));
  expect(shown).toEqual(['stringData:\n  a: x\n']);
  expect(secretStretches('kind: SealedSecret\ndata:\n  a: b\n')).toEqual([]);
});
