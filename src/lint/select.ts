import type { RepoPath } from '../core/change.ts';
import type { Report } from '../core/finding.ts';
import { countFindings } from './counts.ts';

/** The part of a report that lies in these files and folders; the whole repository was judged. */
export function onlyPaths(report: Report, paths: readonly RepoPath[]): Report {
  const findings = report.findings.filter(({ at }) => paths.some((path) => lies(at.file, path)));
  return { ...report, findings, counts: countFindings(findings, report.counts) };
}

function lies(file: RepoPath, path: RepoPath): boolean {
  return path === '' || file === path || file.startsWith(`${path}/`);
}
