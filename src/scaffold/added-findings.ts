import type { RepoPath } from '../core/change.ts';
import type { Finding, Report } from '../core/finding.ts';

/**
 * The errors and warnings that a plan brought: those of the report after it that the one before it has not. In a file
 * that the plan touches a finding is known by rule and message, since lines move; elsewhere by rule and place, since a
 * message may count what there is.
 */
export function addedFindings(
  before: Report,
  after: Report,
  touched: ReadonlySet<RepoPath>,
): readonly Finding[] {
  const identity = ({ rule, at, message }: Finding): string =>
    JSON.stringify(
      touched.has(at.file) ? [rule, at.file, message] : [rule, at.file, at.range.start, at.range.end],
    );
  const known = new Map<string, number>();
  for (const finding of before.findings)
    known.set(identity(finding), (known.get(identity(finding)) ?? 0) + 1);
  return after.findings.filter((finding) => {
    if (finding.severity === 'info') return false;
    const left = known.get(identity(finding)) ?? 0;
    known.set(identity(finding), left - 1);
    return left <= 0;
  });
}
