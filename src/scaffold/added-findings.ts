import type { Finding, Report } from '../core/finding.ts';

/**
 * The errors and warnings that a plan brought: those of the report after it that the one before it has not. A finding
 * is known by rule, file and message, since lines move.
 */
export function addedFindings(before: Report, after: Report): Finding[] {
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

function identity({ rule, at, message }: Finding): string {
  return JSON.stringify([rule, at.file, message]);
}
