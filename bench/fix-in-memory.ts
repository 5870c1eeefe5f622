import { type Files, fileChanges, type RepoPath } from '../src/core/change.ts';
import type { Report, Safety } from '../src/core/finding.ts';
import { packagedSchemas } from '../src/io/assets.ts';
import { fixAll } from '../src/lint/fix.ts';
import { lint } from '../src/lint/lint.ts';
import { readRepo } from '../src/model/read-repo.ts';
import type { Repo } from '../src/model/repo.ts';
import { rules } from '../src/rules/registry.ts';
import { apiSchemas } from '../src/schema/api-schemas.ts';
import { readConfig } from '../src/schema/config.ts';
import { applied, comments } from '../test/support/fixes.ts';
import { filesOfBytes } from './lint-in-memory.ts';

/** What came of fixing one repository. */
export interface Trial {
  readonly findings: number;
  readonly fixed: number;
  readonly refused: number;
  /** The files that change, as they were. */
  readonly touched: readonly RepoPath[];
  /** What must not be. */
  readonly faults: readonly string[];
}

/** Fixes a repository in memory, and looks at what became of it. */
export function trial(
  entries: ReadonlyMap<RepoPath, Uint8Array | undefined>,
  allowed: readonly Safety[],
): Trial {
  const files = filesOfBytes(entries);
  const { settings } = readConfig(files, rules);
  const judge = (each: Files): { readonly report: Report; readonly repo: Repo } => {
    const repo = readRepo(each, settings);
    return { repo, report: lint(repo, { settings, rules, schemas: apiSchemas(packagedSchemas, repo) }) };
  };
  const before = judge(files);
  const { changes, fixed, refused, judged, files: after } = fixAll(files, judge, new Set(allowed));
  const touched = fileChanges(files, changes);
  const faults = [
    ...brought(before.report, judged.report).map((words) => `new: ${words}`),
    ...comments(touched).map((comment) => `lost: ${comment}`),
  ];
  if (fixAll(after, judge, new Set(allowed)).changes.length > 0) faults.push('a second run changes more');
  if (judged.report.failures.length > 0) faults.push('a rule threw');
  if (!allowed.includes('unsafe')) faults.push(...differing(applied(before.repo), applied(judged.repo)));
  return {
    findings: before.report.findings.length,
    fixed: fixed.length,
    refused: refused.length,
    touched: touched.filter((change) => change.before !== undefined).map(({ path }) => path),
    faults,
  };
}

/** Errors that are there after and not before, wherever they stand. */
function brought(before: Report, after: Report): string[] {
  const words = ({ findings }: Report): string[] =>
    findings
      .filter(({ severity }) => severity === 'error')
      .map(({ rule, message }) => `${message} [${rule}]`);
  return differing(words(before), words(after)).filter((each) => each.startsWith('+ '));
}

/** Lines that only one of two lists has, or more often. */
function differing(before: readonly string[], after: readonly string[]): string[] {
  const counts = new Map<string, number>();
  for (const line of before) counts.set(line, (counts.get(line) ?? 0) - 1);
  for (const line of after) counts.set(line, (counts.get(line) ?? 0) + 1);
  return [...counts].flatMap(([line, count]) => (count === 0 ? [] : `${count < 0 ? '-' : '+'} ${line}`));
}
