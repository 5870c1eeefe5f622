import { describe, expect, test } from 'vitest';
import type { Files, RepoPath } from '../../src/core/change.ts';
import { lint } from '../../src/lint/lint.ts';
import { defaultSettings } from '../../src/model/config.ts';
import { isYaml } from '../../src/model/read-files.ts';
import { readRepo } from '../../src/model/read-repo.ts';
import { applyExample, exampleCharts } from '../../src/rules/example.ts';
import { rules } from '../../src/rules/registry.ts';
import type { Example } from '../../src/rules/rule.ts';
import { bases, schemas } from '../support/golden.ts';

const alone = rules.filter((rule) => rule.alone === true);
const examples = rules.flatMap(({ id, examples: all }) => all.map((example) => ({ id, example })));

/** What the rules that judge objects alone say of an example, of all its files or of some: rule, file, message. */
function judge(files: Files, example: Example): (focus?: ReadonlySet<RepoPath>) => string[] {
  const settings = {
    ...defaultSettings,
    extends: 'strict' as const,
    fluxVersion: example.fluxVersion,
    valuesStyle: example.valuesStyle ?? ('full' as const),
  };
  const repo = readRepo(files, settings);
  const on = { settings, rules: alone, schemas: schemas(repo), charts: exampleCharts(example) };
  return (focus) => {
    const report = lint(repo, { ...on, focus });
    expect(report.failures).toEqual([]);
    return report.findings.map(({ rule, at, message }) => `${rule} ${at.file} ${message}`);
  };
}

describe('a rule that judges objects alone says the same of a file when it is shown no other', () => {
  test('there are such rules, and examples of which they speak', () => {
    expect(alone.length).toBeGreaterThan(40);
  });

  test.each(examples)('$id: $example.title', ({ example }) => {
    const files = applyExample(bases, example);
    const said = judge(files, example);
    const whole = said();
    const paths = [...files.paths()].filter(isYaml);
    const apart = paths.flatMap((path) => said(new Set([path])));
    expect(apart.sort()).toEqual(whole.filter((each) => /\.ya?ml /.test(each)).sort());
  });
});
