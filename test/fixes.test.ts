import { describe, expect, test } from 'vitest';
import { applyChanges, type Files, fileChanges } from '../src/core/change.ts';
import { type Finding, type Report, type Safety, severities } from '../src/core/finding.ts';
import { type Fixed, fixAll } from '../src/lint/fix.ts';
import { lint as lintRepo } from '../src/lint/lint.ts';
import { defaultSettings, type Settings } from '../src/model/config.ts';
import { readRepo } from '../src/model/read-repo.ts';
import type { Repo } from '../src/model/repo.ts';
import { applyExample, exampleCharts } from '../src/rules/example.ts';
import { rules } from '../src/rules/registry.ts';
import type { Example, Rule } from '../src/rules/rule.ts';
import { applied, comments } from './support/fixes.ts';
import { bases, schemas } from './support/golden.ts';

const all: readonly Safety[] = ['safe', 'unsafe'];

function settingsOf(rule: Rule, example: Example): Settings {
  return {
    ...defaultSettings,
    extends: 'strict',
    ruleOptions: { [rule.id]: example.options ?? {} },
    fluxVersion: example.fluxVersion,
    schemas: example.schemas ?? [],
    valuesStyle: example.valuesStyle ?? 'full',
  };
}

function judge(
  files: Files,
  rule: Rule,
  example: Example,
  only: readonly Rule[] = rules,
): { report: Report; repo: Repo } {
  const settings = settingsOf(rule, example);
  const repo = readRepo(files, settings);
  const charts = exampleCharts(example);
  return { repo, report: lintRepo(repo, { settings, rules: only, schemas: schemas(repo), charts }) };
}

/** What a finding says, without the place: lines move. */
const words = ({ rule, message }: Finding): string => `${rule}: ${message}`;

function fix(
  files: Files,
  rule: Rule,
  example: Example,
  allowed: readonly Safety[],
): Fixed<{ report: Report }> {
  return fixAll(files, (each) => judge(each, rule, example, [rule]), new Set(allowed));
}

const repairing = rules.filter(({ repair }) => repair !== undefined);

test('a rule has fixes if, and only if, it says why they are safe or not', () => {
  for (const rule of rules) {
    const found = new Set<Safety>();
    for (const example of rule.examples.filter(({ before }) => before === undefined)) {
      const { report } = judge(applyExample(bases, example), rule, example, [rule]);
      for (const finding of report.findings) if (finding.fix !== undefined) found.add(finding.fix.safety);
    }
    expect([...found].sort(), rule.id).toEqual(Object.keys(rule.repair ?? {}).sort());
    for (const why of Object.values(rule.repair ?? {})) expect(why, rule.id).toMatch(/^[A-Z][^\n]{20,}\.$/);
  }
});

describe.each(repairing.map((rule) => ({ rule, id: rule.id })))('the fixes of $id', ({ rule }) => {
  const examples = rule.examples.filter(({ finds }) => finds.length > 0);

  test.each(examples)('$title', (example) => {
    const files = applyExample(bases, example);
    const before = judge(files, rule, example);
    const own = before.report.findings.filter((finding) => finding.rule === rule.id);
    for (const finding of own) {
      const changes = finding.fix?.changes ?? [];
      if (finding.fix !== undefined) expect(changes, 'a fix of an example can be written').not.toEqual([]);
      if (changes.length === 0) continue;
      const after = judge(applyChanges(files, changes), rule, example);
      const left = after.report.findings.filter((each) => words(each) === words(finding)).length;
      const was = before.report.findings.filter((each) => words(each) === words(finding)).length;
      expect(left, 'the finding is gone').toBeLessThan(was);
      expect(after.report.failures).toEqual([]);
      expect(added(before.report, after.report), 'nothing else is found').toEqual([]);
      expect(after.report.counts.unread).toBeLessThanOrEqual(before.report.counts.unread);
      if (finding.fix?.safety === 'safe') {
        expect(applied(after.repo), 'the same objects and releases').toEqual(applied(before.repo));
      }
    }
    const fixed = fix(files, rule, example, all);
    expect(fixed.judged.report.findings.filter((each) => each.fix !== undefined).map(words)).toEqual([]);
    expect(fix(fixed.files, rule, example, all).changes, 'a second run changes nothing').toEqual([]);
    const lost = comments(fileChanges(files, fixed.changes));
    expect(lost, 'no comment is lost').toEqual([]);
  });
});

/** Errors and warnings of the second report that the first has not, whatever line they stand in. */
function added(before: Report, after: Report): string[] {
  const known = new Set(before.findings.map(words));
  const grave = severities.slice(0, 2);
  return after.findings
    .filter((finding) => grave.includes(finding.severity) && !known.has(words(finding)))
    .map(words);
}
