import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type KnownCharts, noCharts } from '../../src/chart/known-charts.ts';
import { type Files, filesOf } from '../../src/core/change.ts';
import type { Report } from '../../src/core/finding.ts';
import { packagedSchemas } from '../../src/io/assets.ts';
import { lint as lintRepo } from '../../src/lint/lint.ts';
import { defaultSettings, type Settings } from '../../src/model/config.ts';
import { readRepo } from '../../src/model/read-repo.ts';
import type { Repo } from '../../src/model/repo.ts';
import { applyExample, type Bases } from '../../src/rules/example.ts';
import { rules } from '../../src/rules/registry.ts';
import type { Example } from '../../src/rules/rule.ts';
import { apiSchemas } from '../../src/schema/api-schemas.ts';

/** The schemas that come with the program; `npm run build` makes their validators. */
export const schemas = (repo?: Repo) => apiSchemas(packagedSchemas, repo);

function fixture(name: string): Files {
  const folder = fileURLToPath(new URL(`../../fixtures/${name}`, import.meta.url));
  return filesOf(
    new Map(
      readdirSync(folder, { recursive: true, withFileTypes: true })
        .filter((entry) => entry.isFile())
        .map((entry) => join(entry.parentPath, entry.name))
        .map((path) => [relative(folder, path).replaceAll('\\', '/'), readFileSync(path, 'utf8')] as const),
    ),
  );
}

/** The clean repositories, read once. */
export const bases: Bases = { golden: fixture('golden'), fleet: fixture('fleet') };

export const goldenFiles: Files = bases.golden;

/** The clean repository, and copies of it with a small change. */
export const golden = {
  files: goldenFiles,
  /** One text in one file replaced; it must occur exactly once. */
  with: (file: string, old: string, now: string): Files => changed({ replace: [[file, old, now]] }),
  changed,
};

function changed(change: Omit<Example, 'title' | 'finds'>): Files {
  return applyExample(bases, { title: 'in a test', finds: [], ...change });
}

/** All rules over files, with settings that differ from the defaults only in what is given; `base` to compare with. */
export function lint(
  files: Files,
  settings: Partial<Settings> = {},
  base?: Files,
  charts: KnownCharts = noCharts,
): Report {
  const all = { ...defaultSettings, ...settings };
  const repo = readRepo(files, all);
  return lintRepo(repo, {
    settings: all,
    rules,
    schemas: schemas(repo),
    charts,
    before: base === undefined ? undefined : readRepo(base, all),
  });
}

/** The messages of a report, in reading order. */
export function messages(report: Report): string[] {
  return report.findings.map(({ message }) => message);
}
