import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import type { Report } from '../src/core/finding.ts';
import { applyExample, beforeExample, exampleCharts } from '../src/rules/example.ts';
import { rules } from '../src/rules/registry.ts';
import type { Example, Rule } from '../src/rules/rule.ts';
import { bases, golden, lint, messages } from './support/golden.ts';

const folder = fileURLToPath(new URL('../src/rules', import.meta.url));

test('the golden repository is clean', () => {
  const report = lint(golden.files, { extends: 'strict' });
  expect(messages(report)).toEqual([]);
  expect(report.failures).toEqual([]);
  expect(report.counts).toMatchObject({ files: 10, apps: 2, unread: 0 });
});

test('the fleet is clean', () => {
  const report = lint(bases.fleet, { extends: 'strict' });
  expect(messages(report)).toEqual([]);
  expect(report.failures).toEqual([]);
  expect(report.counts).toMatchObject({ files: 15, apps: 2, unread: 0 });
});

test('every rule file has its line in the rules.ts of its family', () => {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.parentPath !== folder && entry.name !== 'rules.ts')
    .map((entry) => `${entry.parentPath.slice(folder.length + 1)}/${entry.name.replace(/\.ts$/, '')}`);
  const known = new Set(rules.map(({ id }) => id));
  const missing = files
    .filter((id) => !known.has(id))
    .map(
      (id) =>
        `add to src/rules/${id.replace(/\/.*/, '/rules.ts')}: import … from './${id.replace(/.*\//, '')}.ts'`,
    );
  expect(missing).toEqual([]);
  expect(known.size).toBe(rules.length);
  expect(files.length).toBe(rules.length);
});

function lintExample(rule: Rule, example: Example): Report {
  return lint(
    applyExample(bases, example),
    {
      rules: { [rule.id]: rule.severity },
      ruleOptions: { [rule.id]: example.options ?? {} },
      fluxVersion: example.fluxVersion,
      karmadaVersion: example.karmadaVersion,
      schemas: example.schemas ?? [],
      valuesStyle: example.valuesStyle ?? 'full',
    },
    beforeExample(bases, example),
    exampleCharts(example),
  );
}

describe.each(rules.map((rule) => ({ rule, id: rule.id })))('$id', ({ rule }) => {
  test('has prose, and examples that speak and that are silent', () => {
    expect(rule.summary).toMatch(/^[A-Z][^\n]*\.$/);
    expect(rule.why.length).toBeGreaterThan(80);
    expect(rule.examples.some(({ finds }) => finds.length > 0)).toBe(true);
    expect(rule.examples.some(({ finds }) => finds.length === 0)).toBe(true);
    expect(rule.examples.every(({ before }) => (before !== undefined) === (rule.compares === true))).toBe(
      true,
    );
    expect(rule.preset).toBe(rule.severity === 'info' ? 'strict' : 'recommended');
  });

  test.each(rule.examples)('$title', (example) => {
    const report = lintExample(rule, example);
    const said = report.findings.map(({ rule: id, message }) => ({ id, message }));
    expect(said).toEqual(example.finds.map((message) => ({ id: rule.id, message })));
    expect(report.failures).toEqual([]);
  });

  test('says what to do', () => {
    for (const example of rule.examples) {
      const report = lintExample(rule, example);
      for (const { help, message } of report.findings) {
        expect(help, message).toMatch(/\S/);
        expect(message, 'no full stop, no capital "Error"').not.toMatch(/\.$|^Error/);
      }
    }
  });
});
