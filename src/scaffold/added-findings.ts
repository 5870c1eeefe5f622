import type { RepoPath } from '../core/change.ts';
import type { Finding, Report } from '../core/finding.ts';

/** What a plan changes of how findings are known. */
export interface Called {
  /** Where a file of the report before lies after the plan. */
  readonly file: (path: RepoPath) => RepoPath;
  /** A message without what the plan renames. */
  readonly words: (message: string) => string;
}

/**
 * The errors and warnings that a plan brought: those of the report after it that the one before it has not. In a file
 * that the plan touches a finding is known by rule and message, since lines move; elsewhere by rule and place, since a
 * message may count what there is.
 * @param called how a finding is known again where files or names changed
 */
export function addedFindings(
  before: Report,
  after: Report,
  touched: ReadonlySet<RepoPath>,
  { file, words }: Called = { file: (path) => path, words: (message) => message },
): readonly Finding[] {
  const identity = ({ rule, at, message }: Finding, path: RepoPath): string =>
    JSON.stringify(
      touched.has(path) ? [rule, path, words(message)] : [rule, path, at.range.start, at.range.end],
    );
  const known = new Map<string, number>();
  for (const finding of before.findings) {
    const before = identity(finding, file(finding.at.file));
    known.set(before, (known.get(before) ?? 0) + 1);
  }
  return after.findings.filter((finding) => {
    if (finding.severity === 'info') return false;
    const after = identity(finding, finding.at.file);
    const left = known.get(after) ?? 0;
    known.set(after, left - 1);
    return left <= 0;
  });
}
