import type { RepoPath } from '../core/change.ts';
import { type Comparison, touches } from '../core/comparison.ts';
import { type Finding, type Report, type RuleId, severities } from '../core/finding.ts';
import { baselineOf, beyond, type Moved } from './baseline.ts';
import { type Counted, liesIn, withFindings } from './select.ts';

/** What a report is limited by. */
export interface Cause {
  readonly change: Comparison;
  /** Rules that judge the change itself. */
  readonly comparing: ReadonlySet<RuleId>;
  /** Files and folders of which all is reported. */
  readonly paths: readonly RepoPath[];
  /** The findings of the repository before the change; asked for only when one of these may have been there. */
  readonly before: () => readonly Finding[];
}

/**
 * The part of a report that a change caused or touched: what was not said of the repository before, and what stands on
 * a line that the change wrote. What was said before of the same file, as gravely, is known by rule, object and message,
 * in whichever line it stands.
 */
export function onlyCaused(report: Report, repo: Counted, cause: Cause): Report {
  const { change, comparing, paths, before } = cause;
  const isTouched = touches(change);
  const ours = new Set(
    report.findings.filter(({ rule, at }) => comparing.has(rule) || liesIn(at.file, paths) || isTouched(at)),
  );
  const doubtful = report.findings.filter((finding) => !ours.has(finding));
  const old = doubtful.length > 0 ? before() : [];
  const moved: Moved = (from, { at }) => from === change.written.get(at.file);
  for (const [rank, severity] of severities.entries()) {
    const known = baselineOf(old.filter((each) => severities.indexOf(each.severity) <= rank));
    const some = doubtful.filter((each) => each.severity === severity);
    for (const finding of beyond(some, known, moved).fresh) ours.add(finding);
  }
  return withFindings(report, repo, {
    findings: report.findings.filter((finding) => ours.has(finding)),
    isHere: (file) => change.written.has(file) || liesIn(file, paths),
    removed: change.removed,
  });
}
