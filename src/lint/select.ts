import type { RepoPath } from '../core/change.ts';
import type { Report } from '../core/finding.ts';
import { isWithin } from '../model/tree.ts';
import { countFindings } from './counts.ts';

/** The part of a report that lies in these files and folders; the whole repository was judged. */
export function onlyPaths(report: Report, paths: readonly RepoPath[]): Report {
  const findings = report.findings.filter(({ at }) => liesIn(at.file, paths));
  return { ...report, findings, counts: countFindings(findings, report.counts) };
}

/** Whether a file is one of these paths, or lies below one. */
export function liesIn(file: RepoPath, paths: readonly RepoPath[]): boolean {
  return paths.some((path) => isWithin(file, path));
}
